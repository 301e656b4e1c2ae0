import { stamp } from "../aws/stamp.ts";
import { getMany, query, update } from "../aws/statement.ts";
import { records } from "../aws/table.ts";
import type { Write } from "../aws/transaction.ts";
import type { NextActivity } from "../deal/deal.schema.ts";
import * as Actor from "../kernel/actor.ts";
import { NotFound } from "../kernel/error.ts";
import { nounOf } from "../kernel/id.ts";
import { deleteRow, putRow } from "../timeline/row.ts";
import { type Activity, activities, agendaKey } from "./activity.entity.ts";
import { isPlanned } from "./activity.schema.ts";

/** What an activity needs of a record it is about. */
export type Party = {
  id: string;
  shelf: string;
  companyId?: string;
  ownerId?: string;
  teamId?: string;
  lastActivityAt?: string;
  nextActivity?: NextActivity;
  _v: number;
};

const keyOf = (id: string) => {
  const noun = nounOf(id) ?? "record";
  return { pk: activities.at(noun, id), sk: noun };
};

/**
 * The parties' records: 1 BatchGetItem. @throws {NotFound} for one that is not there, in the trash or not visible,
 * unless those are to be skipped.
 */
export async function partiesOf(
  ids: readonly string[],
  { missing = "refuse" }: { missing?: "refuse" | "skip" } = {},
): Promise<Party[]> {
  const unique = [...new Set(ids)];
  if (unique.length === 0) return [];
  const items = (await getMany(unique.map(keyOf))) as unknown as Party[];
  const found = new Map(items.map((item) => [item.id, item]));
  return unique.flatMap((id) => {
    const party = found.get(id);
    if (party && party.shelf === "live" && Actor.sees(party)) return [party];
    if (missing === "skip") return [];
    throw new NotFound(nounOf(id) ?? "record", id);
  });
}

/** Timeline and agenda rows of an activity, and what its parties carry of it, as it goes from `before` to `after`. */
export async function companions(
  before: Activity | undefined,
  after: Activity | undefined,
  parties: Party[],
): Promise<Write[]> {
  const writes: Write[] = [];
  const had = before ? rowsOf(before) : new Map<string, Write[]>();
  const has = after ? rowsOf(after) : new Map<string, Write[]>();
  for (const [key, [, removal]] of had) if (!has.has(key) && removal) writes.push(removal);
  for (const [put] of has.values()) if (put) writes.push(put);
  for (const party of parties) writes.push(...(await touch(party, before, after)));
  return writes;
}

/** Key → [put, delete] of each row that an activity has. */
export function rowsOf(activity: Activity): Map<string, Write[]> {
  const rows = new Map<string, Write[]>();
  if (activity.shelf !== "live") return rows;
  const { id: entryId, kind, at, title, state, ownerId, body: summary, direction, mail } = activity;
  // A mail that came in is of whom it came from, whoever has it to answer.
  const by = direction === "in" && mail?.contactId ? mail.contactId : ownerId;
  const ofMail = kind === "mail" ? { direction, reason: mail?.reason, thread: mail?.thread } : {};
  for (const party of activity.about) {
    const entry = { kind, entryId, at, title, summary, state, by, ...ofMail };
    rows.set(`${party}#${at}`, [putRow(party, entry), deleteRow(party, at, entryId)]);
    if (nounOf(party) !== "deal" || !isPlanned(state)) continue;
    const key = agendaKey(party, at, entryId);
    const item = { ...key, id: entryId, kind, title, at, _v: 1, ...stamp() };
    rows.set(`agenda#${party}#${at}`, [
      { Put: { TableName: records(), Item: item } },
      { Delete: { TableName: records(), Key: key } },
    ]);
  }
  return rows;
}

/** A deal carries its next activity, a contact the time of its last one; both on the version read. */
async function touch(
  party: Party,
  before: Activity | undefined,
  after: Activity | undefined,
): Promise<Write[]> {
  const noun = nounOf(party.id);
  const planned = [before, after].some((one) => one && isPlanned(one.state));
  if (noun === "deal") {
    if (!planned) return [];
    const next = await nextOf(party.id, before, after);
    const now = party.nextActivity;
    if (next?.id === now?.id && next?.at === now?.at && next?.title === now?.title) return [];
    const change = {
      set: { nextActivity: next ?? null, ...stamp() },
      add: { _v: 1 },
      equal: { _v: party._v },
    };
    return [update(keyOf(party.id), change).write()];
  }
  const done = after && after.shelf === "live" && !isPlanned(after.state) ? after.at : undefined;
  if (noun !== "contact" || !done || (party.lastActivityAt ?? "") >= done) return [];
  const change = { set: { lastActivityAt: done, ...stamp() }, add: { _v: 1 }, equal: { _v: party._v } };
  return [update(keyOf(party.id), change).write()];
}

async function nextOf(dealId: string, before: Activity | undefined, after: Activity | undefined) {
  const { items } = await query({ pk: activities.at("agenda", dealId), limit: 3, consistent: true });
  const own = after ?? before;
  const others = items.filter((item) => item.id !== own?.id);
  const counts = after && after.shelf === "live" && isPlanned(after.state) && after.about.includes(dealId);
  const candidates = [...others, ...(counts ? [{ ...after }] : [])] as {
    id: string;
    kind: string;
    title: string;
    at: string;
  }[];
  const first = candidates.sort((a, b) => (a.at < b.at ? -1 : 1))[0];
  return first && { id: first.id, kind: first.kind, title: first.title, at: first.at };
}

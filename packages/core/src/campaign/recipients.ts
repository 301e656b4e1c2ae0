import { fromCursor, toCursor } from "../aws/cursor.ts";
import { getMany, type Item, query } from "../aws/statement.ts";
import * as Contact from "../contact/index.ts";
import * as Actor from "../kernel/actor.ts";
import type { Page } from "../kernel/page.ts";
import * as Ledger from "../ledger/index.ts";
import type { Campaign } from "./campaign.entity.ts";
import type { Outcome, RecipientInfo } from "./campaign.schema.ts";
import { rowsOf } from "./results.ts";

type Row = Partial<Ledger.Row>;
type Rows = Map<string, Row>;
type Found = { chunk: Ledger.Chunk; place: number; row: Row | undefined };

/** A page is full at so many: with the last chunk's fewer than 100, which are one BatchGetItem. */
const FULL = 50;
/** Chunks a page looks through for a state, which the ledger itself tells: some 350 KB. */
const CHUNKS = 200;
/** Chunks whose rows are read at once for what people did: first few, as most outcomes are frequent. 14 in all. */
const WAVES = [2, 4, 8];

const moments = [
  "sentAt",
  "deliveredAt",
  "openedAt",
  "machineOpenedAt",
  "clickedAt",
  "bouncedAt",
  "complainedAt",
  "unsubscribedAt",
] as const satisfies Ledger.Moment[];

/** `queued` is who has no outcome yet: a claimed one is just being sent. */
const statesOf = (outcome: Outcome | undefined): Ledger.State[] =>
  outcome === "queued" ? ["queued", "claimed"] : Ledger.states.filter((state) => state === outcome);

/**
 * A page of the ledger, in its order. Everybody: one chunk, 1 Query and 2 BatchGetItems. One state: 1 Query of at most
 * 200 chunks and 2 BatchGetItems for who was found. What people did: 1 Query of at most 14 chunks, 7 BatchGetItems for
 * their rows and 1 for who was found. The cursor goes on after the last chunk looked at, however few were found in it.
 */
export async function page(
  campaign: Campaign,
  outcome: Outcome | undefined,
  cursor: string | undefined,
): Promise<Page<RecipientInfo>> {
  const asked = { recipients: campaign.id, outcome };
  const start = await fromCursor<Item>(asked, cursor);
  const states = statesOf(outcome);
  const [pk, limit] = [Ledger.chunkKey(campaign.id, 0).pk, limitOf(outcome, states)];
  const { items, next } = await query({ pk, limit, start });
  const chunks = items as unknown as Ledger.Chunk[];
  const { found, looked } =
    outcome && states.length === 0 ? await byRow(chunks, outcome) : byState(chunks, outcome && states);
  const last = looked < chunks.length ? chunks[looked - 1] : undefined;
  const after = last ? Ledger.chunkKey(campaign.id, last.number) : next;
  return { items: await infosOf(found), cursor: await toCursor(asked, after) };
}

function limitOf(outcome: Outcome | undefined, states: Ledger.State[]): number {
  if (!outcome) return 1;
  return states.length > 0 ? CHUNKS : WAVES.reduce((sum, wave) => sum + wave, 0);
}

function byState(chunks: Ledger.Chunk[], states: Ledger.State[] | undefined) {
  const found: Found[] = [];
  let looked = 0;
  while (looked < chunks.length && found.length < FULL) {
    const chunk = chunks[looked++] as Ledger.Chunk;
    for (const place of chunk.recipients.keys())
      if (!states || states.includes(Ledger.stateAt(chunk, place)))
        found.push({ chunk, place, row: undefined });
  }
  return { found, looked };
}

/** By the same rule as the report counts a row. */
async function byRow(chunks: Ledger.Chunk[], outcome: Outcome) {
  const found: Found[] = [];
  let looked = 0;
  for (const wave of WAVES) {
    if (looked >= chunks.length || found.length >= FULL) break;
    const these = chunks.slice(looked, looked + wave);
    const rows = await rowsFor(these.flatMap(rowsOf));
    for (const chunk of these) {
      if (found.length >= FULL) break;
      looked++;
      for (const [place, contactId] of chunk.recipients.entries()) {
        const row = rows.get(contactId);
        const counts: Partial<Record<Outcome, number>> = Ledger.contribution(row);
        if (counts[outcome]) found.push({ chunk, place, row });
      }
    }
  }
  return { found, looked };
}

async function rowsFor(keys: ReturnType<typeof rowsOf>): Promise<Rows> {
  const rows = await getMany(keys, { consistent: false });
  return new Map(rows.map((row) => [String(row.pk).slice(String(row.pk).lastIndexOf("#") + 1), row as Row]));
}

/** With the names of those whom the actor may see. */
async function infosOf(found: Found[]): Promise<RecipientInfo[]> {
  if (found.length === 0) return [];
  const idOf = ({ chunk, place }: Found) => chunk.recipients[place] as string;
  const rowless = found.filter(({ row, chunk }) => !row && chunk.at);
  const [contacts, rows] = await Promise.all([
    Actor.may("contact:read") ? Contact.fromIDs(found.map(idOf)) : [],
    rowsFor(rowless.map((one) => keyOf(one, idOf(one)))),
  ]);
  const people = new Map(contacts.map((contact) => [contact.id, contact]));
  return found.map((one): RecipientInfo => {
    const { chunk, place } = one;
    const contactId = idOf(one);
    const { name, email } = people.get(contactId) ?? {};
    const row = one.row ?? rows.get(contactId) ?? {};
    return {
      contactId,
      name,
      email,
      state: Ledger.stateAt(chunk, place),
      reason: chunk.reasons?.[place],
      ...Object.fromEntries(moments.map((moment) => [moment, row[moment]])),
    };
  });
}

function keyOf({ chunk }: Found, contactId: string) {
  const { workspaceId, campaignId, number, at = "" } = chunk;
  return Ledger.rowKey({ workspaceId, campaignId, contactId, chunk: number, at });
}

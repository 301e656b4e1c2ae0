import type { Slice } from "../aws/job.ts";
import type { Item } from "../aws/statement.ts";
import * as Actor from "../kernel/actor.ts";
import { firstId } from "../kernel/id.ts";
import { asClock, type Due, dueBy, forget, remember } from "./due.ts";
import { belongs, type Flip, flip, type Image } from "./flips.ts";
import { apply, contactIds, contactsNow, drop, entries, type Of } from "./membership.ts";
import { type Live, live } from "./roster.ts";
import { type Segment, segments } from "./segment.entity.ts";

export type Input = { segmentId: string; generation: number };
/** `last`: contacts that came while the index lagged are looked at once more. `sweep`: the old generation that goes. */
export type Cursor = { start?: Item | undefined; last?: boolean; sweep?: number };

/** Contacts a slice: with 2 reads and at most 1 write each it stays under 500 writes a second on the segment's key. */
const PAGE = 200;
/** The job starts this much later than the segment, so that the index has what came before it. */
export const LAG_SECONDS = 2;
/** Contacts made so long before the segment are in the index by the time the walk comes to its end. */
const LAG_MS = 60_000;

/**
 * Fills a live segment: evaluates each contact as it is now, writes only what differs, and looks again at what it
 * wrote, since the stream may have seen a newer version meanwhile. A changed filter is a new generation.
 */
export const fill: Slice<Input, Cursor> = async (job) => {
  const workspaceId = Actor.workspaceId();
  const segment = await segments.find(job.input.segmentId);
  if (segment?.shelf !== "live" || !segment.filter || segment.generation !== job.input.generation)
    return { finished: true };
  if (job.cursor?.sweep !== undefined) return sweep(segment, job.cursor.sweep);
  const rule: Live = { workspaceId, id: segment.id, generation: segment.generation, filter: segment.filter };
  const edge = firstId("contact", Date.parse(job.createdAt) - LAG_MS);
  const page = await contactIds(workspaceId, { limit: PAGE, start: job.cursor?.start });
  const recent = job.cursor?.last ? page.ids.filter((id) => id > edge) : page.ids;
  const entered = await settle(rule, recent);
  const step = { done: job.cursor?.last ? 0 : page.ids.length, counts: { entered } };
  if (page.next) return { ...step, cursor: { ...job.cursor, start: page.next } };
  if (!job.cursor?.last) return { ...step, cursor: { last: true, start: positionOf(workspaceId, edge) } };
  const ready = segments.updateOf(
    segment.id,
    { state: "ready" },
    { generation: segment.generation, shelf: "live" },
  );
  return { ...step, cursor: { sweep: segment.generation - 1 }, with: [ready.write()] };
};

/** Rows of earlier generations are nobody's members; whoever edits often leaves several. */
async function sweep(segment: Segment, generation: number) {
  if (generation < 1) return { finished: true };
  const of = { workspaceId: segment.workspaceId, segmentId: segment.id, generation };
  const more = await drop(of, PAGE);
  return { cursor: { sweep: more ? generation : generation - 1 } };
}

/** Brings the membership of these contacts in line with the rule; resolves with how many entered. */
async function settle(rule: Live, ids: readonly string[]): Promise<number> {
  const { workspaceId } = rule;
  const of = { workspaceId, segmentId: rule.id, generation: rule.generation };
  const earlier = { ...of, generation: rule.generation - 1 };
  let open = await contactsNow(workspaceId, ids);
  await remember([rule], open);
  let entered = 0;
  for (let round = 0; round < 5 && open.length > 0; round++) {
    const wrote = await differences(rule, of, open);
    if (wrote.length === 0) break;
    if (round === 0) entered = wrote.filter(({ kind }) => kind === "enter").length;
    const since = of.generation > 1 ? await entries(earlier, open) : new Map<string, string>();
    await apply(wrote, since);
    open = await contactsNow(
      workspaceId,
      wrote.map(({ contactId }) => contactId),
    );
  }
  return entered;
}

async function differences(rule: Live, of: Of, contacts: readonly Image[]): Promise<Flip[]> {
  const members = await entries(of, contacts);
  const now = new Date();
  return contacts.flatMap((contact) => {
    const belonging = belongs(rule, contact, now);
    return belonging === members.has(contact.id) ? [] : [flip(rule, contact, belonging)];
  });
}

/** Of a contact in the index that `contactIds` walks. */
function positionOf(workspaceId: string, id: string): Item {
  return {
    pk: `w#${workspaceId}#contact#${id}`,
    sk: "contact",
    gsi1pk: `w#${workspaceId}#contact#live`,
    gsi1sk: id,
  };
}

/** Contacts whose changes may have been missed or come out of order (a replay): all live segments, as they are now. */
export async function refresh(workspaceId: string, ids: readonly string[]): Promise<void> {
  for (const rule of await live(workspaceId)) await settle(rule, ids);
}

const MOST_DUE = 500;

/** What the clock brings: contacts whose answer may have changed by time alone. `timeLeft` stops it between pages. */
export async function tick(now: Date, timeLeft: () => boolean): Promise<number> {
  let seen = 0;
  for (;;) {
    const due = await dueBy(now, MOST_DUE);
    for (const [workspaceId, own] of Map.groupBy(due, (one) => one.workspaceId))
      await asClock(workspaceId, () => again(workspaceId, own));
    await forget(due);
    seen += due.length;
    if (due.length < MOST_DUE || !timeLeft()) return seen;
  }
}

async function again(workspaceId: string, due: readonly Due[]): Promise<void> {
  const rules = new Map((await live(workspaceId)).map((rule) => [rule.id, rule]));
  for (const [segmentId, own] of Map.groupBy(due, (one) => one.segmentId)) {
    const rule = rules.get(segmentId);
    if (rule) await settle(rule, [...new Set(own.map(({ contactId }) => contactId))]);
  }
}

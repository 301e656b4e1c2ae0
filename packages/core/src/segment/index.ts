import * as z from "zod";
import { fromCursor, toCursor } from "../aws/cursor.ts";
import * as Job from "../aws/job.ts";
import type { Item } from "../aws/statement.ts";
import * as Contact from "../contact/index.ts";
import * as Actor from "../kernel/actor.ts";
import { NotFound, Unprocessable } from "../kernel/error.ts";
import { Filter } from "../kernel/filter.ts";
import { explain } from "../kernel/filter-explain.ts";
import { fn } from "../kernel/fn.ts";
import { idOf, newId } from "../kernel/id.ts";
import { type Page, PageInput } from "../kernel/page.ts";
import { toInfo, version } from "../kernel/record.ts";
import { checked, countOf } from "./count.ts";
import { type Cursor, fill, type Input, LAG_SECONDS } from "./fill.ts";
import { flip } from "./flips.ts";
import { apply, contactsNow, entries, memberIds, size } from "./membership.ts";
import { enlist, live, MAX_LIVE, strike } from "./roster.ts";
import { type Segment, segments } from "./segment.entity.ts";
import { Change, Create, contactFields, Edit, type Info } from "./segment.schema.ts";

export { remind, type Turn } from "./due.ts";
export { refresh, tick } from "./fill.ts";
export { type Flip, flips, type Image } from "./flips.ts";
export { apply, contactsNow } from "./membership.ts";
export { type Live, live } from "./roster.ts";
export * from "./segment.schema.ts";

export function info(segment: Segment): Info {
  const { generation: _, ...rest } = toInfo(segment);
  const sentence = segment.filter
    ? explain(segment.filter, contactFields)
    : "Contacts that were put in by hand.";
  return { ...rest, sentence } as Info;
}

const of = (segment: Segment) => ({
  workspaceId: segment.workspaceId,
  segmentId: segment.id,
  generation: segment.generation,
});

function filling(segmentId: string, generation: number) {
  return Job.creation<Input>({
    kind: "segment-fill",
    queue: "AUDIENCE_QUEUE_URL",
    input: { segmentId, generation },
  });
}
const wake = (id: string) => Job.wake({ id, queue: "AUDIENCE_QUEUE_URL" }, LAG_SECONDS);

/** A live segment is filled by a job, which starts at once. @throws {Invalid} for a filter that does not fit contacts. */
export const create = fn("segment:write", Create, async (input) => {
  if (input.kind === "static")
    return info(await segments.create({ ...input, state: "ready", generation: 1 } as never));
  if ((await live(Actor.workspaceId())).length >= MAX_LIVE)
    throw new Unprocessable(
      `A workspace has at most ${MAX_LIVE} live segments. Remove one that is not needed.`,
    );
  const id = newId("segment");
  const job = filling(id, 1);
  const fields = { ...input, filter: checked(input.filter), state: "filling", generation: 1, jobId: job.id };
  const segment = await segments.create(fields as never, {
    id,
    withRecord: () => [enlist(id, 1, input.filter), job.write],
  });
  await wake(job.id);
  return info(segment);
});

/** Another filter fills a new generation of members; those who stay keep their time of entry. */
export const edit = fn("segment:write", Edit, async ({ id, version, filter, ...changes }) => {
  if (!filter) return info(await segments.edit(id, changes as never, { version }));
  checked(filter);
  const before = await segments.fromID(id);
  if (before.kind === "static") throw new Unprocessable("A static segment has no filter. Make a live one.");
  const generation = before.generation + 1;
  const job = filling(id, generation);
  const all = { ...changes, filter, generation, state: "filling", jobId: job.id };
  const segment = await segments.edit(id, all as never, {
    version: version ?? before._v,
    with: [enlist(id, generation, filter), job.write],
  });
  await wake(job.id);
  return info(segment);
});

export const Which = z.strictObject({ id: idOf("segment"), version });
const One = z.strictObject({ id: idOf("segment") });

export const fromID = fn("segment:read", One, async ({ id }) => info(await segments.fromID(id)));

export const remove = fn("segment:remove", Which, async ({ id, version }) =>
  info(await segments.remove(id, { version, with: [strike(id)] })),
);

/** Out of the trash; a live segment is filled anew. */
export const restore = fn("segment:remove", Which, async ({ id, version }) => {
  const before = await segments.find(id);
  if (before?.shelf !== "trash") throw new NotFound("segment", id);
  if (!before.filter) return info(await segments.restore(id, { version }));
  const generation = before.generation + 1;
  const job = filling(id, generation);
  const changes = {
    shelf: "live",
    removedAt: null,
    _ttl: null,
    generation,
    state: "filling",
    jobId: job.id,
  } as const;
  const options = { version: version ?? before._v, with: [enlist(id, generation, before.filter), job.write] };
  const segment = await segments.move(id, "trash", () => changes as never, options);
  await wake(job.id);
  return info(segment);
});

export const List = PageInput.extend({ shelf: z.enum(["live", "trash"]).optional() });
export const list = fn("segment:read", List, async (input): Promise<Page<Info>> => {
  const page = await segments.list(input);
  return { ...page, items: page.items.map(info) };
});

/** Before saving: how many contacts match, and ten of them. @throws {Unprocessable} `too-many-to-count` */
export const count = fn("segment:read", z.strictObject({ filter: Filter }), ({ filter }) => countOf(filter));

/** Newest first, those the actor may see: 1 Query and 1 BatchGetItem. */
export const members = fn(
  "segment:read",
  PageInput.extend({ id: idOf("segment") }),
  async ({ id, limit, cursor }) => {
    const segment = await segments.fromID(id);
    const asked = { segment: id, generation: segment.generation };
    const start = await fromCursor<Item>(asked, cursor);
    const page = await memberIds(of(segment), { limit, start, order: "desc" });
    const contacts = await contactsIn(page.contactIds);
    return { items: contacts, cursor: await toCursor(asked, page.next) };
  },
);

async function contactsIn(ids: string[]): Promise<Contact.Info[]> {
  const found: Contact.Info[] = [];
  for (let start = 0; start < ids.length; start += 100)
    found.push(...(await Contact.fromIDs(ids.slice(start, start + 100))));
  return found.filter((contact) => !contact.removedAt);
}

/** How many are in a saved segment, exactly; members in the trash don't count. */
export const sizeOf = fn("segment:read", One, async ({ id }) => {
  const segment = await segments.fromID(id);
  if (segment.kind === "live") return { count: await size(of(segment)), state: segment.state };
  let count = 0;
  let start: Item | undefined;
  do {
    const page = await memberIds(of(segment), { limit: 1_000, start });
    const contacts = await contactsNow(segment.workspaceId, page.contactIds);
    count += contacts.filter((contact) => contact.shelf === "live").length;
    start = page.next;
  } while (start);
  return { count, state: segment.state };
});

async function change(input: z.output<typeof Change>, enters: boolean) {
  const segment = await segments.fromID(input.id);
  if (segment.kind === "live")
    throw new Unprocessable("A live segment's members come from its filter.", "live-segment");
  const contacts = await contactsNow(segment.workspaceId, [...new Set(input.contactIds)]);
  const seen = new Set(
    contacts.filter((contact) => contact.shelf === "live" && Actor.sees(contact)).map(({ id }) => id),
  );
  const missing = enters && input.contactIds.find((id) => !seen.has(id));
  if (missing) throw new NotFound("contact", missing);
  const inside = await entries(of(segment), contacts);
  const rule = { ...of(segment), id: segment.id };
  const wanted = contacts.filter((contact) => inside.has(contact.id) !== enters);
  await apply(wanted.map((contact) => flip(rule, contact, enters)));
  return { changed: wanted.length };
}

/** Puts contacts into a static segment; those in it already stay as they are. */
export const add = fn("segment:write", Change, (input) => change(input, true));
export const drop = fn("segment:write", Change, (input) => change(input, false));

/** For a walk over everybody in it, oldest first. @throws {Unprocessable} while it is filled. */
export async function walk(id: string, asked: { limit: number; start?: Item | undefined }) {
  const segment = await segments.fromID(id);
  if (segment.state !== "ready")
    throw new Unprocessable(
      `The segment ${segment.name} is still being filled. Try again in a minute.`,
      "segment-filling",
    );
  return memberIds(of(segment), asked);
}

/** What the queue of audiences runs for segments. */
export const jobs: Record<string, Job.Slice<never, never>> = {
  "segment-fill": fill as Job.Slice<Input, Cursor> as never,
};

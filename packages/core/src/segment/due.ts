import { deleteAll, putAll } from "../aws/batch.ts";
import { query } from "../aws/statement.ts";
import { records } from "../aws/table.ts";
import * as Context from "../kernel/context.ts";
import { dependsOnTime } from "../kernel/filter.ts";
import { nextChange } from "../kernel/filter-evaluate.ts";
import { concerns, type Image } from "./flips.ts";
import type { Live } from "./roster.ts";
import { contactFields } from "./segment.fields.ts";

/**
 * Rules about time: "in the last 30 days" ends for a contact that nobody touches. For each contact of such a segment the
 * next moment at which its answer can change is kept: pk `due#segment#WS`, sk `TIME#SEG#CONTACT`, and for the clock gsi6
 * `due#segment` by time over all workspaces. Not in a workspace's partitions: the streams have nothing to do with it.
 */
const INDEX = "due#segment";
const WEEK = 7 * 86_400;

export type Due = { workspaceId: string; segmentId: string; contactId: string; pk: string; sk: string };

function itemOf(rule: Live, contact: Image, now: Date) {
  const at = contact.shelf === "live" ? nextChange(rule.filter, contact, contactFields, now) : undefined;
  if (!at) return undefined;
  const time = at.toISOString();
  const { workspaceId, id: segmentId } = rule;
  const gsi6sk = `${time}#${workspaceId}#${segmentId}#${contact.id}`;
  const key = { pk: `due#segment#${workspaceId}`, sk: `${time}#${segmentId}#${contact.id}` };
  const _ttl = Math.floor(at.getTime() / 1000) + WEEK;
  return { ...key, gsi6pk: INDEX, gsi6sk, workspaceId, segmentId, contactId: contact.id, _ttl };
}

/** One row for each contact whose answer time alone will change; none for segments that don't depend on time. */
export async function remember(
  rules: readonly Live[],
  contacts: readonly Image[],
  now = new Date(),
): Promise<void> {
  const timed = rules.filter(({ filter }) => dependsOnTime(filter));
  const items = timed.flatMap((rule) => contacts.flatMap((contact) => itemOf(rule, contact, now) ?? []));
  await putAll(records(), items);
}

export type Turn = { before: Image | undefined; after: Image | undefined };

/** For the stream: where a change concerns a rule about time. Repeating it writes the same again. */
export async function remind(
  turns: readonly Turn[],
  rules: readonly Live[],
  now = new Date(),
): Promise<void> {
  for (const rule of rules) {
    const concerned = turns.flatMap(({ before, after }) =>
      after && concerns(rule, before, after) ? [after] : [],
    );
    await remember([rule], concerned, now);
  }
}

/** What has come due, oldest first, of all workspaces. */
export async function dueBy(now: Date, limit: number): Promise<Due[]> {
  const until = `${now.toISOString()}#~`;
  const { items } = await query({ index: "gsi6", pk: INDEX, between: ["0", until], limit });
  return items.map(({ pk, sk, gsi6sk }) => {
    const [, workspaceId = "", segmentId = "", contactId = ""] = String(gsi6sk).split("#");
    return { pk: String(pk), sk: String(sk), workspaceId, segmentId, contactId };
  });
}

export const forget = (due: readonly Due[]) => deleteAll(records(), due);

export function asClock<T>(workspaceId: string, run: () => Promise<T>): Promise<T> {
  const actor = { kind: "system" as const, workspaceId, id: "segment:clock" };
  return Context.provide({ actor, cause: "clock", depth: 0, silent: true }, run);
}

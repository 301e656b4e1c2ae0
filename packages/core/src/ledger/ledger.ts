import { stamp } from "../aws/stamp.ts";
import { get, getMany, query, queryAll, update } from "../aws/statement.ts";
import { records } from "../aws/table.ts";
import { Cancelled, transact, type Write } from "../aws/transaction.ts";
import * as Actor from "../kernel/actor.ts";
import { type Chunk, letters, type Marks, marked, type State, type Tally } from "./chunk.ts";

/** pk `w#WS#campaign#CAM#ledger`, sk the chunk's number. */
export function chunkKey(campaignId: string, number: number, workspaceId = Actor.workspaceId()) {
  return { pk: `w#${workspaceId}#campaign#${campaignId}#ledger`, sk: String(number).padStart(7, "0") };
}

/** Running sums beside the ledger, in shards so that many senders don't wait for each other: pk `…#tally`, sk `0`–`7`. */
const SHARDS = 8;
function tallyKey(campaignId: string, number: number, workspaceId = Actor.workspaceId()) {
  return { pk: `w#${workspaceId}#campaign#${campaignId}#tally`, sk: String(number % SHARDS) };
}

/** What is counted beside the states: the breaker and the results read it. */
export type Event = "bounced" | "complained" | "unsubscribed";
export type Sums = Omit<Tally, "queued" | "claimed"> & Record<Event, number>;

function itemOf(campaignId: string, number: number, recipients: string[], state: State) {
  return {
    ...chunkKey(campaignId, number),
    workspaceId: Actor.workspaceId(),
    campaignId,
    number,
    recipients,
    states: letters[state].repeat(recipients.length),
    _v: 1,
    ...stamp(),
  };
}

/** A chunk of a campaign that was sent before it came here. */
export function past(campaignId: string, number: number, recipients: string[], at: string): Write {
  const item = { ...itemOf(campaignId, number, recipients, "sent"), at, claimedAt: at };
  return { Put: { TableName: records(), Item: item, ConditionExpression: "attribute_not_exists(pk)" } };
}

export function write(campaignId: string, number: number, recipients: string[]): Write {
  const item = itemOf(campaignId, number, recipients, "queued");
  return { Put: { TableName: records(), Item: item, ConditionExpression: "attribute_not_exists(pk)" } };
}

export async function chunk(campaignId: string, number: number): Promise<Chunk | undefined> {
  return (await get(chunkKey(campaignId, number))) as Chunk | undefined;
}

/** At most 100 of them. */
export async function chunks(
  keys: { workspaceId: string; campaignId: string; number: number }[],
): Promise<Chunk[]> {
  const found = await getMany(keys.map((one) => chunkKey(one.campaignId, one.number, one.workspaceId)));
  return found as unknown as Chunk[];
}

/** All of them in order: 1 Query for some 400 chunks. */
export async function* all(campaignId: string, from = 0): AsyncGenerator<Chunk> {
  const { pk } = chunkKey(campaignId, 0);
  const range = [chunkKey(campaignId, from).sk, "9999999"] as [string, string];
  for await (const item of queryAll({ pk, between: range, consistent: true })) yield item as unknown as Chunk;
}

/** Adds to the running sums, once for the write it is put together with. */
export function counting(campaignId: string, number: number, grew: Partial<Sums>): Write[] {
  const add = Object.fromEntries(Object.entries(grew).filter(([, by]) => by !== 0));
  if (Object.keys(add).length === 0) return [];
  return [update(tallyKey(campaignId, number), { add: { ...add, _v: 1 }, upsert: true }).write()];
}

const summed: readonly (State | Event)[] = [
  "sent",
  "failed",
  "suppressed",
  "skipped",
  "unknown",
  "bounced",
  "complained",
  "unsubscribed",
];

/** 1 Query. */
export async function sums(campaignId: string): Promise<Sums> {
  const { items } = await query({ pk: tallyKey(campaignId, 0).pk, consistent: true });
  const total = Object.fromEntries(summed.map((name) => [name, 0])) as Sums;
  for (const item of items) for (const name of summed) total[name as keyof Sums] += Number(item[name] ?? 0);
  return total;
}

export type Change = { marks: Marks; set?: { at?: string; claimedAt?: string; claim?: string } };

/**
 * Reads a chunk, decides, and writes on the version read; repeats when somebody else wrote meanwhile. Resolves with the
 * chunk after it, `changed` false where nothing was to be done, and undefined where there is no such chunk.
 */
export async function amend(
  campaignId: string,
  number: number,
  decide: (chunk: Chunk) => Change | undefined,
): Promise<{ chunk: Chunk; changed: boolean } | undefined> {
  for (let attempt = 1; ; attempt++) {
    const before = await chunk(campaignId, number);
    if (!before) return undefined;
    const change = decide(before);
    const after = change && marked(before, change.marks);
    if (!change || !after) return { chunk: before, changed: false };
    const { queued: _, claimed: __, ...grew } = after.grew;
    const set = { states: after.states, reasons: after.reasons, ...change.set };
    const writing = update(chunkKey(campaignId, number), {
      set: { ...set, ...stamp() },
      add: { _v: 1 },
      equal: { _v: before._v },
    });
    const others = counting(campaignId, number, grew);
    const done = others.length > 0 ? await together([writing.write(), ...others]) : (await writing.run()).ok;
    if (done) return { chunk: { ...before, ...set, _v: before._v + 1 }, changed: true };
    if (attempt >= 8) throw new Error(`The chunk ${campaignId} ${number} is written by too many at once.`);
  }
}

async function together(writes: Write[]): Promise<boolean> {
  try {
    await transact(writes);
    return true;
  } catch (error) {
    if (
      error instanceof Cancelled &&
      (error.conditionOf(0) || error.refused.every(({ code }) => code === "TransactionConflict"))
    )
      return false;
    throw error;
  }
}

/** Deliveries of a stream as Lambda makes them, with faults: repeated, regrouped, cut at a kill, bisected, parked. */
import type { Failures, StreamRecord } from "../../packages/core/src/fact/index.ts";
import { Chance } from "../../packages/local/src/fault/chance.ts";
import type { TestDoor } from "./door.ts";

export type Handler = (event: { Records: StreamRecord[] }) => Promise<Failures>;

const RETRIES = 8;
const LANES = 3;

const sequence = (record: StreamRecord) => record.dynamodb?.SequenceNumber ?? "";

function laneOf(record: StreamRecord): number {
  const image = (record.dynamodb?.NewImage ?? record.dynamodb?.OldImage) as { pk: { S: string } };
  let hash = 0;
  for (const letter of image.pk.S) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
  return hash % LANES;
}

/** One batch until it is done or given up. */
async function batch(
  handler: Handler,
  records: StreamRecord[],
  door: TestDoor,
  left = RETRIES,
): Promise<StreamRecord[]> {
  if (records.length === 0) return [];
  let failed: string | undefined;
  try {
    failed = (await handler({ Records: records })).batchItemFailures[0]?.itemIdentifier;
    if (failed === undefined) return [];
  } catch {
    door.revive();
    if (records.length > 1) {
      const half = Math.ceil(records.length / 2);
      const first = await batch(handler, records.slice(0, half), door, left);
      return [...first, ...(await batch(handler, records.slice(half), door, left))];
    }
  }
  if (left === 0) return records;
  const from = Math.max(
    0,
    records.findIndex((record) => sequence(record) === failed),
  );
  return batch(handler, records.slice(from), door, left - 1);
}

/**
 * Hands all records over, lane by lane in any order of lanes, an item's own in theirs: in batches of any size, some tails
 * twice. Answers what was given up.
 */
export async function deliver(
  handler: Handler,
  records: readonly StreamRecord[],
  door: TestDoor,
  seed: number,
): Promise<StreamRecord[]> {
  const chance = new Chance(seed);
  const lanes = Array.from({ length: LANES }, (_, lane) =>
    records.filter((record) => laneOf(record) === lane),
  );
  const at = lanes.map(() => 0);
  const parked: StreamRecord[] = [];
  for (;;) {
    const open = lanes.flatMap((lane, place) => (at[place]! < lane.length ? [place] : []));
    if (open.length === 0) return parked;
    const place = open[chance.between(0, open.length - 1)]!;
    const part = lanes[place]!.slice(at[place]!, at[place]! + chance.between(1, 12));
    parked.push(...(await batch(handler, part, door)));
    at[place]! += part.length - (chance.happens(0.2) ? chance.between(1, part.length) : 0);
  }
}

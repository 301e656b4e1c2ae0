import type { Failures, StreamRecord } from "../../packages/core/src/fact/index.ts";

type Handler = (event: { Records: StreamRecord[] }) => Promise<Failures>;

/**
 * What Lambda does with a shard: a batch that throws is halved, one that names a failed record goes on from that
 * record, and after the last retry of a batch all of it goes to the failure destination.
 */
export async function mapping(handler: Handler, records: StreamRecord[], retries = 3) {
  const parked: StreamRecord[][] = [];
  let calls = 0;
  async function run(batch: StreamRecord[], left: number): Promise<void> {
    if (batch.length === 0) return;
    calls++;
    let failed: string | undefined;
    try {
      const answer = await handler({ Records: batch });
      failed = answer.batchItemFailures[0]?.itemIdentifier;
      if (failed === undefined) return;
    } catch {
      const half = Math.ceil(batch.length / 2);
      if (batch.length > 1) {
        await run(batch.slice(0, half), left);
        return run(batch.slice(half), left);
      }
    }
    if (left === 0) {
      parked.push(batch);
      return;
    }
    const from = batch.findIndex((record) => record.dynamodb?.SequenceNumber === failed);
    return run(batch.slice(Math.max(0, from)), failed === undefined || from === 0 ? left - 1 : left);
  }
  for (let start = 0; start < records.length; start += 100)
    await run(records.slice(start, start + 100), retries);
  return { parked, calls };
}

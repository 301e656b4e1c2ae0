import type * as Job from "../aws/job.ts";
import * as Ledger from "../ledger/index.ts";

/** Chunks a slice. */
const EACH = 100;

/** A slice of a job over a campaign's whole ledger: marks some chunks, and goes on after them. */
export async function sweep(
  job: { input: { campaignId: string }; cursor?: number },
  decide: (chunk: Ledger.Chunk) => Ledger.Change,
): Promise<Job.Step<number>> {
  const { campaignId } = job.input;
  const from = job.cursor ?? 0;
  let seen = 0;
  for await (const { number } of Ledger.all(campaignId, from)) {
    if (seen++ >= EACH) return { cursor: number, done: EACH };
    await Ledger.amend(campaignId, number, decide);
  }
  return { cursor: from, done: seen, finished: true };
}

/** Whoever waits in a cancelled campaign's chunk is skipped. */
export const cancelled = (chunk: Ledger.Chunk): Ledger.Change => ({
  marks: new Map(
    Ledger.placesIn(chunk, "queued").map((place) => [place, { state: "skipped", reason: "cancelled" }]),
  ),
});

import * as Ledger from "../ledger/index.ts";
import type { Pace } from "./pace.ts";

/** As many chunks as a pace names at once to be released again; the next look finds the others. */
export const MOST_AGAIN = 2_000;

export type Unsettled = { chunk: Ledger.Chunk; queued: number; isClaimed: boolean };

/** The released chunks that hold somebody without an outcome, in order. 1 Query for some 400 chunks. */
export async function* unsettled({ campaignId, next }: Pace): AsyncGenerator<Unsettled> {
  for await (const chunk of Ledger.all(campaignId)) {
    if (chunk.number >= next) return;
    const queued = Ledger.placesIn(chunk, "queued").length;
    const isClaimed = Ledger.placesIn(chunk, "claimed").length > 0;
    if (queued > 0 || isClaimed) yield { chunk, queued, isClaimed };
  }
}

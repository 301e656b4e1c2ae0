import * as Ledger from "../ledger/index.ts";
import type { Pace } from "./pace.ts";

/** As many as a pace names at once; the next look finds the others. */
const MOST = 2_000;

type Look = {
  /** Whether somebody who is queued in a released chunk may be waiting for nothing. */
  mayWait: (chunk: Ledger.Chunk) => boolean;
  /** Whether the holder of a claim is gone. */
  lost: (chunk: Ledger.Chunk) => boolean;
  found: (number: number) => Promise<void>;
};

/**
 * The chunks before `next` that hold somebody who waits, told apart from those that a sender works on. 1 Query for some
 * 400 chunks.
 */
export async function waiting(
  { campaignId, next }: Pace,
  { mayWait, lost, found }: Look,
): Promise<{ again: [number, number][]; working: boolean }> {
  const again: [number, number][] = [];
  let working = false;
  for await (const chunk of Ledger.all(campaignId)) {
    if (chunk.number >= next || again.length >= MOST) break;
    const isClaimed = Ledger.placesIn(chunk, "claimed").length > 0;
    if (isClaimed && lost(chunk)) await found(chunk.number);
    const queued = Ledger.placesIn(chunk, "queued").length;
    const waits = queued > 0 && mayWait(chunk) && !(isClaimed && !lost(chunk));
    if (waits) again.push([chunk.number, queued]);
    else if (isClaimed ? !lost(chunk) : queued > 0) working = true;
  }
  return { again, working };
}

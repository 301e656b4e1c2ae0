import type { Clock } from "../clock/index.ts";

const TURNED = 5;

/**
 * Waiting for a fuller batch or before a retry takes its time while the clock is real. While it is turned, the wait
 * is a moment: a test turns the clock for what happens by the minute, not for each batch.
 */
export function pause(clock: Clock, ms: number): Promise<void> {
  const wait = clock.mode === "real" ? ms : Math.min(ms, TURNED);
  return new Promise((resolve) => setTimeout(resolve, wait));
}

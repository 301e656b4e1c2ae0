import type { Store } from "./store.ts";

export type Quota = {
  /** Recipients a second. */
  maxSendRate: number;
  /** Recipients in any 24 hours. */
  max24HourSend: number;
  /** False takes any rate, for benches; the daily quota holds either way. */
  enforceRate: boolean;
};

const DAY = 24 * 3_600_000;
/** Tenths of a second don't add up to a whole one by themselves. */
const ROUNDING = 1e-6;

/**
 * Both limits count recipients on the stage's clock. The rate is a bucket that one second fills: SES bears short bursts
 * over it, not sustained ones. The quota is over the last day in whole minutes.
 */
export function createQuota(store: Store, now: () => number, quota: Quota) {
  let left = Number.POSITIVE_INFINITY;
  let filledAt = now();

  function fill(): void {
    const seconds = Math.max(0, now() - filledAt) / 1_000;
    left = Math.min(quota.maxSendRate, left + seconds * quota.maxSendRate);
    filledAt = now();
  }

  const lastDay = () => store.sentSince(now() - DAY);

  return {
    quota,
    lastDay,
    /** Takes room for a mail's recipients, or says which limit is in the way. Mail to the simulator costs no daily quota. */
    take(recipients: number, simulated: number): "taken" | "throttled" | "exhausted" {
      if (recipients > simulated && lastDay() + recipients - simulated > quota.max24HourSend)
        return "exhausted";
      if (quota.enforceRate) {
        fill();
        if (recipients > left + ROUNDING) return "throttled";
        left -= recipients;
      }
      if (recipients > simulated) store.countSent(now(), recipients - simulated);
      return "taken";
    },
  };
}

export type QuotaKeeper = ReturnType<typeof createQuota>;

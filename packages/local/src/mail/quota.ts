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

/** Both limits count recipients on the stage's clock: the rate over the last second, the quota over the last day in whole minutes. */
export function createQuota(store: Store, now: () => number, quota: Quota) {
  let recent: { at: number; count: number }[] = [];

  function lastSecond(): number {
    const from = now() - 1_000;
    recent = recent.filter((entry) => entry.at > from && entry.at <= now());
    return recent.reduce((sum, entry) => sum + entry.count, 0);
  }

  const lastDay = () => store.sentSince(now() - DAY);

  return {
    quota,
    lastDay,
    /** Takes room for a mail's recipients, or says which limit is in the way. Mail to the simulator costs no daily quota. */
    take(recipients: number, simulated: number): "taken" | "throttled" | "exhausted" {
      if (recipients > simulated && lastDay() + recipients - simulated > quota.max24HourSend)
        return "exhausted";
      if (quota.enforceRate && lastSecond() + recipients > quota.maxSendRate) return "throttled";
      recent.push({ at: now(), count: recipients });
      if (recipients > simulated) store.countSent(now(), recipients - simulated);
      return "taken";
    },
  };
}

export type QuotaKeeper = ReturnType<typeof createQuota>;

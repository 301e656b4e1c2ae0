import { Chance } from "../../packages/local/src/fault/chance.ts";
import type { Rule } from "../../packages/local/src/fault/file.ts";

/**
 * Runs `body` with the seeds 1, 2, 3 …; `FAULT_BASE=1000` begins elsewhere, `FAULT_SEED=17` replays one alone.
 * @throws with the seed that failed and how to replay it.
 */
export async function runs(
  file: string,
  count: number,
  body: (seed: number) => Promise<void>,
): Promise<void> {
  const only = process.env.FAULT_SEED;
  const base = Number(process.env.FAULT_BASE ?? 1);
  const seeds = only === undefined ? Array.from({ length: count }, (_, n) => base + n) : [Number(only)];
  const started = performance.now();
  const cpu = process.cpuUsage();
  for (const seed of seeds) {
    try {
      await body(seed);
    } catch (error) {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      throw new Error(`seed ${seed} failed: FAULT_SEED=${seed} npx vitest run tests/fault/${file}\n${why}`);
    }
  }
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const busy = ((user + system) / 1e6).toFixed(1);
  console.info(`${file}: ${seeds.length} seeded runs in ${seconds.toFixed(1)} s, ${busy} s of them at work`);
}

/** How many runs a long test makes: `RUNS=100` for a quick look. */
export const long = (count: number): number => Number(process.env.RUNS ?? count);

/** Some faults of tables, other ones for each seed: at most three rules, none so frequent that nothing gets through. */
export function tableFaults(seed: number): Rule[] {
  const chance = new Chance(seed);
  const kinds = ["throttle", "fail", "conflict", "lost", "lost", "partial", "kill"] as const;
  return Array.from({ length: chance.between(1, 3) }, (): Rule => {
    const fault = kinds[chance.between(0, kinds.length - 1)]!;
    const often: Rule = chance.happens(0.5)
      ? { kth: chance.between(1, 12) }
      : { rate: 0.05 + chance.next() * 0.2, times: chance.between(1, 6) };
    if (fault === "kill")
      return {
        fault,
        service: "dynamodb",
        kth: chance.between(1, 15),
        when: chance.happens(0.5) ? "before" : "after",
      };
    return {
      fault,
      service: "dynamodb",
      ...(fault === "partial" ? { part: chance.between(1, 3) } : {}),
      ...often,
    };
  });
}

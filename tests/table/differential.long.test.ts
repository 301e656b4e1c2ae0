import { describe, expect, it } from "vitest";
import { hasJava, startLocal } from "./differential/local.ts";
import { compareEngines } from "./differential/run.ts";

/**
 * The same sequences each time, so that a change is judged by itself. `DIFFERENTIAL_SEED=n` takes others, or plays a run
 * again; `=random` looks for what nobody met yet; `DIFFERENTIAL_RUNS=n` is another number of sequences.
 */
const given = process.env.DIFFERENTIAL_SEED ?? "4242";
const seed = given === "random" ? Date.now() % 1_000_000_000 : Number(given);
const runs = Number(process.env.DIFFERENTIAL_RUNS ?? 20_000);

const java = hasJava();
if (!java)
  console.warn("\n!!! NO JAVA: the table engine is NOT compared with DynamoDB Local. Install Java 17.\n");

describe.skipIf(!java)("the table engine and DynamoDB Local", () => {
  it(`answer ${runs} sequences alike, but for the differences listed`, async () => {
    console.log(`DIFFERENTIAL_SEED=${seed} DIFFERENTIAL_RUNS=${runs}`);
    const local = await startLocal();
    try {
      const started = performance.now();
      const outcome = await compareEngines(local, seed, runs);
      const share = outcome.refused / outcome.steps;
      console.log(
        `${outcome.sequences} sequences, ${outcome.steps} requests, ${Math.round(share * 100)} % refused, ${Math.round((performance.now() - started) / 1000)} s`,
      );
      for (const [name, count] of outcome.differences) console.log(`${count} × ${name}`);
      console.log(outcome.coverage.report());
      expect(outcome.failure ?? "", `replay with DIFFERENTIAL_SEED=${seed}`).toBe("");
      if (runs >= 20_000) expect(outcome.coverage.missing()).toEqual([]);
      expect(share).toBeGreaterThan(0.3);
    } finally {
      await local.stop();
    }
  });
});

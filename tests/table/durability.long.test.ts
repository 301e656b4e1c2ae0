import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { random } from "../../packages/local/src/table/lag.ts";
import { batches, createTable, groups, Model } from "./durability/model.ts";
import { Caller, Refused, startEngine } from "./process.ts";

/** `DURABILITY_SEED=n` plays a run again (as far as a killed process lets itself), `DURABILITY_KILLS=n` its length. */
const seed = Number(process.env.DURABILITY_SEED ?? Date.now() % 1_000_000_000);
const kills = Number(process.env.DURABILITY_KILLS ?? 200);

/** Repeats until the engine is gone; a refusal is a fault. */
async function untilKilled(run: () => Promise<void>): Promise<void> {
  try {
    for (;;) await run();
  } catch (error) {
    if (error instanceof Refused || !(error instanceof Error) || !("code" in error)) throw error;
  }
}

describe("a killed engine", () => {
  it(`has after ${kills} kills all it acknowledged, no half transaction and a stream without gaps`, async () => {
    console.log(`DURABILITY_SEED=${seed} DURABILITY_KILLS=${kills}`);
    const chance = random(seed);
    const folder = mkdtempSync(join(tmpdir(), "durability-"));
    const model = new Model();
    try {
      for (let round = 0; round <= kills; round++) {
        const engine = await startEngine("--file", join(folder, "data.db"), "--synchronous", "NORMAL");
        const caller = new Caller(engine.url);
        if (round === 0) await createTable(caller);
        expect(await model.verify(caller), `round ${round}, DURABILITY_SEED=${seed}`).toEqual([]);
        model.fill(Math.floor(chance() * 4000));
        const wait = chance() * 120;
        const work = [
          ...groups.map((ids) => untilKilled(() => model.write(caller, ids, true))),
          ...batches.map((ids) => untilKilled(() => model.write(caller, ids, false))),
          untilKilled(() => model.follow(caller)),
        ];
        await after(wait);
        await engine.kill();
        await Promise.all(work);
        caller.close();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    console.log(
      `${kills} kills, ${model.acknowledgements} writes acknowledged, ${model.transactions} transactions, ${model.records} stream records`,
    );
    expect(model.transactions).toBeGreaterThan(kills);
  });
});

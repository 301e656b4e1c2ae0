import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StreamRecord } from "../../packages/core/src/fact/index.ts";
import { type Projection, projection } from "./import.ts";
import { live } from "./life.ts";
import { batches, freshReports, Killed, type Stand, startStand } from "./stand.ts";

let stand: Stand;
let core: Projection;
let records: StreamRecord[];
beforeAll(async () => {
  stand = await startStand();
  core = await projection();
  await live();
  records = await stand.records();
}, 300_000);
afterAll(() => stand.stop());

const RUNS = Number(process.env.RUNS ?? 150);

test("seeded deliveries, repeated, reordered, killed and rebuilt meanwhile, leave what a recount has", async () => {
  const delivery = fc.record({
    size: fc.integer({ min: 1, max: 100 }),
    order: fc.array(fc.nat(), { minLength: 200, maxLength: 200 }),
    kills: fc.array(
      fc.record({ call: fc.nat(40), when: fc.constantFrom("before" as const, "after" as const) }),
      { maxLength: 4 },
    ),
    rebuildAt: fc.option(fc.nat(5)),
  });
  await fc.assert(
    fc.asyncProperty(delivery, async ({ size, order, kills, rebuildAt }) => {
      await freshReports(stand);
      const ranked = records.map((record, n) => ({ record, rank: order[n % order.length] ?? 0 }));
      const dealt = batches(
        ranked.toSorted((a, b) => a.rank - b.rank).map(({ record }) => record),
        size,
      );
      const waiting = [...kills];
      for (const [place, batch] of dealt.entries()) {
        const kill = waiting.shift();
        stand.killAt(kill?.call, kill?.when);
        try {
          await core.project(batch);
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
          stand.killAt(undefined);
          for (const part of batches(batch, 7)) await core.project(part);
        }
        stand.killAt(undefined);
        if (place === rebuildAt) {
          let answer = await core.recount({});
          while (!answer.done) answer = await core.recount(answer);
        }
      }
      // Whatever was parked comes again at last.
      for (const batch of batches(records)) await core.project(batch);
      const answer = await core.recount({ compare: true });
      expect(answer).toMatchObject({ done: true, differences: [] });
    }),
    { numRuns: RUNS, ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {}) },
  );
}, 900_000);

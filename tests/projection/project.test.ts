import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
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
}, 120_000);
afterAll(() => stand.stop());
beforeEach(() => freshReports(stand));

async function differences() {
  const answer = await core.recount({ compare: true });
  if (!answer.done) throw new Error("The comparison had time for all.");
  return answer.differences;
}

test("what was projected equals a recount", async () => {
  for (const batch of batches(records)) await core.project(batch);
  const answer = await core.recount({ compare: true });
  expect(answer).toMatchObject({ done: true, differences: [] });
  expect(answer.done && answer.counted).toMatchObject({ records: 21 });
});

test("a comparison names what is missing and what is too much", async () => {
  await core.project(records.slice(0, 10));
  const found = new Set((await differences())?.map((one) => one.what));
  expect(found).toContain("sum");
  expect(found).toContain("watermark");
  expect(found).toContain("word");
});

test("batches that come twice, in other sizes and in any order change nothing", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 100 }), fc.integer(), async (size, seed) => {
      await freshReports(stand);
      const dealt = [...batches(shuffled(records, seed), size), ...batches(shuffled(records, seed + 1), 37)];
      for (const batch of dealt) await core.project(batch);
      expect(await differences()).toEqual([]);
    }),
    { numRuns: 6 },
  );
}, 120_000);

test("killed at each call and repeated, nothing is lost and nothing counted twice", async () => {
  const all = batches(records, 60);
  stand.calls.length = 0;
  for (const batch of all) await core.project(batch);
  const calls = stand.calls.length;
  for (const when of ["before", "after"] as const) {
    for (let call = when === "before" ? 0 : 3; call < calls; call += 6) {
      await freshReports(stand);
      stand.killAt(call, when);
      for (const batch of all) {
        await core.project(batch).catch(async (error: unknown) => {
          if (!(error instanceof Killed)) throw error;
          await core.project(batch);
        });
      }
      expect(await differences(), `killed ${when} call ${call}`).toEqual([]);
    }
  }
  stand.killAt(undefined);
}, 180_000);

test("two workers on the same batches at once leave what one would", async () => {
  await Promise.all(batches(records, 50).map((batch) => core.project(batch)));
  await Promise.all([core.project(records.slice(0, 90)), core.project(records.slice(20, 110))]);
  expect(await differences()).toEqual([]);
});

test("a rebuild beside the stream fills a new generation that equals a recount", async () => {
  const all = batches(records, 25);
  for (const batch of all.slice(0, 3)) await core.project(batch);
  let answer = await core.recount({}, () => false);
  for (const batch of all.slice(3)) {
    await core.project(batch);
    if (!answer.done) answer = await core.recount(answer, () => false);
  }
  while (!answer.done) answer = await core.recount(answer, () => false);
  expect(await differences()).toEqual([]);
  for (const batch of all) await core.project(batch);
  expect(await differences()).toEqual([]);
});

function shuffled<T>(list: readonly T[], seed: number): T[] {
  let state = (seed >>> 0) + 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
  return list
    .map((value) => ({ value, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ value }) => value);
}

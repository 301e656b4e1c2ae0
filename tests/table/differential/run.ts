import fc from "fast-check";
import { Coverage } from "./coverage.ts";
import { explained } from "./differences.ts";
import type { Local } from "./local.ts";
import * as One from "./operation.ts";
import { type Mismatch, Pair, Table } from "./pool.ts";
import { type Schema, schema } from "./schema.ts";
import * as Several from "./several.ts";

/** One or two writes, then two to four requests of any kind. */
const sequence = (given: Schema): fc.Arbitrary<One.Step[]> => {
  const write = fc.oneof(One.put(given), Several.batchWrite(given));
  const any = fc.oneof(
    { weight: 2, arbitrary: One.put(given) },
    { weight: 3, arbitrary: One.update(given) },
    One.remove(given),
    One.get(given),
    { weight: 2, arbitrary: One.query(given) },
    { weight: 2, arbitrary: One.scan(given) },
    Several.batchGet(given),
    Several.batchWrite(given),
    { weight: 2, arbitrary: Several.transactWrite(given) },
    Several.transactGet(given),
  );
  return fc
    .tuple(fc.array(write, { minLength: 1, maxLength: 2 }), fc.array(any, { minLength: 2, maxLength: 4 }))
    .map(([first, rest]) => [...first, ...rest]);
};

/** The first mismatch that no listed difference explains. */
async function play(
  table: Table,
  steps: One.Step[],
  met: (mismatch: Mismatch) => void,
): Promise<Mismatch | undefined> {
  try {
    for (const step of steps) {
      const found = await table.ask(step);
      met(found);
      if (JSON.stringify(found.ours) === JSON.stringify(found.theirs)) continue;
      if (!explained(found)) return found;
      // Where one engine wrote and the other refused, what follows can't be compared.
      if (!found.ours.error !== !found.theirs.error) return undefined;
    }
    return undefined;
  } finally {
    await table.clear();
  }
}

export interface Outcome {
  sequences: number;
  steps: number;
  refused: number;
  coverage: Coverage;
  /** How often each listed difference was met. */
  differences: Map<string, number>;
  failure?: string;
}

const tables = 48;
const chunk = 20;

/** Plays so many sequences against both engines, 48 at a time; a failing one is shrunk and told. */
export async function compareEngines(local: Local, seed: number, runs: number): Promise<Outcome> {
  const pair = new Pair(local);
  const coverage = new Coverage();
  const differences = new Map<string, number>();
  const outcome: Outcome = { sequences: 0, steps: 0, refused: 0, coverage, differences };
  const met = (mismatch: Mismatch) => {
    coverage.add(mismatch.step);
    outcome.steps++;
    if (mismatch.ours.error) outcome.refused++;
    const name = explained(mismatch)?.name;
    if (name) differences.set(name, (differences.get(name) ?? 0) + 1);
  };
  const work = async (shape: Schema, index: number) => {
    const table = new Table(pair, shape, `Differential${index}`);
    await table.create();
    for (let at = index; at * chunk < runs && !outcome.failure; at += tables) {
      const all = fc.sample(sequence(shape), { seed: seed + at, numRuns: chunk });
      for (const [i, steps] of all.entries()) {
        outcome.sequences++;
        if ((await play(table, steps, met)) && !outcome.failure)
          outcome.failure = await shrink(table, seed + at, i);
      }
    }
  };
  try {
    await Promise.all(fc.sample(schema, { seed, numRuns: tables }).map(work));
    return outcome;
  } finally {
    pair.close();
  }
}

async function shrink(table: Table, seed: number, index: number): Promise<string> {
  let last: Mismatch | undefined;
  const found = await fc.check(
    fc.asyncProperty(sequence(table.schema), async (steps) => {
      const mismatch = await play(table, steps, () => undefined);
      if (mismatch) last = mismatch;
      return !mismatch;
    }),
    { seed, path: String(index), endOnFailure: false, numRuns: 1 },
  );
  const [steps] = found.counterexample ?? [];
  return [
    `schema ${JSON.stringify(table.schema)}`,
    ...(steps ?? []).map((step) => `${step.operation} ${JSON.stringify(step.input)}`),
    `ours   ${JSON.stringify(last?.ours)}`,
    `theirs ${JSON.stringify(last?.theirs)}`,
  ].join("\n");
}

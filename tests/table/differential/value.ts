import fc from "fast-check";
import type { Item, Value } from "../../../packages/local/src/table/index.ts";

export type Kind = "S" | "N" | "B";

/** Few values of each type, so that they meet each other in conditions. */
const texts = ["a", "ab", "b", "A", "", "é", "😀", "b\u0000"];
const numbers = [
  "0",
  "1",
  "2",
  "-1",
  "1.5",
  "10",
  "1e2",
  "-0.10",
  "+3",
  "007",
  "99999999999999999999999999999999999999",
  "1E-130",
  "9E125",
];
const bytes = ["AA==", "AQ==", "YWI=", "YQ==", ""];
const keys: Record<Kind, Value[]> = {
  S: ["a", "ab", "b", "é"].map((S) => ({ S })),
  N: ["1", "2", "-1.5", "10"].map((N) => ({ N })),
  B: ["AA==", "AQ==", "YQ==", "YWI="].map((B) => ({ B })),
};

export const keyValue = (kind: Kind) => fc.constantFrom(...keys[kind]);
export const scalarOf = (kind: Kind): fc.Arbitrary<Value> =>
  kind === "S"
    ? fc.constantFrom(...texts).map((S) => ({ S }))
    : kind === "N"
      ? fc.constantFrom(...numbers).map((N) => ({ N }))
      : fc.constantFrom(...bytes).map((B) => ({ B }));

const some = (from: string[]) => fc.uniqueArray(fc.constantFrom(...from), { minLength: 1, maxLength: 3 });
export const setValue: fc.Arbitrary<Value> = fc.oneof(
  some(texts).map((SS) => ({ SS })),
  some(["1", "2", "10", "-1.5"]).map((NS) => ({ NS })),
  some(bytes).map((BS) => ({ BS })),
);
export const scalar: fc.Arbitrary<Value> = fc.oneof(
  { weight: 3, arbitrary: scalarOf("S") },
  { weight: 4, arbitrary: scalarOf("N") },
  scalarOf("B"),
  fc.boolean().map((BOOL) => ({ BOOL })),
  fc.constant({ NULL: true }),
);

export const inner = ["a", "b", "n"];
export const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: "medium" },
    { weight: 6, arbitrary: scalar },
    { weight: 2, arbitrary: setValue },
    { weight: 2, arbitrary: fc.array(tie("value"), { maxLength: 3 }).map((L) => ({ L })) },
    {
      weight: 2,
      arbitrary: fc.dictionary(fc.constantFrom(...inner), tie("value"), { maxKeys: 3 }).map((M) => ({ M })),
    },
  ),
})).value;

/** Values that are refused: empty, doubled, badly typed, out of range. */
export const badValue = fc.constantFrom<unknown>(
  {},
  { S: "a", N: "1" },
  { N: "x" },
  { N: "" },
  { N: "1e126" },
  { N: "1e-131" },
  { N: "1".repeat(39) },
  { SS: [] },
  { NS: [] },
  { BS: [] },
  { SS: ["a", "a"] },
  { NS: ["1", "1.0"] },
  { BS: ["AA==", "AA=="] },
  { NS: ["1", "x"] },
  { L: [{}] },
  { M: { a: { N: "x" } } },
);

/** Attributes that no key uses; `size` and `status` are reserved words, `x.y` can only be named by a placeholder. */
export const plain = ["a", "b", "c", "l", "m", "n", "s", "size", "x.y"];

const typical: Record<string, fc.Arbitrary<Value>> = {
  l: fc.array(value, { maxLength: 3 }).map((L) => ({ L })),
  m: fc.dictionary(fc.constantFrom(...inner), value, { maxKeys: 3 }).map((M) => ({ M })),
  n: scalarOf("N"),
  s: setValue,
};

export const attributes: fc.Arbitrary<Item> = fc
  .uniqueArray(fc.constantFrom(...plain), { maxLength: 5 })
  .chain((names) =>
    fc
      .tuple(
        ...names.map((name) =>
          typical[name] ? fc.oneof({ weight: 4, arbitrary: typical[name] }, value) : value,
        ),
      )
      .map((values) => Object.fromEntries(names.map((name, i) => [name, values[i]!]))),
  );

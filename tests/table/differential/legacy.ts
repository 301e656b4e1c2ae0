import fc from "fast-check";
import { type IndexShape, type Part, partsOf, type Schema } from "./schema.ts";
import { keyValue, plain, scalar, setValue, value } from "./value.ts";

/** The parameters from before expressions, and the operators in them. */
export interface Legacy {
  parameters: Record<string, unknown>;
  operators: string[];
}

export const legacyOperators = [
  "EQ",
  "NE",
  "LE",
  "LT",
  "GE",
  "GT",
  "NOT_NULL",
  "NULL",
  "CONTAINS",
  "NOT_CONTAINS",
  "BEGINS_WITH",
  "IN",
  "BETWEEN",
] as const;
const count: Partial<Record<string, [number, number]>> = {
  NULL: [0, 0],
  NOT_NULL: [0, 0],
  IN: [1, 3],
  BETWEEN: [2, 2],
};
const attribute = fc.constantFrom(...plain);

const filter = fc.tuple(fc.constantFrom(...legacyOperators), fc.nat(9)).chain(([ComparisonOperator, odd]) => {
  const [minLength, maxLength] = odd === 0 ? [0, 3] : (count[ComparisonOperator] ?? [1, 1]);
  return fc
    .array(odd < 2 ? value : scalar, { minLength, maxLength })
    .map((AttributeValueList) => ({ ComparisonOperator, AttributeValueList }));
});

type Filters = Record<string, { ComparisonOperator?: string }>;
const joined = (name: string, of: fc.Arbitrary<Filters>): fc.Arbitrary<Legacy> =>
  fc
    .tuple(of, fc.option(fc.constantFrom("AND", "OR"), { nil: undefined, freq: 3 }))
    .map(([filters, how]) => ({
      parameters: { [name]: filters, ...(how ? { ConditionalOperator: how } : {}) },
      operators: [
        ...Object.values(filters).map((each) => `${name} ${each.ComparisonOperator ?? "Value or Exists"}`),
        ...(how ? [`${name} ${how}`] : []),
      ],
    }));

export const filters = (name: "QueryFilter" | "ScanFilter") =>
  joined(name, fc.dictionary(attribute, filter, { minKeys: 1, maxKeys: 3 }));

const expectation = fc.oneof(
  { weight: 4, arbitrary: filter as fc.Arbitrary<object> },
  { weight: 2, arbitrary: scalar.map((Value) => ({ Value })) },
  fc.constant({ Exists: false }),
  scalar.map((Value) => ({ Value, Exists: true })),
  fc.tuple(scalar, fc.boolean()).map(([Value, Exists]) => ({ Value, Exists })),
  fc.constant({ Exists: true }),
);
export const expected = joined(
  "Expected",
  fc.dictionary(attribute, expectation, { minKeys: 1, maxKeys: 3 }) as fc.Arbitrary<Filters>,
);

const change = fc.oneof(
  value.map((Value) => ({ Value, Action: "PUT" })),
  fc.constant({ Action: "DELETE" }),
  setValue.map((Value) => ({ Value, Action: "DELETE" })),
  fc.oneof(setValue, scalar, value).map((Value) => ({ Value, Action: "ADD" })),
  fc.constant({ Action: "ADD" }),
  value.map((Value) => ({ Value, Action: "DELETE" })),
);
export const attributeUpdates: fc.Arbitrary<Legacy> = fc
  .dictionary(attribute, change as fc.Arbitrary<{ Action?: string }>, { minKeys: 1, maxKeys: 3 })
  .map((AttributeUpdates) => ({
    parameters: { AttributeUpdates },
    operators: Object.values(AttributeUpdates).map((each) => `AttributeUpdates ${each.Action ?? "PUT"}`),
  }));

const keyOperators = ["EQ", "LE", "LT", "GE", "GT", "BEGINS_WITH", "BETWEEN", "NE", "IN"];
const keyFilter = (part: Part, operators: string[]) =>
  fc.constantFrom(...operators).chain((ComparisonOperator) =>
    fc
      .array(keyValue(part.kind), {
        minLength: ComparisonOperator === "BETWEEN" ? 2 : 1,
        maxLength: ComparisonOperator === "BETWEEN" ? 2 : 1,
      })
      .map((AttributeValueList) => ({ ComparisonOperator, AttributeValueList })),
  );

export const keyConditions = (shape: Schema | IndexShape): fc.Arbitrary<Legacy> => {
  const [hash, range] = partsOf(shape) as [Part, Part?];
  return fc
    .tuple(
      keyFilter(hash, ["EQ"]),
      range ? fc.option(keyFilter(range, keyOperators), { nil: undefined }) : fc.constant(undefined),
    )
    .map(([one, two]) => ({
      parameters: { KeyConditions: { [hash.name]: one, ...(two ? { [range!.name]: two } : {}) } },
      operators: [`KeyConditions ${two?.ComparisonOperator ?? "EQ"}`],
    }));
};

export const toGet: fc.Arbitrary<Legacy> = fc
  .array(attribute, { minLength: 1, maxLength: 3 })
  .map((AttributesToGet) => ({ parameters: { AttributesToGet }, operators: ["AttributesToGet"] }));

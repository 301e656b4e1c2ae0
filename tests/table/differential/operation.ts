import fc from "fast-check";
import * as Expression from "./expression.ts";
import { spoil, textFlaws } from "./flaw.ts";
import * as Legacy from "./legacy.ts";
import { badItem, badKey, goodItem, goodKey, type Schema } from "./schema.ts";
import { badValue } from "./value.ts";
import { type Piece, Writing } from "./writing.ts";

/** One request: the table's name is put in later. */
export interface Step {
  operation: string;
  input: Record<string, unknown>;
  operators: string[];
}

const none: fc.Arbitrary<Legacy.Legacy> = fc.constant({ parameters: {}, operators: [] });
const optional = (of: fc.Arbitrary<Legacy.Legacy>, freq = 3) =>
  fc.option(of, { nil: { parameters: {}, operators: [] }, freq });

type Named = Partial<Record<string, fc.Arbitrary<Piece>>>;
const flaw = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.constantFrom(...textFlaws, "unused name", "unused value", "bad value", "missing values"),
      badValue,
    ),
  },
);

/** Expressions of one request: all written with one set of names and values, one in five of them spoilt. */
export function expressions(pieces: Named): fc.Arbitrary<Legacy.Legacy> {
  return fc
    .tuple(fc.record(pieces as Record<string, fc.Arbitrary<Piece>>), fc.boolean(), flaw)
    .map(([made, always, spoilt]) => {
      const writing = new Writing(always);
      const texts = Object.fromEntries(Object.entries(made).map(([name, piece]) => [name, piece(writing)]));
      const parameters: Record<string, unknown> = { ...texts, ...writing.parameters() };
      const operators = [...writing.operators];
      const first = Object.keys(texts)[0];
      if (!spoilt || !first) return { parameters, operators };
      const [how, bad] = spoilt;
      if (how === "unused name")
        parameters.ExpressionAttributeNames = { ...writing.names, "#unused": "unused" };
      else if (how === "unused value")
        parameters.ExpressionAttributeValues = { ...writing.values, ":unused": { S: "x" } };
      else if (how === "bad value") parameters.ExpressionAttributeValues = { ...writing.values, ":v0": bad };
      else if (how === "missing values") delete parameters.ExpressionAttributeValues;
      else parameters[first] = spoil(texts[first]!, how);
      return { parameters, operators };
    });
}

const condition = (schema: Schema) => {
  const names = ["a", "b", "c", "l", "m", "n", "s", "size", "x.y", ...(schema.range ? ["pk", "sk"] : ["pk"])];
  return Expression.condition(names);
};
const guarded = (schema: Schema) =>
  fc.oneof(
    { weight: 3, arbitrary: none },
    { weight: 4, arbitrary: expressions({ ConditionExpression: condition(schema) }) },
    { weight: 2, arbitrary: Legacy.expected },
  );
const failure = fc.constantFrom<Record<string, unknown>>(
  {},
  { ReturnValuesOnConditionCheckFailure: "ALL_OLD" },
);
const capacity = fc.constantFrom<Record<string, unknown>>(
  {},
  { ReturnConsumedCapacity: "TOTAL" },
  { ReturnConsumedCapacity: "INDEXES" },
);
const metrics = fc.constantFrom<Record<string, unknown>>({}, {}, {}, { ReturnItemCollectionMetrics: "SIZE" });
const returning = (...which: string[]) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom({}, ...which.map((ReturnValues) => ({ ReturnValues }))) },
    fc
      .constantFrom("ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW")
      .map((ReturnValues) => ({ ReturnValues })),
  );
const mostly = <T>(good: fc.Arbitrary<T>, bad: fc.Arbitrary<T>, weight = 9) =>
  fc.oneof({ weight, arbitrary: good }, { weight: 1, arbitrary: bad });

const step = (
  operation: string,
  ...parts: fc.Arbitrary<Legacy.Legacy | Record<string, unknown>>[]
): fc.Arbitrary<Step> =>
  fc.tuple(...parts).map((all) => {
    const input: Record<string, unknown> = {};
    const operators: string[] = [];
    for (const part of all) {
      const legacy = "parameters" in part && "operators" in part;
      Object.assign(input, legacy ? part.parameters : part);
      if (legacy) operators.push(...(part as Legacy.Legacy).operators);
    }
    return { operation, input, operators };
  });

const item = (schema: Schema) => mostly(goodItem(schema), badItem(schema));
const key = (schema: Schema) => mostly(goodKey(schema), badKey(schema));
const theKey = (schema: Schema) => key(schema).map((Key) => ({ Key }));

export const put = (schema: Schema) =>
  step(
    "PutItem",
    item(schema).map((Item) => ({ Item })),
    guarded(schema),
    failure,
    capacity,
    metrics,
    returning("ALL_OLD"),
  );
export const remove = (schema: Schema) =>
  step("DeleteItem", theKey(schema), guarded(schema), failure, capacity, metrics, returning("ALL_OLD"));
export const get = (schema: Schema) =>
  step(
    "GetItem",
    theKey(schema),
    fc.oneof(none, expressions({ ProjectionExpression: Expression.projection(schema) }), Legacy.toGet),
    capacity,
    fc.constantFrom({}, { ConsistentRead: true }),
  );

export const update = (schema: Schema) => {
  const changed = expressions({ UpdateExpression: Expression.update(schema) });
  const both = expressions({
    UpdateExpression: Expression.update(schema),
    ConditionExpression: condition(schema),
  });
  const legacy = fc.tuple(Legacy.attributeUpdates, optional(Legacy.expected)).map(([one, two]) => ({
    parameters: { ...one.parameters, ...two.parameters },
    operators: [...one.operators, ...two.operators],
  }));
  return step(
    "UpdateItem",
    theKey(schema),
    fc.oneof(
      { weight: 4, arbitrary: changed },
      { weight: 3, arbitrary: both },
      { weight: 2, arbitrary: legacy },
      none,
    ),
    failure,
    capacity,
    metrics,
    returning("ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"),
  );
};

const seldom = (...rare: Record<string, unknown>[]): fc.Arbitrary<Record<string, unknown>> =>
  fc.oneof({ weight: 15, arbitrary: fc.constant({}) }, ...rare.map((each) => fc.constant(each)));
const limit = seldom({ Limit: 1 }, { Limit: 1 }, { Limit: 2 }, { Limit: 2 }, { Limit: 0 });
const select = seldom(
  { Select: "COUNT" },
  { Select: "COUNT" },
  { Select: "ALL_ATTRIBUTES" },
  { Select: "ALL_PROJECTED_ATTRIBUTES" },
  { Select: "SPECIFIC_ATTRIBUTES" },
);
const consistent = fc.constantFrom<Record<string, unknown>>({}, {}, {}, {}, { ConsistentRead: true });

export const query = (schema: Schema) =>
  fc.constantFrom(undefined, ...schema.indexes).chain((index) => {
    const shape = index ?? schema;
    const KeyConditionExpression = Expression.keyCondition(shape);
    const FilterExpression = Expression.condition();
    const ProjectionExpression = Expression.projection(schema);
    const legacy = fc
      .tuple(Legacy.keyConditions(shape), optional(Legacy.filters("QueryFilter")), optional(Legacy.toGet))
      .map((all) => ({
        parameters: Object.assign({}, ...all.map((each) => each.parameters)) as Record<string, unknown>,
        operators: all.flatMap((each) => each.operators),
      }));
    return step(
      "Query",
      fc.constant(index ? { IndexName: index.name } : {}),
      fc.oneof(
        { weight: 2, arbitrary: expressions({ KeyConditionExpression }) },
        { weight: 3, arbitrary: expressions({ FilterExpression, KeyConditionExpression }) },
        expressions({ ProjectionExpression, KeyConditionExpression }),
        legacy,
        {
          weight: 1,
          arbitrary: expressions({ KeyConditionExpression: Expression.condition(["pk", "sk", "a"]) }),
        },
      ),
      capacity,
      limit,
      select,
      consistent,
      fc.constantFrom({}, { ScanIndexForward: false }),
    );
  });

const segments = seldom(
  { Segment: 0, TotalSegments: 1 },
  { Segment: 3, TotalSegments: 3 },
  { Segment: 0 },
  { TotalSegments: 2 },
);
export const scan = (schema: Schema) =>
  fc.constantFrom(undefined, ...schema.indexes).chain((index) =>
    step(
      "Scan",
      fc.constant(index ? { IndexName: index.name } : {}),
      fc.oneof(
        none,
        { weight: 3, arbitrary: expressions({ FilterExpression: condition(schema) }) },
        expressions({
          ProjectionExpression: Expression.projection(schema),
          FilterExpression: condition(schema),
        }),
        { weight: 2, arbitrary: Legacy.filters("ScanFilter") },
      ),
      capacity,
      select,
      consistent,
      segments,
    ),
  );

import fc from "fast-check";
import * as Expression from "./expression.ts";
import { expressions, type Step } from "./operation.ts";
import { badItem, badKey, goodItem, goodKey, type Schema } from "./schema.ts";

/** In place of the table's name, which batches use as a key. */
export const tableMark = "@";

const capacity = fc.constantFrom<Record<string, unknown>>(
  {},
  { ReturnConsumedCapacity: "TOTAL" },
  { ReturnConsumedCapacity: "INDEXES" },
);
const seldom = <T>(good: fc.Arbitrary<T>, bad: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 19, arbitrary: good }, { weight: 1, arbitrary: bad });
const same = (value: unknown) => JSON.stringify(value);

export const batchWrite = (schema: Schema): fc.Arbitrary<Step> => {
  const one = fc.oneof(
    seldom(goodItem(schema), badItem(schema)).map((Item) => ({ PutRequest: { Item } })),
    seldom(goodKey(schema), badKey(schema)).map((Key) => ({ DeleteRequest: { Key } })),
  );
  return fc.tuple(fc.array(one, { maxLength: 4 }), capacity).map(([requests, more]) => ({
    operation: "BatchWriteItem",
    input: { RequestItems: { [tableMark]: requests }, ...more },
    operators: [],
  }));
};

export const batchGet = (schema: Schema): fc.Arbitrary<Step> =>
  fc
    .tuple(
      fc.oneof(
        {
          weight: 4,
          arbitrary: fc.uniqueArray(goodKey(schema), { minLength: 1, maxLength: 4, selector: same }),
        },
        fc.array(fc.oneof(goodKey(schema), badKey(schema)), { maxLength: 3 }),
      ),
      fc.option(expressions({ ProjectionExpression: Expression.projection(schema) }), {
        nil: { parameters: {}, operators: [] },
      }),
      capacity,
      fc.constantFrom({}, { ConsistentRead: true }),
    )
    .map(([Keys, projected, more, consistent]) => ({
      operation: "BatchGetItem",
      input: { RequestItems: { [tableMark]: { Keys, ...projected.parameters, ...consistent } }, ...more },
      operators: projected.operators,
    }));

const names = ["a", "b", "n", "l", "m", "s", "pk"];
const failure = fc.constantFrom<object>({}, { ReturnValuesOnConditionCheckFailure: "ALL_OLD" });

/** Up to four writes, most on different items. */
export const transactWrite = (schema: Schema): fc.Arbitrary<Step> => {
  const condition = Expression.condition(names);
  const optional = fc.option(expressions({ ConditionExpression: condition }), {
    nil: { parameters: {}, operators: [] },
  });
  const key = seldom(goodKey(schema), badKey(schema));
  const part = (
    kind: string,
    body: fc.Arbitrary<object>,
    written: fc.Arbitrary<{ parameters: object; operators: string[] }>,
  ) =>
    fc.tuple(body, written, failure).map(([one, two, three]) => ({
      item: { [kind]: { TableName: tableMark, ...one, ...two.parameters, ...three } },
      operators: two.operators.map((each) => `${kind} ${each}`),
    }));
  const one = fc.oneof(
    part(
      "Put",
      seldom(goodItem(schema), badItem(schema)).map((Item) => ({ Item })),
      optional,
    ),
    part(
      "Delete",
      key.map((Key) => ({ Key })),
      optional,
    ),
    part(
      "ConditionCheck",
      key.map((Key) => ({ Key })),
      expressions({ ConditionExpression: condition }),
    ),
    part(
      "Update",
      key.map((Key) => ({ Key })),
      fc.oneof(
        expressions({ UpdateExpression: Expression.update(schema) }),
        expressions({ UpdateExpression: Expression.update(schema), ConditionExpression: condition }),
      ),
    ),
  );
  const keyOf = (each: { item: object }) => {
    const [body] = Object.values(each.item) as { Key?: object; Item?: Record<string, unknown> }[];
    return same([
      body!.Item?.pk ?? (body!.Key as { pk?: unknown })?.pk,
      body!.Item?.sk ?? (body!.Key as { sk?: unknown })?.sk,
    ]);
  };
  return fc
    .tuple(
      fc.oneof(
        { weight: 5, arbitrary: fc.uniqueArray(one, { minLength: 1, maxLength: 4, selector: keyOf }) },
        fc.array(one, { maxLength: 3 }),
      ),
      capacity,
    )
    .map(([all, more]) => ({
      operation: "TransactWriteItems",
      input: { TransactItems: all.map((each) => each.item), ...more },
      operators: all.flatMap((each) => each.operators),
    }));
};

export const transactGet = (schema: Schema): fc.Arbitrary<Step> =>
  fc
    .tuple(
      fc.array(
        fc.tuple(
          seldom(goodKey(schema), badKey(schema)),
          fc.option(expressions({ ProjectionExpression: Expression.projection(schema) }), {
            nil: { parameters: {}, operators: [] },
          }),
        ),
        { minLength: 1, maxLength: 3 },
      ),
      capacity,
    )
    .map(([all, more]) => ({
      operation: "TransactGetItems",
      input: {
        TransactItems: all.map(([Key, projected]) => ({
          Get: { TableName: tableMark, Key, ...projected.parameters },
        })),
        ...more,
      },
      operators: all.flatMap(([, projected]) => projected.operators),
    }));

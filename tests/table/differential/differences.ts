import type { Mismatch } from "./pool.ts";

/**
 * Where DynamoDB Local and AWS part, AWS wins and the difference is listed here with its source. Everything else in
 * which the two engines' answers differ is a fault of ours and fails the run.
 */
const guide = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide";
const reference = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference";

/**
 * Refusals by what they say, whoever words it. Two refusals of one kind mean the same; of two kinds, a request had
 * two faults and each engine names the one it looks for first. AWS: types, constraints, parameters, values,
 * expressions, table, key, item (dynalite's suite records the order against AWS:
 * https://github.com/architect/dynalite/tree/main/test).
 */
const kinds: [kind: string, said: RegExp][] = [
  ["constraint", /^\d+ validation errors? detected|^Value .* at '|^Limit must be greater/],
  [
    "empty list",
    /Item to put in PutItem cannot be null|list for a table cannot be null or empty|list of keys in RequestItems/,
  ],
  ["segment", /[sS]egment/],
  ["parameters", /can only be specified when using expressions|Can not use both expression/],
  ["select", /SPECIFIC_ATTRIBUTES|ALL_PROJECTED_ATTRIBUTES|^Cannot specify the|Select type ALL_ATTRIBUTES/],
  ["consistent", /^Consistent reads are not supported/],
  ["not projected", /does not project/],
  ["twice", /Duplicate value in attribute name|two attributes with the same name/],
  ["return values", /^Return values set to invalid/],
  ["conditional operator", /ConditionalOperator/],
  ["unused", /unused in expressions/],
  ["number", /numeric value|converted into a number|magnitude|38 significant digits|38 digits/],
  ["null", /Null attribute value types/],
  ["duplicates", /contains duplicates/],
  ["empty set", /set {1,2}may not be empty|sets should not be empty/],
  ["empty value", /Supplied AttributeValue is empty/],
  ["two values", /more than one datatypes/],
  ["same item", /list of item keys contains duplicates|multiple operations on one item/],
  [
    "legacy",
    /AttributeValueList|ComparisonOperator|when Exists is|DELETE action|ADD action|lower bound is greater/,
  ],
  ["syntax", /Syntax error|redundant parentheses|can not be empty;|reserved keyword|Invalid function name/],
  [
    "misused function",
    /not allowed to be used this way|not allowed in an? (?:update|condition)|The function is not allowed/,
  ],
  ["undefined", /is not defined; attribute (?:name|value)/],
  ["overlap", /Two document paths overlap/],
  ["conflict", /Two document paths conflict/],
  [
    "operand",
    /Incorrect operand type|Incorrect number of operands|attribute type name|requires a document path/,
  ],
  ["distinct", /first operand must be distinct/],
  ["between", /BETWEEN operator requires/],
  [
    "key condition",
    /KeyConditionExpression|key condition|Query condition missed|RANGE key attributes|number of query conditions|Conditions can be|indexable operation|Condition parameter type|Conditions must be/,
  ],
  ["filter on key", /can only contain non-primary key attributes/],
  ["scalar", /^Key attributes must be scalars/],
  [
    "key",
    /key element does not match|conditions on the keys|Invalid attribute value type|required keys was not given|Missing the key|Type mismatch for key|cannot contain an empty|empty keys/,
  ],
  ["part of the key", /Cannot update attribute/],
  ["index key", /Index Key|secondary index key/],
  ["path", /document path provided in the update/],
  ["missing attribute", /refers to an attribute that does not exist/],
  ["data type", /incorrect data type|Type mismatch for attribute to update/],
];
const kindOf = (message: unknown) => kinds.find(([, said]) => said.test(String(message)))?.[0];

type Answer = Record<string, unknown>;
const isValidation = (answer: Answer) => answer.error === "ValidationException";
const reasons = (answer: Answer) =>
  (answer.CancellationReasons ?? []) as { Code?: string; Message?: string; Item?: unknown }[];
const equal = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

const same = (ours: Answer, theirs: Answer, ...but: string[]) => {
  const without = (answer: Answer) => Object.entries(answer).filter(([name]) => !but.includes(name));
  return !ours.error && equal(without(ours), without(theirs));
};

const units = (answer: Answer) =>
  Number((answer.ConsumedCapacity as { CapacityUnits?: number } | undefined)?.CapacityUnits ?? 0);

interface Difference {
  name: string;
  source: string;
  covers(ours: Answer, theirs: Answer, mismatch: Mismatch): boolean;
}

export const differences: Difference[] = [
  {
    name: "Both refuse; AWS words it otherwise or looks for another fault first",
    source: `${reference}/CommonErrors.html`,
    covers: (ours, theirs) =>
      isValidation(ours) && isValidation(theirs) && !!kindOf(ours.message) && !!kindOf(theirs.message),
  },
  {
    name: "A value of a wrong JSON type is a SerializationException",
    source: `${guide}/Programming.LowLevelAPI.html`,
    covers: (ours, theirs) =>
      ours.error === "SerializationException" &&
      (theirs.error === "InternalFailure" ||
        isValidation(theirs) ||
        theirs.error === "SerializationException"),
  },
  {
    name: "A fault of DynamoDB Local itself",
    source: `${reference}/CommonErrors.html`,
    covers: (ours, theirs) => isValidation(ours) && theirs.error === "InternalFailure",
  },
  {
    name: "What a transaction's item is refused for is a cancellation reason, ValidationError",
    source: `${reference}/API_TransactWriteItems.html`,
    covers: (ours, theirs) =>
      ours.error === "TransactionCanceledException" &&
      reasons(ours).some((reason) => reason.Code === "ValidationError" && !!kindOf(reason.Message)) &&
      (isValidation(theirs) || theirs.error === "TransactionCanceledException"),
  },
  {
    name: "What can be seen in the request alone refuses a transaction as a whole",
    source: `${reference}/API_TransactWriteItems.html`,
    covers: (ours, theirs) =>
      isValidation(ours) && !!kindOf(ours.message) && theirs.error === "TransactionCanceledException",
  },
  {
    name: "The message of a cancellation reason has no full stop",
    source: `${reference}/API_CancellationReason.html`,
    covers: (ours, theirs) =>
      ours.error === "TransactionCanceledException" &&
      ours.message === theirs.message &&
      equal(
        reasons(ours),
        reasons(theirs).map((reason) => ({
          ...reason,
          ...(reason.Message ? { Message: reason.Message.replace(/\.$/, "") } : {}),
        })),
      ),
  },
  {
    name: "An update that is no update is refused before the condition is looked at",
    source: `${reference}/API_UpdateItem.html`,
    covers: (ours, theirs) =>
      isValidation(ours) &&
      ["part of the key", "legacy", "scalar", "index key"].includes(kindOf(ours.message) ?? "") &&
      theirs.error === "ConditionalCheckFailedException",
  },
  {
    name: "Item collection metrics are answered where a table has local indexes",
    source: `${guide}/LSI.html#LSI.ItemCollections`,
    covers: (ours, theirs, { step }) =>
      step.input.ReturnItemCollectionMetrics === "SIZE" &&
      same(ours, theirs, "ItemCollectionMetrics", "ConsumedCapacity"),
  },
  {
    name: "Consumed capacity is answered to those who ask for it",
    source: `${reference}/API_DeleteItem.html`,
    covers: (ours, theirs, { step }) =>
      !step.input.ReturnConsumedCapacity && same(ours, theirs, "ConsumedCapacity", "ItemCollectionMetrics"),
  },
  {
    name: "A read of nothing costs as much as one of an item up to 4 KB",
    source: `${guide}/read-write-operations.html`,
    covers: (ours, theirs) =>
      /"CapacityUnits":0\b/.test(JSON.stringify(theirs.ConsumedCapacity)) &&
      same(ours, theirs, "ConsumedCapacity"),
  },
  {
    name: "A batch's deletion costs what DeleteItem does; transactions tell reads and writes apart",
    source: `${guide}/read-write-operations.html`,
    covers: (ours, theirs, { step }) =>
      /^(Batch|Transact)/.test(step.operation) && same(ours, theirs, "ConsumedCapacity"),
  },
  {
    name: "What a local index doesn't hold is fetched from the table at the price of a read, in a scan too",
    source: `${guide}/LSI.html#LSI.ThroughputConsiderations`,
    covers: (ours, theirs, { step }) =>
      step.operation === "Scan" &&
      String(step.input.IndexName).startsWith("local") &&
      same(ours, theirs, "ConsumedCapacity"),
  },
  {
    name: "An item that lacks a key attribute of a global index never costs a write there",
    source: `${guide}/GSI.html#GSI.ThroughputConsiderations.Writes`,
    covers: (ours, theirs, { schema }) =>
      schema.indexes.some((index) => !index.local && index.range) &&
      same(ours, theirs, "ConsumedCapacity", "ItemCollectionMetrics") &&
      units(ours) < units(theirs),
  },
  {
    name: "A query that stopped at its limit tells where, though no more can come",
    source: `${guide}/Query.Pagination.html`,
    covers: (ours, theirs, { step }) =>
      step.operation === "Query" && !!step.input.Limit && same(ours, theirs, "LastEvaluatedKey"),
  },
  {
    name: "A global index knows only what it projects, to a filter too",
    source: `${guide}/GSI.html#GSI.Projections`,
    covers: (ours, theirs, { step }) =>
      step.operation === "Scan" &&
      String(step.input.IndexName).startsWith("global") &&
      !ours.error &&
      !theirs.error &&
      ours.ScannedCount === theirs.ScannedCount,
  },
  {
    name: "An update that computes a secondary index key of a wrong type is refused",
    source: `${guide}/GSI.html#GSI.DataSynchronization`,
    covers: (ours, theirs) => isValidation(ours) && kindOf(ours.message) === "index key" && !theirs.error,
  },
];

/** The listed difference that explains a mismatch, if any. */
export const explained = (mismatch: Mismatch): Difference | undefined =>
  differences.find((each) => each.covers(mismatch.ours, mismatch.theirs, mismatch));

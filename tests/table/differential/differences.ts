import { comesFirst, kindOf } from "./order.ts";
import type { Mismatch } from "./pool.ts";
import { wording } from "./refusals.ts";

/**
 * Where DynamoDB Local and AWS part, AWS wins and the difference is listed here with its source. Everything else in
 * which the two engines' answers differ is a fault of ours and fails the run.
 */
const guide = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide";
const reference = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference";

type Answer = Record<string, unknown>;
const isValidation = (answer: Answer) => answer.error === "ValidationException";
const bothRefuse = (ours: Answer, theirs: Answer) =>
  isValidation(ours) && isValidation(theirs) && ours.message !== theirs.message;
const worded = (ours: unknown, theirs: unknown) => wording(String(ours), String(theirs)) !== undefined;
/** What a transaction's items are refused for. */
const invalid = (answer: Answer): string[] =>
  reasons(answer).flatMap(({ Code, Message }) => (Code === "ValidationError" ? [Message ?? ""] : []));
/** DynamoDB Local says it for one item only, or for none where a condition fails, too. */
const saidOf = (answer: Answer): string[] =>
  reasons(answer).length > 0 ? invalid(answer).slice(0, 1) : [String(answer.message)];
const alike = (ours: string, theirs: string): boolean =>
  ours === theirs || (!!kindOf(ours) && (worded(ours, theirs) || comesFirst(ours, theirs)));
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
    name: "AWS words a refusal otherwise (refusals.ts)",
    source: `${reference}/CommonErrors.html`,
    covers: (ours, theirs) => bothRefuse(ours, theirs) && worded(ours.message, theirs.message),
  },
  {
    name: "Of two faults AWS looks for another one first (order.ts)",
    source: `${reference}/CommonErrors.html`,
    covers: (ours, theirs) =>
      bothRefuse(ours, theirs) && comesFirst(String(ours.message), String(theirs.message)),
  },
  {
    name: "AWS looks at a transaction's items one by one, not at the syntax of all first",
    source: `${reference}/API_TransactWriteItems.html`,
    covers: (ours, theirs, { step }) =>
      bothRefuse(ours, theirs) &&
      step.operation.startsWith("Transact") &&
      [ours, theirs].every(({ message }) => /^Invalid \w+Expression: /.test(String(message))),
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
      (isValidation(theirs) || theirs.error === "TransactionCanceledException") &&
      invalid(ours).some((mine) => saidOf(theirs).every((other) => alike(mine, other))),
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
      ["part of the key", "legacy action", "scalar", "index key"].includes(kindOf(ours.message) ?? "") &&
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

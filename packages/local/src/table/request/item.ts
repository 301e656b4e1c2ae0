import * as S from "../shape.ts";
import { indexName, tableName } from "./name.ts";

const capacity = S.choice(["INDEXES", "TOTAL", "NONE"]);
const metrics = S.choice(["SIZE", "NONE"]);
const onFailure = S.choice(["ALL_OLD", "NONE"]);
const returnValues = S.choice(["ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"]);
const names = S.map(S.string());
const values = S.item();
const comparison = S.choice(
  [
    "IN",
    "NULL",
    "BETWEEN",
    "LT",
    "NOT_CONTAINS",
    "EQ",
    "GT",
    "NOT_NULL",
    "NE",
    "LE",
    "BEGINS_WITH",
    "GE",
    "CONTAINS",
  ],
  { required: true },
);
const operator = S.choice(["OR", "AND"]);
const filter = S.map(S.struct({ AttributeValueList: S.list(S.value()), ComparisonOperator: comparison }));
const expected = S.map(
  S.struct({
    Value: S.value(),
    Exists: S.boolean(),
    ComparisonOperator: { ...comparison, required: false },
    AttributeValueList: S.list(S.value()),
  }),
);
const toGet = S.list(S.string({ min: 0, max: 65535 }), { min: 1 });
const expression = { ExpressionAttributeNames: names, ExpressionAttributeValues: values };
const write = {
  ReturnConsumedCapacity: capacity,
  ReturnItemCollectionMetrics: metrics,
  TableName: tableName,
  ReturnValues: returnValues,
  ReturnValuesOnConditionCheckFailure: onFailure,
  ConditionExpression: S.string(),
  ...expression,
  Expected: expected,
  ConditionalOperator: operator,
};
const read = {
  TableName: tableName,
  IndexName: indexName,
  AttributesToGet: toGet,
  Limit: S.integer({ min: 1 }),
  Select: S.choice(["SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"]),
  ConditionalOperator: operator,
  ExclusiveStartKey: S.item(),
  ReturnConsumedCapacity: capacity,
  ProjectionExpression: S.string(),
  FilterExpression: S.string(),
  ConsistentRead: S.boolean(),
  ...expression,
};
const key = S.item({ required: true });
const tableNames = /^[a-zA-Z0-9_.-]+$/;
const transactTable = { TableName: tableName };
const inTransaction = {
  ...transactTable,
  ConditionExpression: S.string(),
  ...expression,
  ReturnValuesOnConditionCheckFailure: onFailure,
};

/** Inputs of the operations on items. */
export const itemRequests: Record<string, S.Shape> = {
  GetItem: S.struct({
    TableName: tableName,
    Key: key,
    AttributesToGet: toGet,
    ConsistentRead: S.boolean(),
    ReturnConsumedCapacity: capacity,
    ProjectionExpression: S.string(),
    ExpressionAttributeNames: names,
  }),
  PutItem: S.struct({ ...write, Item: S.item({ required: true }) }),
  DeleteItem: S.struct({ ...write, Key: key }),
  UpdateItem: S.struct({
    ...write,
    Key: key,
    UpdateExpression: S.string(),
    AttributeUpdates: S.map(S.struct({ Value: S.value(), Action: S.choice(["ADD", "PUT", "DELETE"]) })),
  }),
  BatchGetItem: S.struct({
    RequestItems: S.map(
      S.struct({
        Keys: S.list(S.item(), { required: true, min: 1, max: 100, bare: true }),
        AttributesToGet: toGet,
        ConsistentRead: S.boolean(),
        ProjectionExpression: S.string(),
        ExpressionAttributeNames: names,
      }),
      { required: true, max: 100, keys: tableNames, json: true },
    ),
    ReturnConsumedCapacity: capacity,
  }),
  BatchWriteItem: S.struct({
    RequestItems: S.map(
      S.list(
        S.struct(
          {
            PutRequest: S.struct({ Item: S.item({ required: true }) }, { called: "PutRequest" }),
            DeleteRequest: S.struct({ Key: S.item({ required: true }) }, { called: "DeleteRequest" }),
          },
          { called: "WriteRequest" },
        ),
      ),
      { required: true, max: 25, lists: [1, 25], keys: tableNames },
    ),
    ReturnConsumedCapacity: capacity,
    ReturnItemCollectionMetrics: metrics,
  }),
  Query: S.struct({
    ...read,
    Limit: S.integer({ min: 1, bare: true }),
    KeyConditionExpression: S.string(),
    KeyConditions: filter,
    QueryFilter: filter,
    ScanIndexForward: S.boolean(),
  }),
  Scan: S.struct({
    ...read,
    ScanFilter: filter,
    Segment: S.integer({ min: 0, max: 999999 }),
    TotalSegments: S.integer({ min: 1, max: 1000000 }),
  }),
  TransactWriteItems: S.struct({
    ClientRequestToken: S.string({ min: 1, max: 36 }),
    ReturnConsumedCapacity: capacity,
    ReturnItemCollectionMetrics: metrics,
    TransactItems: S.list(
      S.struct({
        ConditionCheck: S.struct({
          ...inTransaction,
          Key: key,
          ConditionExpression: S.string({ required: true }),
        }),
        Put: S.struct({ ...inTransaction, Item: S.item({ required: true }) }),
        Delete: S.struct({ ...inTransaction, Key: key }),
        Update: S.struct({ ...inTransaction, Key: key, UpdateExpression: S.string({ required: true }) }),
      }),
      { required: true, min: 1, max: 100 },
    ),
  }),
  TransactGetItems: S.struct({
    TransactItems: S.list(
      S.struct({
        Get: S.struct(
          { ...transactTable, Key: key, ProjectionExpression: S.string(), ExpressionAttributeNames: names },
          { required: true },
        ),
      }),
      { required: true, min: 1, max: 100 },
    ),
    ReturnConsumedCapacity: capacity,
  }),
};

import { describe, expect, it } from "vitest";
import { key, records, withRecords } from "./stand.ts";

const TableName = "Records";
const item = key("a");
const tables = (count: number, of: unknown) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`Table${i}`, of]));

/** What a refusal says, whole. */
async function refusal(operation: string, input: object): Promise<string> {
  const { engine } = await withRecords();
  const error = await engine.call(operation, input).then(
    () => undefined,
    (thrown: Error) => thrown,
  );
  expect(error?.name).toBe("ValidationException");
  return error!.message;
}

describe("broken constraints", () => {
  it.each<[string, string, object, string]>([
    [
      "all values outside their sets are named, in the order of the parameters' names",
      "UpdateItem",
      { TableName, Key: item, ReturnValues: "SOME", ReturnConsumedCapacity: "MUCH" },
      "2 validation errors detected: Value 'MUCH' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; Value 'SOME' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]",
    ],
    [
      "an empty table name is named alone when nothing is missing",
      "PutItem",
      { TableName: "", Item: item, ReturnValues: "SOME" },
      "1 validation error detected: Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      "an empty table name is one of several where something is missing",
      "GetItem",
      { TableName: "" },
      "2 validation errors detected: Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 1; Value null at 'key' failed to satisfy constraint: Member must not be null",
    ],
    [
      "a new table's missing name is no constraint",
      "CreateTable",
      { ...records, TableName: undefined },
      "The parameter 'TableName' is required but was not present in the request",
    ],
    [
      "a query's limit is not repeated",
      "Query",
      { TableName, Limit: 0 },
      "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      "elements of a key schema are repeated by their names",
      "CreateTable",
      {
        ...records,
        KeySchema: ["pk", "sk", "x"].map((AttributeName) => ({ AttributeName, KeyType: "HASH" })),
      },
      "1 validation error detected: Value '[KeySchemaElement(attributeName=pk, keyType=HASH), KeySchemaElement(attributeName=sk, keyType=HASH), KeySchemaElement(attributeName=x, keyType=HASH)]' at 'keySchema' failed to satisfy constraint: Member must have length less than or equal to 2",
    ],
    [
      "a batch of no writes for a table breaks the constraint of the map",
      "BatchWriteItem",
      { RequestItems: { Records: [] } },
      "1 validation error detected: Value '{Records=[]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]",
    ],
    [
      "a batch of no keys for a table names the member",
      "BatchGetItem",
      { RequestItems: { Records: { Keys: [] } } },
      "1 validation error detected: Value at 'RequestItems.Records.member.Keys' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      "a batch of no tables has a sentence of its own",
      "BatchGetItem",
      { RequestItems: {} },
      "The requestItems parameter is required for BatchGetItem",
    ],
  ])("are told: %s", async (_, operation, input, problem) => {
    expect(await refusal(operation, input)).toBe(problem);
  });

  it("repeat a batch's writes by the names of their parts", async () => {
    const write = { DeleteRequest: { Key: item } };
    expect(await refusal("BatchWriteItem", { RequestItems: { Records: Array(26).fill(write) } })).toContain(
      "WriteRequest(putRequest=null, deleteRequest=DeleteRequest(key={",
    );
  });

  it("repeat a batch's tables to read as JSON", async () => {
    const RequestItems = tables(101, { Keys: [item] });
    expect(await refusal("BatchGetItem", { RequestItems })).toContain(
      `Value '${JSON.stringify(RequestItems)}' at 'requestItems'`,
    );
  });

  it("tell the global indexes of a new table before the local ones", async () => {
    const index = [{ IndexName: "x", KeySchema: [], Projection: {} }];
    const said = await refusal("CreateTable", {
      ...records,
      LocalSecondaryIndexes: index,
      GlobalSecondaryIndexes: index,
    });
    expect(said.indexOf("'globalSecondaryIndexes.1.")).toBeGreaterThan(0);
    expect(said.indexOf("'globalSecondaryIndexes.1.")).toBeLessThan(
      said.indexOf("'localSecondaryIndexes.1."),
    );
  });
});

describe("values that are too deep", () => {
  const deep = (levels: number): object => {
    let value: object = { S: "x" };
    for (let i = 0; i < levels; i++) value = { L: [value] };
    return value;
  };

  it.each([40, 100, 5000])("are refused, %i levels too", async (levels) => {
    expect(await refusal("PutItem", { TableName, Item: { ...item, x: deep(levels) } })).toMatch(
      /^Nesting Levels have exceeded/,
    );
  });

  it("are looked for after the expressions in the key of a transaction, before them in its item", async () => {
    const wrong = { TableName, ConditionExpression: "a = = b" };
    const said = (action: object) => refusal("TransactWriteItems", { TransactItems: [action] });
    expect(await said({ Put: { ...wrong, Item: { ...item, x: deep(40) } } })).toMatch(/^Nesting Levels/);
    expect(await said({ Delete: { ...wrong, Key: { pk: deep(40) } } })).toMatch(
      /^Invalid ConditionExpression: Syntax/,
    );
  });
});

import { describe, expect, it } from "vitest";
import { key, withRecords } from "./stand.ts";

const TableName = "Records";
const text = { ":x": { S: "x" } };
const values = { ":x": { S: "x" }, ":n": { N: "1" } };

describe("AWS's words and order", () => {
  it.each<[string, string, object, string]>([
    [
      "a path into a key",
      "GetItem",
      { Key: key("a"), ProjectionExpression: "pk.x" },
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk",
    ],
    [
      "a path into an index key",
      "Scan",
      {
        FilterExpression: "#rank[0] = :x",
        ExpressionAttributeNames: { "#rank": "rank" },
        ExpressionAttributeValues: { ":x": { S: "x" } },
      },
      "are not allowed: IndexKey: rank",
    ],
    [
      "a reserved word after a syntax error",
      "Scan",
      { FilterExpression: "status = = :x", ExpressionAttributeValues: { ":x": { S: "x" } } },
      'Syntax error; token: "=", near: "= = :x"',
    ],
    [
      "an undefined value before overlapping paths",
      "UpdateItem",
      { Key: key("a"), UpdateExpression: "SET a = :none, a.b = :none" },
      "attribute value used in expression is not defined; attribute value: :none",
    ],
    [
      "overlapping paths before a wrong operand",
      "UpdateItem",
      {
        Key: key("a"),
        UpdateExpression: "ADD a :x SET a.b = :x",
        ExpressionAttributeValues: { ":x": { S: "x" } },
      },
      "Two document paths overlap with each other",
    ],
    [
      "a bad value of the item before a bad one of an expression",
      "PutItem",
      {
        Item: { ...key("a"), bad: { N: "x" } },
        ConditionExpression: "a = :x",
        ExpressionAttributeValues: { ":x": { SS: [] } },
      },
      "cannot be converted to a numeric value: x",
    ],
    [
      "a wrong ReturnValues before a bad value of an expression",
      "DeleteItem",
      {
        Key: key("a"),
        ReturnValues: "ALL_NEW",
        ConditionExpression: "a = :x",
        ExpressionAttributeValues: { ":x": { SS: [] } },
      },
      "Return values set to invalid value",
    ],
    [
      "size in a key condition",
      "Query",
      { KeyConditionExpression: "pk = :x AND size(sk) = :n", ExpressionAttributeValues: values },
      "KeyConditionExpressions cannot contain nested operations",
    ],
    [
      "a value where the key should be",
      "Query",
      { KeyConditionExpression: "pk = :x AND begins_with(:x, sk)", ExpressionAttributeValues: text },
      "begins_with operator must have the key attribute as its first operand",
    ],
    [
      "a bad key condition before a missing table",
      "Query",
      { TableName: "Nowhere", KeyConditionExpression: "pk <> :x", ExpressionAttributeValues: text },
      "Invalid operator used in KeyConditionExpression: <>",
    ],
    [
      "a start in another partition",
      "Query",
      {
        KeyConditionExpression: "pk = :x",
        ExpressionAttributeValues: { ":x": { S: "x" } },
        ExclusiveStartKey: key("y"),
      },
      "The provided starting key is outside query boundaries based on provided conditions",
    ],
    [
      "a start that the sort key's condition leaves out",
      "Query",
      {
        KeyConditionExpression: "pk = :x AND sk > :x",
        ExpressionAttributeValues: { ":x": { S: "x" } },
        ExclusiveStartKey: key("x", "a"),
      },
      "The provided starting key does not match the range key predicate",
    ],
    [
      "an item too big before a missing table",
      "PutItem",
      { TableName: "Nowhere", Item: { ...key("a"), x: { S: "x".repeat(410_000) } } },
      "Item size has exceeded the maximum allowed size",
    ],
    [
      "several types in an old-style list",
      "Scan",
      { ScanFilter: { a: { ComparisonOperator: "IN", AttributeValueList: [{ S: "x" }, { N: "1" }] } } },
      "AttributeValues inside AttributeValueList must be of same type",
    ],
    [
      "a null that is false",
      "PutItem",
      { Item: { ...key("a"), x: { NULL: false } } },
      "Null attribute value types must have the value of true",
    ],
    [
      "an old filter on a key by its own parameter",
      "Query",
      {
        KeyConditions: { pk: { ComparisonOperator: "EQ", AttributeValueList: [{ S: "x" }] } },
        QueryFilter: { sk: { ComparisonOperator: "EQ", AttributeValueList: [{ S: "x" }] } },
      },
      "QueryFilter can only contain non-primary key attributes: Primary key attribute: sk",
    ],
    [
      "a filter on what an index doesn't hold",
      "Query",
      {
        IndexName: "byRank",
        KeyConditionExpression: "pk = :x",
        FilterExpression: "note = :x",
        ExpressionAttributeValues: { ":x": { S: "x" } },
      },
      "Secondary index byRank does not project one or more filter attributes: [note]",
    ],
  ])("name %s", async (_, operation, input, problem) => {
    const { engine } = await withRecords();
    await expect(engine.call(operation, { TableName, ...input })).rejects.toThrow(problem);
  });

  it("look past parameters that an operation doesn't have", async () => {
    const { engine } = await withRecords();
    const input = { TableName, Key: key("a"), ExpressionAttributeValues: { ":x": { S: "x" } } };
    expect(await engine.call("GetItem", input)).toEqual({});
  });

  it("add to lists by the old parameters only", async () => {
    const { client } = await withRecords();
    const add = (S: string) =>
      client.updateItem({
        TableName,
        Key: key("a"),
        AttributeUpdates: { list: { Action: "ADD", Value: { L: [{ S }] } } },
        ReturnValues: "ALL_NEW",
      });
    await add("one");
    expect((await add("two")).Attributes?.list).toEqual({ L: [{ S: "one" }, { S: "two" }] });
  });
});

describe("extreme input", () => {
  const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i));

  it("of keys with every byte is kept, ordered and found again", async () => {
    const { client } = await withRecords();
    const sorts = Array.from({ length: 256 }, (_, code) => `a${String.fromCharCode(code)}b`);
    for (let at = 0; at < sorts.length; at += 25)
      await client.batchWriteItem({
        RequestItems: {
          [TableName]: sorts.slice(at, at + 25).map((sk) => ({
            PutRequest: { Item: { ...key(all.toString("latin1"), sk), data: { B: all } } },
          })),
        },
      });
    const { Items } = await client.query({
      TableName,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: all.toString("latin1") } },
    });
    expect(Items?.map((item) => item.sk!.S)).toEqual(sorts);
    expect(Buffer.from(Items![0]!.data!.B!)).toEqual(all);
  });

  it.each<[string, string, string]>([
    [
      "over 4 KB",
      `a = :x ${"OR a = :x ".repeat(500)}`,
      "Expression size has exceeded the maximum allowed size",
    ],
    ["of over 300 operators", `a=:x${" OR a=:x".repeat(200)}`, "The expression contains too many operators"],
    ["300 levels deep", `${"NOT(".repeat(400)}a = :x${")".repeat(400)}`, "Invalid ConditionExpression: "],
  ])("of an expression %s is refused and nothing is written", async (_, ConditionExpression, problem) => {
    const { engine, client } = await withRecords();
    const input = {
      TableName,
      Item: key("a"),
      ConditionExpression,
      ExpressionAttributeValues: { ":x": { S: "x" } },
    };
    await expect(engine.call("PutItem", input)).rejects.toThrow(problem);
    expect((await client.scan({ TableName })).Count).toBe(0);
  });
});

import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { key, withRecords } from "./stand.ts";

async function post(url: string, operation: string, body: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method: "POST",
    body,
    headers: {
      "x-amz-target": `DynamoDB_20120810.${operation}`,
      "content-type": "application/x-amz-json-1.0",
      ...headers,
    },
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const answer = JSON.parse(bytes.toString()) as { __type: string; message?: string; Message?: string };
  const sum = Number(response.headers.get("x-amz-crc32"));
  return {
    status: response.status,
    type: answer.__type?.split("#")[1],
    text: answer.message ?? answer.Message,
    sum,
    bytes,
  };
}

const deep = (levels: number) => `${'{"M":{"a":'.repeat(levels)}{"S":"x"}${"}}".repeat(levels)}`;
const item = (value: string) => `{"TableName":"Records","Item":{"pk":{"S":"a"},"sk":{"S":"b"},"x":${value}}}`;

describe("bad input", () => {
  it.each<[string, string, string, number, string]>([
    ["malformed JSON", "PutItem", "{", 400, "SerializationException"],
    ["an empty body", "PutItem", "", 400, "SerializationException"],
    ["a list for a body", "PutItem", "[]", 400, "SerializationException"],
    ["a number for a name", "PutItem", '{"TableName":5}', 400, "SerializationException"],
    ["a text for an item", "PutItem", '{"TableName":"Records","Item":"x"}', 400, "SerializationException"],
    ["bytes that are no base64", "PutItem", item('{"B":"x"}'), 400, "SerializationException"],
    ["an unknown operation", "Explode", "{}", 400, "UnknownOperationException"],
    ["an operation named like a method", "constructor", "{}", 400, "UnknownOperationException"],
    ["PartiQL", "ExecuteStatement", '{"Statement":"SELECT"}', 400, "UnknownOperationException"],
    ["no parameters", "PutItem", "{}", 400, "ValidationException"],
    ["an empty value", "PutItem", item("{}"), 400, "ValidationException"],
    ["two types in one value", "PutItem", item('{"S":"a","N":"1"}'), 400, "ValidationException"],
    ["33 levels", "PutItem", item(deep(32)), 400, "ValidationException"],
    ["50,000 levels", "PutItem", item(deep(50_000)), 400, "ValidationException"],
    ["a number of 39 digits", "PutItem", item(`{"N":"${"1".repeat(39)}"}`), 400, "ValidationException"],
    ["a set with duplicates", "PutItem", item('{"NS":["1","1.0"]}'), 400, "ValidationException"],
    [
      "a missing table",
      "PutItem",
      item('{"S":"x"}').replace("Records", "Nowhere"),
      400,
      "ResourceNotFoundException",
    ],
    [
      "17 MB",
      "PutItem",
      item(`{"S":"${"x".repeat(17 * 1024 * 1024)}"}`),
      413,
      "RequestEntityTooLargeException",
    ],
  ])("of %s gets AWS's error and writes nothing", async (_, operation, body, status, type) => {
    const { url, client } = await withRecords();
    const refused = await post(url, operation, body);
    expect([refused.status, refused.type]).toEqual([status, type]);
    expect(refused.sum).toBe(crc32(refused.bytes));
    expect((await client.scan({ TableName: "Records" })).Count).toBe(0);
  });

  it("of a wrong content type gets AWS's error", async () => {
    const { url } = await withRecords();
    expect((await post(url, "ListTables", "{}", { "content-type": "text/plain" })).type).toBe(
      "UnknownOperationException",
    );
  });

  it("of a table with what isn't emulated says so, and makes none without it", async () => {
    const { url, client } = await withRecords();
    const table = {
      TableName: "Near",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    };
    const VectorIndexes = [
      { IndexName: "near", VectorAttribute: { AttributeName: "embedding" }, Dimensions: 3 },
    ];
    const refused = await post(url, "CreateTable", JSON.stringify({ ...table, VectorIndexes }));
    expect([refused.type, refused.text]).toEqual([
      "ValidationException",
      "One or more parameter values were invalid: VectorIndexes is not emulated by this engine",
    ]);
    expect((await client.listTables({})).TableNames).toEqual(["Records"]);
  });

  it("names every broken constraint at once", async () => {
    const { url } = await withRecords();
    const refused = await post(url, "PutItem", '{"TableName":"a b","ReturnConsumedCapacity":"X"}');
    expect(refused.text).toMatch(
      /^3 validation errors detected: .*Member must satisfy enum value set: \[INDEXES, TOTAL, NONE\].*Member must satisfy regular expression pattern: \[a-zA-Z0-9_.-\]\+.*Value null at 'item'/,
    );
  });

  it.each<[string, object, string]>([
    [
      "an empty key",
      { ...key(""), x: { S: "x" } },
      "The AttributeValue for a key attribute cannot contain an empty string value. Key: pk",
    ],
    [
      "a key of another type",
      { pk: { N: "1" }, sk: { S: "x" } },
      "Type mismatch for key pk expected: S actual: N",
    ],
    ["a missing key", { pk: { S: "a" } }, "Missing the key sk in the item"],
    [
      "an index key of another type",
      { ...key("a"), rank: { S: "x" } },
      "Type mismatch for Index Key rank Expected: N Actual: S IndexName: byGroup",
    ],
    [
      "an empty index key",
      { ...key("a"), owner: { S: "" } },
      "A value specified for a secondary index key is not supported",
    ],
    [
      "a partition key over 2048 bytes",
      key("é".repeat(1025)),
      "Size of hashkey has exceeded the maximum size limit of2048 bytes",
    ],
    [
      "a sort key over 1024 bytes",
      key("a", "x".repeat(1025)),
      "Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
    ],
  ])("of %s is refused by name", async (_, Item, problem) => {
    const { engine } = await withRecords();
    await expect(engine.call("PutItem", { TableName: "Records", Item })).rejects.toThrow(problem);
  });
});

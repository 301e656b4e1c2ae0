import { describe, expect, it } from "vitest";
import { key, records, stand, withRecords } from "./stand.ts";

const TableName = "Records";
const index = (IndexName: string, AttributeName: string) => ({
  IndexName,
  KeySchema: [{ AttributeName, KeyType: "HASH" as const }],
  Projection: { ProjectionType: "KEYS_ONLY" as const },
});
const creating = (IndexName: string, AttributeName: string, AttributeType: "S" | "N" = "S") => ({
  TableName,
  AttributeDefinitions: [{ AttributeName, AttributeType }],
  GlobalSecondaryIndexUpdates: [{ Create: index(IndexName, AttributeName) }],
});

describe("an update of a table", () => {
  it.each<[string, object]>([
    ["alone", {}],
    ["with the billing mode it has", { BillingMode: "PROVISIONED" }],
  ])("that asks for the throughput it has, %s, is refused", async (_, more) => {
    const { client } = await stand();
    const ProvisionedThroughput = { ReadCapacityUnits: 3, WriteCapacityUnits: 2 };
    await client.createTable({
      TableName,
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      ProvisionedThroughput,
    });
    await expect(client.updateTable({ TableName, ProvisionedThroughput, ...more })).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringMatching(/^The provisioned throughput for the table will not change\./),
    });
    const Tighter = { ReadCapacityUnits: 3, WriteCapacityUnits: 1 };
    await client.updateTable({ TableName, ProvisionedThroughput: Tighter, ...more });
  });

  it("that makes an index which is there is invalid", async () => {
    const { client } = await withRecords();
    await expect(client.updateTable(creating("byOwner", "owner"))).rejects.toMatchObject({
      name: "ValidationException",
      message: "Attempting to create an index which already exists",
    });
  });

  it("that defines an attribute anew leaves it the type it has", async () => {
    const { client } = await withRecords();
    await client.updateTable(creating("byOwnerToo", "owner", "N"));
    const { Table } = await client.describeTable({ TableName });
    expect(Table!.AttributeDefinitions).toContainEqual({ AttributeName: "owner", AttributeType: "S" });
    await client.putItem({ TableName, Item: { ...key("a"), owner: { S: "x" } } });
    expect((await client.scan({ TableName, IndexName: "byOwnerToo" })).Count).toBe(1);
  });
});

describe("a new table", () => {
  it("without a stream takes no view type", async () => {
    const { client } = await stand();
    const StreamSpecification = { StreamEnabled: false, StreamViewType: "KEYS_ONLY" as const };
    await expect(client.createTable({ ...records, StreamSpecification })).rejects.toThrow(
      "One or more parameter values were invalid: Table is being created with a stream disabled, UpdateViewType should not be specified",
    );
  });

  it("has no key of one attribute twice", async () => {
    const { client } = await stand();
    await expect(
      client.createTable({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "pk", KeyType: "RANGE" },
        ],
      }),
    ).rejects.toThrow("Invalid KeySchema: Some index key attribute have no definition");
  });
});

describe("tags", () => {
  it("of another account's table are none of ours, of a missing table of ours are not found", async () => {
    const { client } = await stand({ account: "111122223333" });
    const arn = (account: string) => `arn:aws:dynamodb:us-east-1:${account}:table/Nowhere`;
    await expect(client.listTagsOfResource({ ResourceArn: arn("999999999999") })).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("is not authorized to perform: dynamodb:ListTagsOfResource"),
    });
    await expect(client.listTagsOfResource({ ResourceArn: arn("111122223333") })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });
});

describe("reads", () => {
  it("of a batch take the old parameter or expressions, not each for a table of its own", async () => {
    const { client } = await withRecords();
    await client.createTable({ ...records, TableName: "Others" });
    const read = client.batchGetItem({
      RequestItems: {
        Records: { Keys: [key("a")], AttributesToGet: ["pk"] },
        Others: { Keys: [key("a")], ProjectionExpression: "pk" },
      },
    });
    await expect(read).rejects.toThrow(
      "Can not use both expression and non-expression parameters in the same request",
    );
  });

  it.each<[object, string]>([
    [
      { Select: "COUNT", ProjectionExpression: "pk" },
      "Cannot specify the ProjectionExpression when choosing to get only the Count",
    ],
    [
      { Select: "SPECIFIC_ATTRIBUTES" },
      "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
    ],
  ])(
    "count a wrong choice of attributes as a broken constraint in a query alone: %j",
    async (input, problem) => {
      const { engine } = await withRecords();
      const keyed = { KeyConditionExpression: "pk = :p", ExpressionAttributeValues: { ":p": { S: "a" } } };
      await expect(engine.call("Query", { TableName, ...keyed, ...input })).rejects.toThrow(
        `1 validation error detected: ${problem}`,
      );
      await expect(engine.call("Scan", { TableName, ...input })).rejects.toMatchObject({ message: problem });
    },
  );
});

describe("UpdateItem's own limit of size", () => {
  it("counts a byte more for an element of a list than for an attribute", async () => {
    const { client } = await withRecords();
    const set = (path: string, length: number) =>
      client.updateItem({
        TableName,
        Key: key("a"),
        UpdateExpression: `SET ${path} = :v`,
        ExpressionAttributeValues: { ":v": { S: "x".repeat(length) } },
      });
    const most = 400 * 1024 - 3 - 19 - 1;
    await set("a", most);
    await expect(set("a", most + 1)).rejects.toThrow("Item size to update has exceeded");
    await client.putItem({ TableName, Item: { ...key("a"), l: { L: [{ S: "" }] } } });
    const inList = 400 * 1024 - 3 - 20 - 1 - 3 - 1;
    await set("l[0]", inList);
    await expect(set("l[0]", inList + 1)).rejects.toThrow("Item size to update has exceeded");
  });
});

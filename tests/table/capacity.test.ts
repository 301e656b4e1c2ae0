import type { PutItemCommandOutput } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import type { Metered } from "../../packages/local/src/table/index.ts";
import { key, withRecords } from "./stand.ts";

const TableName = "Records";
/** An item of exactly so many bytes: 2 + 1, 2 + 1 for the keys, 4 for the name `text`. */
const sized = (bytes: number, pk = "a") => ({ ...key(pk), text: { S: "x".repeat(bytes - 10) } });
const ReturnConsumedCapacity = "INDEXES" as const;

describe("capacity", () => {
  it.each([
    [1024, 1],
    [1025, 2],
    [3000, 3],
    [10_240, 10],
  ])("writes %i bytes for %i units, the double within a transaction", async (bytes, units) => {
    const { client } = await withRecords();
    const once = await client.putItem({ TableName, Item: sized(bytes), ReturnConsumedCapacity });
    expect(once.ConsumedCapacity?.CapacityUnits).toBe(units);
    const twice = await client.transactWriteItems({
      TransactItems: [{ Put: { TableName, Item: sized(bytes, "b") } }],
      ReturnConsumedCapacity,
    });
    expect(twice.ConsumedCapacity?.[0]?.CapacityUnits).toBe(2 * units);
  });

  it.each([
    [4096, 0.5, 1],
    [4097, 1, 2],
    [10_000, 1.5, 3],
  ])(
    "reads %i bytes for %d units, %i consistently, the double of that within a transaction",
    async (bytes, eventual, strong) => {
      const { client } = await withRecords();
      await client.putItem({ TableName, Item: sized(bytes) });
      const read = async (ConsistentRead: boolean) =>
        (await client.getItem({ TableName, Key: key("a"), ConsistentRead, ReturnConsumedCapacity }))
          .ConsumedCapacity?.CapacityUnits;
      expect(await read(false)).toBe(eventual);
      expect(await read(true)).toBe(strong);
      const both = await client.transactGetItems({
        TransactItems: [{ Get: { TableName, Key: key("a") } }],
        ReturnConsumedCapacity,
      });
      expect(both.ConsumedCapacity?.[0]?.CapacityUnits).toBe(2 * strong);
    },
  );

  it("charges an update by the larger of the item before and after", async () => {
    const { client } = await withRecords();
    await client.putItem({ TableName, Item: sized(5000) });
    const smaller = await client.updateItem({
      TableName,
      Key: key("a"),
      UpdateExpression: "REMOVE #t",
      ExpressionAttributeNames: { "#t": "text" },
      ReturnConsumedCapacity,
    });
    expect(smaller.ConsumedCapacity?.CapacityUnits).toBe(5);
  });

  it("charges a query for the sum of what it read, not for each item", async () => {
    const { client } = await withRecords();
    for (let i = 0; i < 10; i++)
      await client.putItem({ TableName, Item: { ...key("p", `${i}`), text: { S: "x".repeat(1000) } } });
    const query = {
      TableName,
      KeyConditionExpression: "pk = :p",
      ExpressionAttributeValues: { ":p": { S: "p" } },
      ReturnConsumedCapacity,
    };
    expect((await client.query(query)).ConsumedCapacity?.CapacityUnits).toBe(1.5);
    expect((await client.query({ ...query, ConsistentRead: true })).ConsumedCapacity?.CapacityUnits).toBe(3);
  });

  const indexed = { ...key("a"), group: { S: "g" }, rank: { N: "1" }, owner: { S: "ann" } };
  const written = async (steps: object[]) => {
    const { client } = await withRecords();
    let last: PutItemCommandOutput | undefined;
    for (const item of steps)
      last = await client.putItem({ TableName, Item: { ...key("a"), ...item }, ReturnConsumedCapacity });
    const used = last!.ConsumedCapacity!;
    const of = (name: string) =>
      used.GlobalSecondaryIndexes?.[name]?.CapacityUnits ??
      used.LocalSecondaryIndexes?.[name]?.CapacityUnits ??
      0;
    return { byGroup: of("byGroup"), byOwner: of("byOwner"), byRank: of("byRank") };
  };

  it("writes an index once for a new item", async () => {
    expect(await written([indexed])).toEqual({ byGroup: 1, byOwner: 1, byRank: 1 });
  });
  it("writes no index that holds nothing of what changed", async () => {
    expect(await written([indexed, { ...indexed, other: { S: "x" } }])).toEqual({
      byGroup: 0,
      byOwner: 1,
      byRank: 0,
    });
  });
  it("writes an index twice when its key moves", async () => {
    expect(await written([indexed, { ...indexed, group: { S: "h" } }])).toEqual({
      byGroup: 2,
      byOwner: 1,
      byRank: 0,
    });
  });
  it("writes an index once when a projected attribute changes or the item leaves it", async () => {
    expect(await written([indexed, { ...indexed, title: { S: "t" } }])).toEqual({
      byGroup: 0,
      byOwner: 1,
      byRank: 1,
    });
    const { group: _, ...without } = indexed;
    expect(await written([indexed, without])).toEqual({ byGroup: 1, byOwner: 1, byRank: 0 });
  });

  it("is told to the meter with the partitions it fell on", async () => {
    const told: Metered[] = [];
    const { client } = await withRecords({ onRequest: (metered) => told.push(metered) });
    await client.putItem({ TableName, Item: indexed });
    await client.query({
      TableName,
      IndexName: "byOwner",
      KeyConditionExpression: "#o = :o",
      ExpressionAttributeNames: { "#o": "owner" },
      ExpressionAttributeValues: { ":o": { S: "ann" } },
    });
    expect(told.find((each) => each.operation === "PutItem")).toMatchObject({
      table: TableName,
      caller: { accessKeyId: "TESTER" },
      consumed: { write: 4, indexes: { byGroup: { write: 1 } } },
      keys: expect.arrayContaining([
        { table: TableName, index: undefined, key: "a", read: 0, write: 1 },
        { table: TableName, index: "byOwner", key: "ann", read: 0, write: 1 },
      ]),
    });
    expect(told.at(-1)).toMatchObject({
      operation: "Query",
      consumed: { read: 0.5 },
      keys: [{ index: "byOwner", key: "ann", read: 0.5 }],
    });
  });
});

import { describe, expect, it } from "vitest";
import { key, withRecords } from "./stand.ts";

const TableName = "Records";
const item = (sk: string, bytes: number) => ({
  ...key("a", sk),
  rank: { N: "1" },
  x: { S: "x".repeat(bytes) },
});
const full = { name: "ItemCollectionSizeLimitExceededException", message: "Collection size exceeded." };

describe("item collections", () => {
  it("grow to their limit, over the table and its local indexes, and not beyond", async () => {
    const { client } = await withRecords({ collectionBytes: 1000 });
    await client.putItem({ TableName, Item: item("1", 600) });
    await expect(client.putItem({ TableName, Item: item("2", 600) })).rejects.toMatchObject(full);
    await expect(
      client.updateItem({
        TableName,
        Key: key("a", "1"),
        UpdateExpression: "SET y = :y",
        ExpressionAttributeValues: { ":y": { S: "y".repeat(600) } },
      }),
    ).rejects.toMatchObject(full);
    await expect(
      client.batchWriteItem({
        RequestItems: {
          [TableName]: [{ PutRequest: { Item: item("3", 200) } }, { PutRequest: { Item: item("4", 200) } }],
        },
      }),
    ).rejects.toMatchObject(full);
    expect((await client.scan({ TableName })).Count).toBe(1);
    await client.putItem({ TableName, Item: { ...item("1", 600), pk: { S: "other" } } });
  });

  it("shrink with what is deleted", async () => {
    const { client } = await withRecords({ collectionBytes: 1000 });
    await client.putItem({ TableName, Item: item("1", 600) });
    await client.deleteItem({ TableName, Key: key("a", "1") });
    await client.putItem({ TableName, Item: item("2", 600) });
    expect((await client.scan({ TableName })).Count).toBe(1);
  });

  it("cancel a transaction that would burst them", async () => {
    const { client } = await withRecords({ collectionBytes: 1000 });
    const TransactItems = ["1", "2"].map((sk) => ({ Put: { TableName, Item: item(sk, 600) } }));
    await expect(client.transactWriteItems({ TransactItems })).rejects.toMatchObject({
      name: "TransactionCanceledException",
      CancellationReasons: [{ Code: "None" }, { Code: "ItemCollectionSizeLimitExceeded" }],
    });
    expect((await client.scan({ TableName })).Count).toBe(0);
  });

  it("are estimated in answers", async () => {
    const { client } = await withRecords();
    const put = await client.putItem({ TableName, Item: item("1", 10), ReturnItemCollectionMetrics: "SIZE" });
    expect(put.ItemCollectionMetrics).toEqual({
      ItemCollectionKey: { pk: { S: "a" } },
      SizeEstimateRangeGB: [0, 1],
    });
  });
});

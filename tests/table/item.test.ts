import { describe, expect, it } from "vitest";
import { key, withRecords } from "./stand.ts";

const TableName = "Records";

describe("items", () => {
  it("come back as they were put, of every type", async () => {
    const { client } = await withRecords();
    const item = {
      ...key("a"),
      text: { S: "hé\u0000llo 🙂" },
      empty: { S: "" },
      number: { N: "-12.5" },
      bytes: { B: new Uint8Array([0, 1, 255]) },
      yes: { BOOL: true },
      nothing: { NULL: true },
      words: { SS: ["a", "b"] },
      numbers: { NS: ["1", "2"] },
      blobs: { BS: [new Uint8Array([1]), new Uint8Array([2])] },
      list: { L: [{ S: "x" }, { M: { deep: { L: [] } } }] },
      map: { M: { __proto: { S: "x" }, constructor: { N: "1" } } },
    };
    await client.putItem({ TableName, Item: item });
    const { Item } = await client.getItem({ TableName, Key: key("a"), ConsistentRead: true });
    expect(Item).toEqual(item);
  });

  it("are refused by their condition, with the old item where it is asked for", async () => {
    const { client } = await withRecords();
    await client.putItem({ TableName, Item: { ...key("a"), v: { N: "1" } } });
    const again = client.putItem({
      TableName,
      Item: key("a"),
      ConditionExpression: "attribute_not_exists(pk)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
    await expect(again).rejects.toMatchObject({
      name: "ConditionalCheckFailedException",
      message: "The conditional request failed",
      Item: { v: { N: "1" } },
    });
  });

  it("return what each kind of ReturnValues names", async () => {
    const { client } = await withRecords();
    await client.putItem({
      TableName,
      Item: { ...key("a"), n: { N: "1" }, m: { M: { x: { S: "old" }, y: { S: "y" } } } },
    });
    const update = (ReturnValues: "ALL_OLD" | "ALL_NEW" | "UPDATED_OLD" | "UPDATED_NEW" | "NONE") =>
      client.updateItem({
        TableName,
        Key: key("a"),
        UpdateExpression: "SET n = n + :one, m.x = :x",
        ExpressionAttributeValues: { ":one": { N: "1" }, ":x": { S: "new" } },
        ReturnValues,
      });
    expect((await update("UPDATED_OLD")).Attributes).toEqual({
      n: { N: "1" },
      m: { M: { x: { S: "old" } } },
    });
    expect((await update("UPDATED_NEW")).Attributes).toEqual({
      n: { N: "3" },
      m: { M: { x: { S: "new" } } },
    });
    expect((await update("ALL_OLD")).Attributes).toMatchObject({ ...key("a"), n: { N: "3" } });
    expect((await update("ALL_NEW")).Attributes).toMatchObject({ ...key("a"), n: { N: "5" } });
    expect((await update("NONE")).Attributes).toBeUndefined();
    const gone = await client.deleteItem({ TableName, Key: key("a"), ReturnValues: "ALL_OLD" });
    expect(gone.Attributes).toMatchObject({ n: { N: "6" } });
  });

  it("are made by an update of what does not exist", async () => {
    const { client } = await withRecords();
    const made = await client.updateItem({
      TableName,
      Key: key("new"),
      UpdateExpression: "SET a = if_not_exists(a, :zero) ADD tags :t",
      ExpressionAttributeValues: { ":zero": { N: "0" }, ":t": { SS: ["x"] } },
      ReturnValues: "ALL_NEW",
    });
    expect(made.Attributes).toEqual({ ...key("new"), a: { N: "0" }, tags: { SS: ["x"] } });
  });

  it("are written and read in batches over several partitions", async () => {
    const { client } = await withRecords();
    const put = Array.from({ length: 25 }, (_, i) => ({
      PutRequest: { Item: { ...key(`b${i}`), n: { N: String(i) } } },
    }));
    expect((await client.batchWriteItem({ RequestItems: { Records: put } })).UnprocessedItems).toEqual({});
    await client.batchWriteItem({ RequestItems: { Records: [{ DeleteRequest: { Key: key("b3") } }] } });
    const read = await client.batchGetItem({
      RequestItems: { Records: { Keys: [key("b1"), key("b2"), key("b3")], ProjectionExpression: "n" } },
    });
    expect(read.Responses?.Records).toEqual([{ n: { N: "1" } }, { n: { N: "2" } }]);
  });

  it("leave a whole batch unwritten when one of it is refused", async () => {
    const { client } = await withRecords();
    const requests = [
      { PutRequest: { Item: key("ok") } },
      { PutRequest: { Item: { pk: { S: "no sort key" } } } },
    ];
    await expect(client.batchWriteItem({ RequestItems: { Records: requests } })).rejects.toThrow(
      "The provided key element does not match the schema",
    );
    expect((await client.getItem({ TableName, Key: key("ok") })).Item).toBeUndefined();
  });

  it("stop a batch read at 16 MB and name the keys left over", async () => {
    const { client } = await withRecords();
    const Keys = Array.from({ length: 45 }, (_, i) => key(`big${i}`));
    for (const each of Keys)
      await client.putItem({ TableName, Item: { ...each, text: { S: "x".repeat(399_000) } } });
    const read = await client.batchGetItem({ RequestItems: { Records: { Keys } } });
    expect(read.Responses?.Records).toHaveLength(42);
    expect(read.UnprocessedKeys?.Records?.Keys).toHaveLength(3);
  });

  it("may be as large as 400 KB to the byte", async () => {
    const { client } = await withRecords();
    const room = 400 * 1024 - 2 - 1 - 2 - 1 - 4;
    await client.putItem({ TableName, Item: { ...key("a"), text: { S: "x".repeat(room) } } });
    const over = client.putItem({ TableName, Item: { ...key("a"), text: { S: "x".repeat(room + 1) } } });
    await expect(over).rejects.toThrow("Item size has exceeded the maximum allowed size");
  });
});

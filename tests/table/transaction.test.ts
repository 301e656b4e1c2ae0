import { describe, expect, it } from "vitest";
import { clockAt, key, withRecords } from "./stand.ts";

const TableName = "Records";
const put = (pk: string, more: object = {}) => ({ Put: { TableName, Item: key(pk), ...more } });
const fresh = { ConditionExpression: "attribute_not_exists(pk)" };

describe("transactions", () => {
  it("write all or nothing, and say why for each item", async () => {
    const { client } = await withRecords();
    await client.putItem({ TableName, Item: { ...key("taken"), v: { N: "1" } } });
    const items = [put("new"), put("taken", { ...fresh, ReturnValuesOnConditionCheckFailure: "ALL_OLD" })];
    await expect(client.transactWriteItems({ TransactItems: items })).rejects.toMatchObject({
      name: "TransactionCanceledException",
      message:
        "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]",
      CancellationReasons: [
        { Code: "None" },
        {
          Code: "ConditionalCheckFailed",
          Message: "The conditional request failed",
          Item: { v: { N: "1" } },
        },
      ],
    });
    expect((await client.getItem({ TableName, Key: key("new") })).Item).toBeUndefined();
  });

  it("put, update, delete and check together", async () => {
    const { client } = await withRecords();
    await client.transactWriteItems({ TransactItems: [put("a"), put("b"), put("c")] });
    await client.transactWriteItems({
      TransactItems: [
        {
          Update: {
            TableName,
            Key: key("a"),
            UpdateExpression: "ADD n :n",
            ExpressionAttributeValues: { ":n": { N: "2" } },
          },
        },
        { Delete: { TableName, Key: key("b"), ConditionExpression: "attribute_exists(pk)" } },
        { ConditionCheck: { TableName, Key: key("c"), ConditionExpression: "attribute_exists(pk)" } },
        put("d", fresh),
      ],
    });
    const read = await client.transactGetItems({
      TransactItems: ["a", "b", "d"].map((pk) => ({ Get: { TableName, Key: key(pk) } })),
    });
    expect(read.Responses).toEqual([{ Item: { ...key("a"), n: { N: "2" } } }, {}, { Item: key("d") }]);
  });

  it("are done once for a client token within ten minutes", async () => {
    const clock = clockAt();
    const { client } = await withRecords({ now: clock.now });
    const add = {
      Update: {
        TableName,
        Key: key("n"),
        UpdateExpression: "ADD n :n",
        ExpressionAttributeValues: { ":n": { N: "1" } },
      },
    };
    const request = {
      TransactItems: [add],
      ClientRequestToken: "once",
      ReturnConsumedCapacity: "TOTAL" as const,
    };
    const first = await client.transactWriteItems(request);
    clock.time += 9 * 60_000;
    const second = await client.transactWriteItems(request);
    const n = async () => (await client.getItem({ TableName, Key: key("n") })).Item?.n?.N;
    expect(await n()).toBe("1");
    expect(first.ConsumedCapacity).toMatchObject([{ WriteCapacityUnits: 2 }]);
    expect(second.ConsumedCapacity).toMatchObject([{ ReadCapacityUnits: 2 }]);
    const other = client.transactWriteItems({ ...request, TransactItems: [put("other")] });
    await expect(other).rejects.toMatchObject({ name: "IdempotentParameterMismatchException" });
    clock.time += 2 * 60_000;
    await client.transactWriteItems(request);
    expect(await n()).toBe("2");
  });

  it("take an item only once", async () => {
    const { client } = await withRecords();
    await expect(client.transactWriteItems({ TransactItems: [put("a"), put("a")] })).rejects.toThrow(
      "Transaction request cannot include multiple operations on one item",
    );
  });

  it("are cancelled by what only the stored item can tell", async () => {
    const { client } = await withRecords();
    const bad = { Update: { TableName, Key: key("a"), UpdateExpression: "SET x = y" } };
    await expect(client.transactWriteItems({ TransactItems: [put("b"), bad] })).rejects.toMatchObject({
      CancellationReasons: [
        { Code: "None" },
        {
          Code: "ValidationError",
          Message: "The provided expression refers to an attribute that does not exist in the item",
        },
      ],
    });
  });

  it("hold at most 100 items and 4 MB", async () => {
    const { client } = await withRecords();
    const many = (n: number, more: object = {}) =>
      Array.from({ length: n }, (_, i) => ({ Put: { TableName, Item: { ...key(`k${i}`), ...more } } }));
    await client.transactWriteItems({ TransactItems: many(100) });
    await expect(client.transactWriteItems({ TransactItems: many(101) })).rejects.toThrow(
      "length less than or equal to 100",
    );
    const heavy = many(12, { text: { S: "x".repeat(350_000) } });
    await expect(client.transactWriteItems({ TransactItems: heavy })).rejects.toMatchObject({
      name: "ValidationException",
    });
  });
});

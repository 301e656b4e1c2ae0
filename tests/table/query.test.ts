import { describe, expect, it } from "vitest";
import { key, withRecords } from "./stand.ts";

const TableName = "Records";

async function filled() {
  const made = await withRecords();
  for (let i = 0; i < 30; i++)
    await made.client.putItem({
      TableName,
      Item: {
        ...key("p", `s${String(i).padStart(2, "0")}`),
        group: { S: `g${i % 3}` },
        owner: { S: "ann" },
        rank: { N: String(15 - i) },
        title: { S: `title ${i}` },
        other: { S: "unprojected" },
      },
    });
  return made;
}

const sorts = (items: { sk?: { S?: string } }[] | undefined) => items?.map((item) => item.sk?.S);

describe("queries", () => {
  it.each([
    ["sk > :a", ["s28", "s29"], { ":a": { S: "s27" } }],
    ["sk >= :a", ["s28", "s29"], { ":a": { S: "s28" } }],
    ["sk < :a", ["s00", "s01"], { ":a": { S: "s02" } }],
    ["sk <= :a", ["s00", "s01"], { ":a": { S: "s01" } }],
    ["sk = :a", ["s05"], { ":a": { S: "s05" } }],
    ["sk BETWEEN :a AND :b", ["s03", "s04"], { ":a": { S: "s03" }, ":b": { S: "s04" } }],
    [
      "begins_with(sk, :a)",
      ["s20", "s21", "s22", "s23", "s24", "s25", "s26", "s27", "s28", "s29"],
      { ":a": { S: "s2" } },
    ],
  ])("find %s", async (condition, wanted, values) => {
    const { client } = await filled();
    const found = await client.query({
      TableName,
      KeyConditionExpression: `pk = :p AND ${condition}`,
      ExpressionAttributeValues: { ":p": { S: "p" }, ...values },
    });
    expect(sorts(found.Items)).toEqual(wanted);
  });

  it("page forwards and backwards without loss or repetition", async () => {
    const { client } = await filled();
    for (const ScanIndexForward of [true, false]) {
      const all: (string | undefined)[] = [];
      let ExclusiveStartKey: Record<string, { S: string }> | undefined;
      do {
        const page = await client.query({
          TableName,
          KeyConditionExpression: "pk = :p",
          ExpressionAttributeValues: { ":p": { S: "p" } },
          Limit: 7,
          ScanIndexForward,
          ExclusiveStartKey,
        });
        all.push(...(sorts(page.Items) ?? []));
        ExclusiveStartKey = page.LastEvaluatedKey as typeof ExclusiveStartKey;
      } while (ExclusiveStartKey);
      const wanted = Array.from({ length: 30 }, (_, i) => `s${String(i).padStart(2, "0")}`);
      expect(all).toEqual(ScanIndexForward ? wanted : wanted.reverse());
    }
  });

  it("walk an index in the order of its number key and page within it", async () => {
    const { client } = await filled();
    const query = {
      TableName,
      IndexName: "byGroup",
      KeyConditionExpression: "#g = :g AND #r < :r",
      ExpressionAttributeNames: { "#g": "group", "#r": "rank" },
      ExpressionAttributeValues: { ":g": { S: "g1" }, ":r": { N: "0" } },
      Limit: 3,
    };
    const first = await client.query(query);
    expect(first.Items?.map((item) => item.rank?.N)).toEqual(["-13", "-10", "-7"]);
    expect(Object.keys(first.Items![0]!).sort()).toEqual(["group", "pk", "rank", "sk"]);
    expect(Object.keys(first.LastEvaluatedKey!).sort()).toEqual(["group", "pk", "rank", "sk"]);
    const second = await client.query({ ...query, ExclusiveStartKey: first.LastEvaluatedKey });
    expect(second.Items?.map((item) => item.rank?.N)).toEqual(["-4", "-1"]);
    expect(second.LastEvaluatedKey).toBeUndefined();
  });

  it("read from the table what a local index does not hold, and charge for it", async () => {
    const { client } = await filled();
    const found = await client.query({
      TableName,
      IndexName: "byRank",
      KeyConditionExpression: "pk = :p",
      ExpressionAttributeValues: { ":p": { S: "p" } },
      Select: "ALL_ATTRIBUTES",
      Limit: 4,
      ReturnConsumedCapacity: "INDEXES",
    });
    expect(found.Items?.every((item) => item.other?.S === "unprojected")).toBe(true);
    expect(found.ConsumedCapacity).toMatchObject({
      CapacityUnits: 2.5,
      Table: { CapacityUnits: 2 },
      LocalSecondaryIndexes: { byRank: { CapacityUnits: 0.5 } },
    });
  });

  it("count what they read apart from what the filter leaves", async () => {
    const { client } = await filled();
    const found = await client.query({
      TableName,
      KeyConditionExpression: "pk = :p",
      FilterExpression: "#g = :g",
      ExpressionAttributeNames: { "#g": "group" },
      ExpressionAttributeValues: { ":p": { S: "p" }, ":g": { S: "g0" } },
      Limit: 10,
      Select: "COUNT",
    });
    expect(found).toMatchObject({ Count: 4, ScannedCount: 10 });
    expect(found.Items).toBeUndefined();
  });

  it("stop at 1 MB", async () => {
    const { client } = await withRecords();
    for (let i = 0; i < 4; i++)
      await client.putItem({ TableName, Item: { ...key("p", `s${i}`), text: { S: "x".repeat(390_000) } } });
    const first = await client.query({
      TableName,
      KeyConditionExpression: "pk = :p",
      ExpressionAttributeValues: { ":p": { S: "p" } },
    });
    expect(first.Count).toBe(2);
    expect(first.LastEvaluatedKey).toEqual(key("p", "s1"));
  });

  it.each<[string, object, string]>([
    ["sk = :s", { ":s": { S: "1" } }, "Query condition missed key schema element: pk"],
    ["pk > :p", { ":p": { S: "1" } }, "Query key condition not supported"],
    ["pk = :p OR sk = :p", { ":p": { S: "1" } }, "Invalid operator used in KeyConditionExpression: OR"],
    ["pk = :p", { ":p": { N: "1" } }, "Condition parameter type does not match schema type"],
    [
      "pk = :p AND sk = :p AND sk = :p",
      { ":p": { S: "1" } },
      "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key",
    ],
    [
      "pk = :p AND sk = :p AND title = :p",
      { ":p": { S: "1" } },
      "The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)",
    ],
    ["pk = :p AND sk <> :p", { ":p": { S: "1" } }, "Invalid operator used in KeyConditionExpression: <>"],
  ])("refuse %s", async (KeyConditionExpression, ExpressionAttributeValues, problem) => {
    const { engine } = await withRecords();
    await expect(
      engine.call("Query", { TableName, KeyConditionExpression, ExpressionAttributeValues }),
    ).rejects.toThrow(problem);
  });
});

describe("scans", () => {
  it.each([1, 2, 3, 5, 16, 40])("meet every item once in %i segments", async (TotalSegments) => {
    const { client } = await withRecords();
    const wanted = Array.from({ length: 100 }, (_, i) => `item ${i}`);
    for (let i = 0; i < 100; i += 25)
      await client.batchWriteItem({
        RequestItems: { Records: wanted.slice(i, i + 25).map((pk) => ({ PutRequest: { Item: key(pk) } })) },
      });
    const seen: string[] = [];
    for (let Segment = 0; Segment < TotalSegments; Segment++) {
      let ExclusiveStartKey: ReturnType<typeof key> | undefined;
      do {
        const page = await client.scan({ TableName, Segment, TotalSegments, Limit: 9, ExclusiveStartKey });
        seen.push(...(page.Items ?? []).map((item) => item.pk!.S!));
        ExclusiveStartKey = page.LastEvaluatedKey as typeof ExclusiveStartKey;
      } while (ExclusiveStartKey);
    }
    expect(seen.sort()).toEqual(wanted.sort());
  });

  it("refuse a segment beyond the total", async () => {
    const { client } = await withRecords();
    await expect(client.scan({ TableName, Segment: 2, TotalSegments: 2 })).rejects.toThrow(
      "is not less than TotalSegments",
    );
  });
});

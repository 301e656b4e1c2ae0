import { describe, expect, it } from "vitest";
import { key, records, stand, withRecords } from "./stand.ts";

const TableName = "Records";

describe("tables", () => {
  it("are described as they were made", async () => {
    const { client } = await withRecords();
    await client.putItem({ TableName, Item: key("a") });
    const { Table } = await client.describeTable({ TableName });
    expect(Table).toMatchObject({
      TableName,
      TableStatus: "ACTIVE",
      ItemCount: 1,
      TableSizeBytes: 6,
      BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
      KeySchema: records.KeySchema,
      StreamSpecification: records.StreamSpecification,
      TableArn: "arn:aws:dynamodb:us-east-1:000000000000:table/Records",
    });
    expect(Table?.GlobalSecondaryIndexes?.map((index) => [index.IndexName, index.IndexStatus])).toEqual([
      ["byGroup", "ACTIVE"],
      ["byOwner", "ACTIVE"],
    ]);
    expect(Table?.LocalSecondaryIndexes?.[0]?.Projection).toEqual({
      ProjectionType: "INCLUDE",
      NonKeyAttributes: ["title"],
    });
  });

  it("are listed by pages, found by ARN, and gone once deleted", async () => {
    const { client } = await stand();
    for (const name of ["ccc", "aaa", "bbb"])
      await client.createTable({
        TableName: name,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      });
    expect(await client.listTables({ Limit: 2 })).toMatchObject({
      TableNames: ["aaa", "bbb"],
      LastEvaluatedTableName: "bbb",
    });
    const TableArn = (await client.describeTable({ TableName: "aaa" })).Table!.TableArn!;
    await client.putItem({ TableName: TableArn, Item: { id: { S: "x" } } });
    expect((await client.getItem({ TableName: "aaa", Key: { id: { S: "x" } } })).Item).toEqual({
      id: { S: "x" },
    });
    await client.deleteTable({ TableName: "aaa" });
    await expect(client.describeTable({ TableName: "aaa" })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it("under deletion protection stay", async () => {
    const { client } = await withRecords();
    await client.updateTable({ TableName, DeletionProtectionEnabled: true });
    await expect(client.deleteTable({ TableName })).rejects.toThrow("protected against deletion");
    await client.updateTable({ TableName, DeletionProtectionEnabled: false });
    await client.deleteTable({ TableName });
  });

  it("take a new index that is filled from the items, and lose it again", async () => {
    const { client } = await withRecords();
    for (let i = 0; i < 5; i++)
      await client.putItem({ TableName, Item: { ...key(`k${i}`), mail: { S: `m${i % 2}` } } });
    await client.updateTable({
      TableName,
      AttributeDefinitions: [{ AttributeName: "mail", AttributeType: "S" }],
      GlobalSecondaryIndexUpdates: [
        {
          Create: {
            IndexName: "byMail",
            KeySchema: [{ AttributeName: "mail", KeyType: "HASH" }],
            Projection: { ProjectionType: "ALL" },
          },
        },
      ],
    });
    const query = {
      TableName,
      IndexName: "byMail",
      KeyConditionExpression: "mail = :m",
      ExpressionAttributeValues: { ":m": { S: "m0" } },
    };
    expect((await client.query(query)).Count).toBe(3);
    await client.updateItem({
      TableName,
      Key: key("k1"),
      UpdateExpression: "SET mail = :m",
      ExpressionAttributeValues: { ":m": { S: "m0" } },
    });
    expect((await client.query(query)).Count).toBe(4);
    await client.updateTable({
      TableName,
      GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "byMail" } }],
    });
    await expect(client.query(query)).rejects.toThrow("The table does not have the specified index: byMail");
  });

  it("index by several attributes", async () => {
    const { engine } = await stand();
    const names = ["id", "tenant", "region", "year", "month"];
    const element = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });
    await engine.call("CreateTable", {
      TableName: "Several",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: names.map((AttributeName) => ({
        AttributeName,
        AttributeType: AttributeName === "month" ? "N" : "S",
      })),
      KeySchema: [element("id", "HASH")],
      GlobalSecondaryIndexes: [
        {
          IndexName: "byPlace",
          KeySchema: [
            element("tenant", "HASH"),
            element("region", "HASH"),
            element("year", "RANGE"),
            element("month", "RANGE"),
          ],
          Projection: { ProjectionType: "ALL" },
        },
      ],
    });
    for (let month = 1; month <= 12; month++)
      await engine.call("PutItem", {
        TableName: "Several",
        Item: {
          id: { S: `i${month}` },
          tenant: { S: "t" },
          region: { S: "eu" },
          year: { S: "2026" },
          month: { N: String(month) },
        },
      });
    const query = (KeyConditionExpression: string, more: object) =>
      engine.call<{ Items: { month: { N: string } }[] }>("Query", {
        TableName: "Several",
        IndexName: "byPlace",
        KeyConditionExpression,
        ExpressionAttributeNames: { "#r": "region", "#y": "year", "#m": "month" },
        ExpressionAttributeValues: { ":t": { S: "t" }, ":r": { S: "eu" }, ":y": { S: "2026" }, ...more },
      });
    const found = await query("tenant = :t AND #r = :r AND #y = :y AND #m > :m", { ":m": { N: "9" } });
    expect(found.Items.map((item) => item.month.N)).toEqual(["10", "11", "12"]);
    await expect(
      query("tenant = :t AND #r = :r AND #y > :y AND #m > :m", { ":m": { N: "9" } }),
    ).rejects.toThrow(
      "RANGE key attributes year must have equality conditions specified in the query because a condition is present on key attribute month",
    );
  });

  it("keep tags, recovery and time to live settings", async () => {
    const { client } = await withRecords();
    const ResourceArn = (await client.describeTable({ TableName })).Table!.TableArn!;
    await client.tagResource({ ResourceArn, Tags: [{ Key: "stage", Value: "test" }] });
    await client.tagResource({ ResourceArn, Tags: [{ Key: "team", Value: "crm" }] });
    await client.untagResource({ ResourceArn, TagKeys: ["team"] });
    expect((await client.listTagsOfResource({ ResourceArn })).Tags).toEqual([
      { Key: "stage", Value: "test" },
    ]);
    await client.updateContinuousBackups({
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    const { ContinuousBackupsDescription: backups } = await client.describeContinuousBackups({ TableName });
    expect(backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe("ENABLED");
    await client.updateTimeToLive({
      TableName,
      TimeToLiveSpecification: { AttributeName: "_ttl", Enabled: true },
    });
    expect((await client.describeTimeToLive({ TableName })).TimeToLiveDescription).toEqual({
      AttributeName: "_ttl",
      TimeToLiveStatus: "ENABLED",
    });
  });

  it("answer old parameters as they answer expressions", async () => {
    const { client } = await withRecords();
    await client.putItem({
      TableName,
      Item: { ...key("a"), n: { N: "1" } },
      Expected: { pk: { Exists: false } },
    });
    await expect(
      client.putItem({ TableName, Item: key("a"), Expected: { pk: { Exists: false } } }),
    ).rejects.toMatchObject({ name: "ConditionalCheckFailedException" });
    const changed = await client.updateItem({
      TableName,
      Key: key("a"),
      AttributeUpdates: { n: { Action: "ADD", Value: { N: "2" } }, gone: { Action: "DELETE" } },
      ReturnValues: "ALL_NEW",
    });
    expect(changed.Attributes?.n).toEqual({ N: "3" });
    const found = await client.query({
      TableName,
      KeyConditions: { pk: { ComparisonOperator: "EQ", AttributeValueList: [{ S: "a" }] } },
      QueryFilter: { n: { ComparisonOperator: "GT", AttributeValueList: [{ N: "2" }] } },
      AttributesToGet: ["n"],
    });
    expect(found.Items).toEqual([{ n: { N: "3" } }]);
  });
});

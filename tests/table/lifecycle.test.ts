import { describe, expect, it } from "vitest";
import { clockAt, key, records, stand, withRecords } from "./stand.ts";

const TableName = "Records";
const byNote = {
  AttributeDefinitions: [{ AttributeName: "note", AttributeType: "S" as const }],
  GlobalSecondaryIndexUpdates: [
    {
      Create: {
        IndexName: "byNote",
        KeySchema: [{ AttributeName: "note", KeyType: "HASH" as const }],
        Projection: { ProjectionType: "ALL" as const },
      },
    },
  ],
};
const query = {
  TableName,
  IndexName: "byNote",
  KeyConditionExpression: "note = :note",
  ExpressionAttributeValues: { ":note": { S: "x" } },
};

async function slow() {
  const clock = clockAt();
  const made = await stand({ now: clock.now, transitionMs: 1000 });
  await made.client.createTable(records);
  const status = async () => (await made.client.describeTable({ TableName })).Table!;
  return { ...made, clock, status };
}

describe("changes that take their time", () => {
  it("keep a new table from being used until it is there", async () => {
    const { client, clock, status } = await slow();
    expect((await status()).TableStatus).toBe("CREATING");
    await expect(client.putItem({ TableName, Item: key("a") })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    await expect(client.deleteTable({ TableName })).rejects.toMatchObject({
      name: "ResourceInUseException",
      message: "Attempt to change a resource which is still in use: Table is being created: Records",
    });
    clock.time += 1000;
    await client.putItem({ TableName, Item: key("a") });
    expect((await status()).TableStatus).toBe("ACTIVE");
  });

  it("take an index from CREATING over its filling to ACTIVE, one at a time", async () => {
    const { client, clock, status } = await slow();
    clock.time += 1000;
    await client.putItem({ TableName, Item: { ...key("a"), note: { S: "x" } } });
    await client.updateTable({ TableName, ...byNote });
    const index = async () =>
      (await status()).GlobalSecondaryIndexes!.find((each) => each.IndexName === "byNote");
    expect(await index()).toMatchObject({ IndexStatus: "CREATING", Backfilling: false });
    await expect(
      client.updateTable({ TableName, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "byOwner" } }] }),
    ).rejects.toMatchObject({ name: "LimitExceededException" });
    await expect(client.query(query)).rejects.toThrow(
      "Cannot read from backfilling global secondary index: byNote",
    );
    clock.time += 600;
    expect(await index()).toMatchObject({ IndexStatus: "CREATING", Backfilling: true });
    await client.putItem({ TableName, Item: { ...key("b"), note: { S: "x" } } });
    clock.time += 400;
    expect(await index()).toMatchObject({ IndexStatus: "ACTIVE" });
    expect((await client.query(query)).Count).toBe(2);
  });

  it("let an index and a table linger while they are deleted", async () => {
    const { client, clock, status } = await slow();
    clock.time += 1000;
    await client.updateTable({
      TableName,
      GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "byOwner" } }],
    });
    expect((await status()).GlobalSecondaryIndexes?.map((index) => index.IndexStatus)).toContain("DELETING");
    clock.time += 1000;
    const after = await status();
    expect(after.GlobalSecondaryIndexes).toHaveLength(1);
    expect(after.AttributeDefinitions?.map((each) => each.AttributeName)).not.toContain("owner");
    await client.deleteTable({ TableName });
    expect((await status()).TableStatus).toBe("DELETING");
    await expect(client.createTable(records)).rejects.toMatchObject({ name: "ResourceInUseException" });
    clock.time += 1000;
    await client.createTable(records);
    expect((await status()).ItemCount).toBe(0);
  });
});

describe("an index made later", () => {
  it("needs its key attributes among the definitions of the same request", async () => {
    const { client } = await withRecords();
    await expect(
      client.updateTable({
        TableName,
        GlobalSecondaryIndexUpdates: [
          {
            Create: {
              IndexName: "bySk",
              KeySchema: [{ AttributeName: "sk", KeyType: "HASH" }],
              Projection: { ProjectionType: "KEYS_ONLY" },
            },
          },
        ],
      }),
    ).rejects.toThrow("Some index key attributes are not defined in AttributeDefinitions");
  });
});

describe("settings that are kept and described", () => {
  it("hold a resource policy by its revision", async () => {
    const { client } = await withRecords();
    const { Table } = await client.describeTable({ TableName });
    const ResourceArn = Table!.TableArn!;
    await expect(client.getResourcePolicy({ ResourceArn })).rejects.toMatchObject({
      name: "PolicyNotFoundException",
    });
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    const { RevisionId } = await client.putResourcePolicy({ ResourceArn, Policy });
    expect(await client.getResourcePolicy({ ResourceArn })).toMatchObject({ Policy, RevisionId });
    await expect(client.deleteResourcePolicy({ ResourceArn, ExpectedRevisionId: "1" })).rejects.toMatchObject(
      { name: "PolicyNotFoundException" },
    );
    expect((await client.deleteResourcePolicy({ ResourceArn })).RevisionId).toBe(RevisionId);
  });

  it("hold contributor insights of a table and of an index apart", async () => {
    const { client } = await withRecords();
    const IndexName = "byGroup";
    const changed = await client.updateContributorInsights({
      TableName,
      IndexName,
      ContributorInsightsAction: "ENABLE",
    });
    expect(changed.ContributorInsightsStatus).toBe("ENABLING");
    const of = async (index?: string) =>
      await client.describeContributorInsights({ TableName, ...(index ? { IndexName: index } : {}) });
    expect((await of()).ContributorInsightsStatus).toBe("DISABLED");
    expect((await of(IndexName)).ContributorInsightsStatus).toBe("ENABLED");
    expect((await of(IndexName)).ContributorInsightsRuleList).toHaveLength(4);
    const { ContributorInsightsSummaries } = await client.listContributorInsights({ TableName });
    expect(ContributorInsightsSummaries?.map((each) => each.ContributorInsightsStatus)).toEqual([
      "DISABLED",
      "DISABLED",
      "ENABLED",
      "DISABLED",
    ]);
  });
});

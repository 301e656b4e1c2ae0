import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { describe, expect, it, onTestFinished } from "vitest";
import { createEngine, TableError } from "../../packages/local/src/table/index.ts";
import { clockAt, drain, key, records, withRecords } from "./stand.ts";

const TableName = "Records";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "table-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** Starts the engine as its own process and gives its address. */
async function start(file: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ["packages/local/src/table/main.ts", "--port", "0", "--file", file]);
  onTestFinished(() => void child.kill("SIGKILL"));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (line: Buffer) => resolve(/http:\S+/.exec(line.toString())![0]));
    child.once("exit", () => reject(new Error("the engine ended before it was ready")));
  });
  return { child, url };
}

describe("the engine", () => {
  it("finds everything again after a restart", async () => {
    const file = join(folder(), "data.db");
    const first = createEngine({ file, sweepMs: 0 });
    const made = await first.call<{ TableDescription: { LatestStreamArn: string } }>("CreateTable", records);
    await first.call("UpdateTimeToLive", {
      TableName,
      TimeToLiveSpecification: { AttributeName: "_ttl", Enabled: true },
    });
    await first.call("PutItem", { TableName, Item: { ...key("a"), owner: { S: "ann" } } });
    first.close();
    const second = createEngine({ file, sweepMs: 0 });
    const query = {
      TableName,
      IndexName: "byOwner",
      KeyConditionExpression: "#o = :o",
      ExpressionAttributeNames: { "#o": "owner" },
      ExpressionAttributeValues: { ":o": { S: "ann" } },
    };
    expect(await second.call("Query", query)).toMatchObject({ Count: 1 });
    expect(await second.call("DescribeTimeToLive", { TableName })).toMatchObject({
      TimeToLiveDescription: { AttributeName: "_ttl" },
    });
    await second.call("PutItem", { TableName, Item: key("b") });
    const told = await drain(second, made.TableDescription.LatestStreamArn);
    expect(new Set(told.map((record) => record.dynamodb.SequenceNumber)).size).toBe(2);
    second.close();
  });

  it("loses no acknowledged write and keeps no half transaction when it is killed", async () => {
    const file = join(folder(), "data.db");
    const { child, url } = await start(file);
    const client = new DynamoDB({
      endpoint: url,
      region: "us-east-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
      maxAttempts: 1,
    });
    await client.createTable(records);
    const acknowledged: number[] = [];
    const writer = async (lane: number) => {
      for (let i = lane; ; i += 4) {
        await client.transactWriteItems({
          TransactItems: ["x", "y", "z"].map((sk) => ({ Put: { TableName, Item: key(`t${i}`, sk) } })),
        });
        acknowledged.push(i);
        if (acknowledged.length === 60) child.kill("SIGKILL");
      }
    };
    await Promise.allSettled([0, 1, 2, 3].map(writer));
    client.destroy();
    const engine = createEngine({ file, sweepMs: 0 });
    const { Items } = await engine.call<{ Items: { pk: { S: string } }[] }>("Scan", { TableName });
    const parts = Map.groupBy(Items, (item) => item.pk.S);
    expect([...parts.values()].every((items) => items.length === 3)).toBe(true);
    expect(acknowledged.filter((i) => !parts.has(`t${i}`))).toEqual([]);
    const { Table } = await engine.call<{ Table: { LatestStreamArn: string; ItemCount: number } }>(
      "DescribeTable",
      { TableName },
    );
    expect(Table.ItemCount).toBe(Items.length);
    expect(await drain(engine, Table.LatestStreamArn)).toHaveLength(Items.length);
    engine.close();
  });

  it("lets indexes lag on purpose, and catch up", async () => {
    const clock = clockAt();
    const { client, engine } = await withRecords({ now: clock.now, lag: { indexMs: 500, seed: 7 } });
    const count = async () =>
      (
        await client.query({
          TableName,
          IndexName: "byOwner",
          KeyConditionExpression: "#o = :o",
          ExpressionAttributeNames: { "#o": "owner" },
          ExpressionAttributeValues: { ":o": { S: "ann" } },
        })
      ).Count;
    await client.putItem({ TableName, Item: { ...key("a"), owner: { S: "ann" } } });
    expect(await count()).toBe(0);
    clock.time += 500;
    expect(await count()).toBe(1);
    await client.deleteItem({ TableName, Key: key("a") });
    expect(await count()).toBe(1);
    engine.settleIndexes();
    expect(await count()).toBe(0);
  });

  it("lets eventually consistent reads be stale on purpose, alike for a seed", async () => {
    const reads = async () => {
      const clock = clockAt();
      const { client } = await withRecords({ now: clock.now, lag: { staleRate: 0.5, seed: 3 } });
      await client.putItem({ TableName, Item: { ...key("a"), n: { N: "1" } } });
      await client.putItem({ TableName, Item: { ...key("a"), n: { N: "2" } } });
      const read = async (ConsistentRead: boolean) =>
        (await client.getItem({ TableName, Key: key("a"), ConsistentRead })).Item?.n?.N;
      const seen: (string | undefined)[] = [];
      for (let i = 0; i < 20; i++) seen.push(await read(false));
      expect(await read(true)).toBe("2");
      clock.time += 2000;
      expect(await read(false)).toBe("2");
      return seen;
    };
    const first = await reads();
    expect(new Set(first)).toEqual(new Set(["1", "2"]));
    expect(await reads()).toEqual(first);
  });

  it("asks the fault door first, which sees the caller and may refuse", async () => {
    const asked: string[] = [];
    const { client } = await withRecords({
      before: (operation, _, caller) => {
        asked.push(`${caller?.accessKeyId} ${operation}`);
        if (operation === "PutItem")
          throw new TableError(
            "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
            "too fast",
          );
      },
    });
    await expect(client.putItem({ TableName, Item: key("a") })).rejects.toMatchObject({
      name: "ProvisionedThroughputExceededException",
    });
    expect(asked).toEqual(["TESTER CreateTable", "TESTER PutItem"]);
  });

  it("stands beside others in one process", async () => {
    const engines = Array.from({ length: 5 }, () => createEngine({ sweepMs: 0 }));
    await Promise.all(engines.map((engine) => engine.call("CreateTable", records)));
    await engines[0]!.call("PutItem", { TableName, Item: key("a") });
    const counts = await Promise.all(
      engines.map((engine) => engine.call<{ Count: number }>("Scan", { TableName })),
    );
    expect(counts.map((each) => each.Count)).toEqual([1, 0, 0, 0, 0]);
    for (const engine of engines) engine.close();
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEngine } from "../../packages/local/src/table/index.ts";
import { clockAt, drain, key, records, type StreamRecord, withRecords } from "./stand.ts";

const TableName = "Records";

describe("streams", () => {
  it("tell every change with both images, in order for each item", async () => {
    const { client, engine, arn } = await withRecords();
    await client.putItem({ TableName, Item: { ...key("a"), n: { N: "1" } } });
    await client.updateItem({
      TableName,
      Key: key("a"),
      UpdateExpression: "ADD n :n",
      ExpressionAttributeValues: { ":n": { N: "1" } },
    });
    await client.deleteItem({ TableName, Key: key("a") });
    const told = await drain(engine, arn);
    expect(
      told.map((record) => [
        record.eventName,
        record.dynamodb.OldImage?.n?.N,
        record.dynamodb.NewImage?.n?.N,
      ]),
    ).toEqual([
      ["INSERT", undefined, "1"],
      ["MODIFY", "1", "2"],
      ["REMOVE", "2", undefined],
    ]);
    const numbers = told.map((record) => record.dynamodb.SequenceNumber);
    expect([...numbers].sort()).toEqual(numbers);
  });

  it("say nothing of a write that changes nothing", async () => {
    const { client, engine, arn } = await withRecords();
    for (let i = 0; i < 3; i++)
      await client.putItem({
        TableName,
        Item: { ...key("a"), tags: { SS: i % 2 ? ["x", "y"] : ["y", "x"] } },
      });
    await client.deleteItem({ TableName, Key: key("never there") });
    expect(await drain(engine, arn)).toHaveLength(1);
  });

  it.each([
    ["KEYS_ONLY", false, false],
    ["NEW_IMAGE", true, false],
    ["OLD_IMAGE", false, true],
    ["NEW_AND_OLD_IMAGES", true, true],
  ])("show what the view %s shows", async (StreamViewType, showsNew, showsOld) => {
    const engine = createEngine({ sweepMs: 0 });
    const made = await engine.call<{ TableDescription: { LatestStreamArn: string } }>("CreateTable", {
      ...records,
      StreamSpecification: { StreamEnabled: true, StreamViewType },
    });
    await engine.call("PutItem", { TableName, Item: { ...key("a"), n: { N: "1" } } });
    await engine.call("PutItem", { TableName, Item: { ...key("a"), n: { N: "2" } } });
    const [, change] = await drain(engine, made.TableDescription.LatestStreamArn);
    expect(change?.dynamodb.Keys).toEqual(key("a"));
    expect(!!change?.dynamodb.NewImage).toBe(showsNew);
    expect(!!change?.dynamodb.OldImage).toBe(showsOld);
    engine.close();
  });

  it("are read by the real client from each kind of iterator", async () => {
    const { client, streams, arn } = await withRecords({ shards: 1 });
    const { StreamDescription } = await streams.describeStream({ StreamArn: arn });
    const shard = { StreamArn: arn, ShardId: StreamDescription!.Shards![0]!.ShardId! };
    const latest = await streams.getShardIterator({ ...shard, ShardIteratorType: "LATEST" });
    for (let i = 0; i < 5; i++) await client.putItem({ TableName, Item: key(`k${i}`) });
    const names = async (ShardIterator: string | undefined) =>
      (await streams.getRecords({ ShardIterator })).Records!.map((record) => record.dynamodb!.Keys!.pk!.S);
    expect(await names(latest.ShardIterator)).toEqual(["k0", "k1", "k2", "k3", "k4"]);
    const start = await streams.getShardIterator({ ...shard, ShardIteratorType: "TRIM_HORIZON" });
    const page = await streams.getRecords({ ShardIterator: start.ShardIterator, Limit: 2 });
    const SequenceNumber = page.Records![1]!.dynamodb!.SequenceNumber;
    expect(await names(page.NextShardIterator)).toEqual(["k2", "k3", "k4"]);
    const at = await streams.getShardIterator({
      ...shard,
      ShardIteratorType: "AT_SEQUENCE_NUMBER",
      SequenceNumber,
    });
    expect(await names(at.ShardIterator)).toEqual(["k1", "k2", "k3", "k4"]);
    const after = await streams.getShardIterator({
      ...shard,
      ShardIteratorType: "AFTER_SEQUENCE_NUMBER",
      SequenceNumber,
    });
    expect(await names(after.ShardIterator)).toEqual(["k2", "k3", "k4"]);
  });

  it("replayed from the beginning give the table", async () => {
    const action = fc.record({
      pk: fc.constantFrom("a", "b", "c", "d", "e"),
      n: fc.integer({ min: 0, max: 3 }),
      how: fc.constantFrom("put", "delete", "update", "transact"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
        const engine = createEngine({ sweepMs: 0 });
        const made = await engine.call<{ TableDescription: { LatestStreamArn: string } }>(
          "CreateTable",
          records,
        );
        const running = actions.map(({ pk, n, how }) => {
          const item = { ...key(pk), n: { N: String(n) }, group: { S: `g${n}` }, rank: { N: String(n) } };
          if (how === "put") return engine.call("PutItem", { TableName, Item: item });
          if (how === "delete") return engine.call("DeleteItem", { TableName, Key: key(pk) });
          const change = {
            TableName,
            Key: key(pk),
            UpdateExpression: "ADD n :n",
            ExpressionAttributeValues: { ":n": { N: String(n) } },
          };
          return how === "update"
            ? engine.call("UpdateItem", change)
            : engine.call("TransactWriteItems", { TransactItems: [{ Update: change }] });
        });
        await Promise.all(running);
        const replayed = new Map<string, unknown>();
        for (const record of await drain(engine, made.TableDescription.LatestStreamArn))
          replay(replayed, record);
        const { Items } = await engine.call<{ Items: { pk: { S: string } }[] }>("Scan", { TableName });
        expect(new Map(Items.map((item) => [item.pk.S, item]))).toEqual(replayed);
        engine.close();
      }),
      { numRuns: 60 },
    );
  });

  it("forget what is over 24 hours old, and iterators after 15 minutes", async () => {
    const clock = clockAt();
    const { client, engine, arn } = await withRecords({ now: clock.now, shards: 1 });
    await client.putItem({ TableName, Item: key("old") });
    const [record] = await drain(engine, arn);
    const { StreamDescription } = await engine.call<{ StreamDescription: { Shards: { ShardId: string }[] } }>(
      "DescribeStream",
      { StreamArn: arn },
    );
    const shard = { StreamArn: arn, ShardId: StreamDescription.Shards[0]!.ShardId };
    const early = await engine.call("GetShardIterator", { ...shard, ShardIteratorType: "TRIM_HORIZON" });
    clock.time += 16 * 60_000;
    await expect(engine.call("GetRecords", early)).rejects.toMatchObject({
      name: "ExpiredIteratorException",
    });
    clock.time += 24 * 3_600_000;
    await client.putItem({ TableName, Item: key("new") });
    engine.sweep();
    expect((await drain(engine, arn)).map((each) => each.dynamodb.Keys.pk!.S)).toEqual(["new"]);
    expect(record?.eventName).toBe("INSERT");
  });

  it("tell a listener at once after the commit", async () => {
    const { client, engine, arn } = await withRecords();
    const told: string[] = [];
    const stop = engine.onStream(({ stream, shards }) => told.push(`${stream} ${shards.length}`));
    await client.putItem({ TableName, Item: key("a") });
    expect(told).toEqual([`${arn} 1`]);
    stop();
    await client.putItem({ TableName, Item: key("b") });
    expect(told).toHaveLength(1);
  });

  it("stay readable after they are disabled, and start afresh when enabled again", async () => {
    const clock = clockAt();
    const { client, streams, engine, arn } = await withRecords({ now: clock.now });
    await client.putItem({ TableName, Item: key("a") });
    await client.updateTable({ TableName, StreamSpecification: { StreamEnabled: false } });
    await client.putItem({ TableName, Item: key("b") });
    expect(await drain(engine, arn)).toHaveLength(1);
    expect((await streams.describeStream({ StreamArn: arn })).StreamDescription?.StreamStatus).toBe(
      "DISABLED",
    );
    const again = await client.updateTable({
      TableName,
      StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
    });
    expect(again.TableDescription?.LatestStreamArn).not.toBe(arn);
    expect((await streams.listStreams({ TableName })).Streams).toHaveLength(2);
  });

  it("name the service as author when an item's time to live is over", async () => {
    const clock = clockAt();
    const { client, engine, arn } = await withRecords({ now: clock.now });
    await client.updateTimeToLive({
      TableName,
      TimeToLiveSpecification: { AttributeName: "_ttl", Enabled: true },
    });
    const at = Math.floor(clock.time / 1000) + 60;
    await client.putItem({ TableName, Item: { ...key("dies"), _ttl: { N: String(at) } } });
    await client.putItem({ TableName, Item: { ...key("stays"), _ttl: { S: String(at) } } });
    expect(engine.sweep()).toBe(0);
    clock.time += 62_000;
    expect(engine.sweep()).toBe(1);
    const last = (await drain(engine, arn)).find((record) => record.eventName === "REMOVE");
    expect(last?.userIdentity).toEqual({ PrincipalId: "dynamodb.amazonaws.com", Type: "Service" });
    expect((await client.scan({ TableName })).Items?.map((item) => item.pk?.S)).toEqual(["stays"]);
  });
});

function replay(table: Map<string, unknown>, { dynamodb }: StreamRecord): void {
  const pk = dynamodb.Keys.pk!.S!;
  expect(table.get(pk)).toEqual(dynamodb.OldImage);
  if (dynamodb.NewImage) table.set(pk, dynamodb.NewImage);
  else table.delete(pk);
}

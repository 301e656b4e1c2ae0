import { describe, expect, test } from "vitest";
import { fixtureStage, getAtt, type Json, mapping, queue, recording, seen, table } from "./fixture.ts";

type Record = {
  eventName: string;
  dynamodb: { SequenceNumber: string; Keys: { sk: { S: string } }; NewImage: Json };
};
type Event = { Records: Record[] };

const Records = table();
const stream = getAtt("Records", "StreamArn");
const Failures = { Type: "AWS::S3::Bucket", Properties: { BucketName: "failures" } };
const toBucket = { DestinationConfig: { OnFailure: { Destination: getAtt("Failures") } } };
const ids = (event: Event): string[] => event.Records.map((record) => record.dynamodb.Keys.sk.S);

/** A stage with one reader of the stream; `code` is its handler's body after the event was noted. */
async function reading(code: string, more: Json = {}) {
  const stage = await fixtureStage({
    functions: { reader: recording(code) },
    resources: {
      Records,
      Failures,
      Dead: queue(),
      Source: mapping("reader", stream, { StartingPosition: "TRIM_HORIZON", ...more }),
    },
  });
  // Its reader's first look is over.
  await stage.idle();
  /** All into one partition, so that they share a shard and their order. */
  let round = 0;
  const put = async (...names: string[]) => {
    const n = { N: String(round++) };
    const items = names.map((sk) => ({
      Put: { TableName: stage.tables.Records, Item: { pk: { S: "w#1" }, sk: { S: sk }, n } },
    }));
    await stage.engine.call("TransactWriteItems", { TransactItems: items });
  };
  return { stage, put, events: () => seen<Event>(stage, "reader") };
}

const failOn = (name: string) =>
  `if (event.Records.some((r) => r.dynamodb.Keys.sk.S === "${name}")) throw new Error("poison");`;
const report = (name: string) =>
  `const bad = event.Records.find((r) => r.dynamodb.Keys.sk.S === "${name}");
   return { batchItemFailures: bad ? [{ itemIdentifier: bad.dynamodb.SequenceNumber }] : [] };`;

describe("a stream mapping", () => {
  test("brings both images of each change, in order, without polling", async () => {
    const { stage, put, events } = await reading("");
    await put("a");
    const TableName = stage.tables.Records;
    const Key = { pk: { S: "w#1" }, sk: { S: "a" } };
    await stage.engine.call("UpdateItem", {
      TableName,
      Key,
      UpdateExpression: "SET n = :n",
      ExpressionAttributeValues: { ":n": { N: "1" } },
    });
    await stage.engine.call("DeleteItem", { TableName, Key });
    await stage.idle();
    const records = events().flatMap((event) => event.Records);
    expect(records.map((record) => record.eventName)).toEqual(["INSERT", "MODIFY", "REMOVE"]);
    expect(records[1]!.dynamodb.NewImage).toMatchObject({ n: { N: "1" } });
    expect(records[0]).toHaveProperty("eventSourceARN");
    await stage.stop();
  });

  test("leaves out what its filter refuses", async () => {
    const Pattern = JSON.stringify({ dynamodb: { Keys: { sk: { S: [{ prefix: "keep" }] } } } });
    const { stage, put, events } = await reading("", { FilterCriteria: { Filters: [{ Pattern }] } });
    await put("keep-1", "drop", "keep-2");
    await stage.idle();
    expect(events().flatMap(ids)).toEqual(["keep-1", "keep-2"]);
    await stage.stop();
  });

  test("reads all that was written while the streams were held, though a page ends at a megabyte", async () => {
    const { stage, events } = await reading("", { BatchSize: 10 });
    const read = stage.holdStreams();
    const names = Array.from({ length: 40 }, (_, n) => String(n).padStart(2, "0"));
    for (const sk of names)
      await stage.engine.call("PutItem", {
        TableName: stage.tables.Records,
        Item: { pk: { S: "w#1" }, sk: { S: sk }, note: { S: "x".repeat(100_000) } },
      });
    expect(events()).toEqual([]);
    read();
    await stage.idle();
    expect(events().flatMap(ids)).toEqual(names);
    await stage.stop();
  });

  test("makes batches no larger than it says", async () => {
    const { stage, put, events } = await reading("", { BatchSize: 2 });
    await put("a", "b", "c", "d", "e");
    await stage.idle();
    expect(events().map((event) => event.Records.length)).toEqual([2, 2, 1]);
    await stage.stop();
  });

  test("gathers a fuller batch in its window", async () => {
    const { stage, put, events } = await reading("", { MaximumBatchingWindowInSeconds: 1 });
    await Promise.all([put("a"), put("b"), put("c")]);
    await stage.idle();
    expect(events().map(ids)).toEqual([["a", "b", "c"]]);
    await stage.stop();
  });

  test("retries a whole batch as often as it says, then goes on without it", async () => {
    const { stage, put, events } = await reading(failOn("b"), { MaximumRetryAttempts: 2, ...toBucket });
    await put("a", "b");
    await stage.idle();
    await put("c");
    await stage.idle();
    expect(events().map(ids)).toEqual([["a", "b"], ["a", "b"], ["a", "b"], ["c"]]);
    expect(stage.faults.splice(0).map(String)[0]).toMatch(/gave up 2 records after 3 attempts/);
    await stage.stop();
  });

  test("halves a failing batch until only the poison is left", async () => {
    const { stage, put, events } = await reading(failOn("c"), {
      MaximumRetryAttempts: 1,
      BisectBatchOnFunctionError: true,
      ...toBucket,
    });
    await put("a", "b", "c", "d");
    await stage.idle();
    expect(events().map(ids)).toEqual([["a", "b", "c", "d"], ["a", "b"], ["c", "d"], ["c"], ["c"], ["d"]]);
    await stage.stop();
  });

  test("goes on behind what a handler reports as done", async () => {
    const { stage, put, events } = await reading(report("b"), {
      MaximumRetryAttempts: 1,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ...toBucket,
    });
    await put("a", "b", "c");
    await stage.idle();
    const all = events().map(ids);
    expect(all[0]).toEqual(["a", "b", "c"]);
    expect(all.filter((batch) => batch.includes("a"))).toHaveLength(1);
    expect(all.flat()).toContain("c");
    expect(stage.storage.keys("failures")).toHaveLength(1);
    await stage.stop();
  });

  test.each([
    ["an empty identifier", `return { batchItemFailures: [{ itemIdentifier: "" }] };`],
    ["a missing identifier", `return { batchItemFailures: [{}] };`],
    ["an identifier of no record", `return { batchItemFailures: [{ itemIdentifier: "999" }] };`],
  ])("takes %s as a failure of the whole batch", async (_, code) => {
    const { stage, put, events } = await reading(code, {
      MaximumRetryAttempts: 1,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    });
    await put("a");
    await stage.idle();
    expect(events().map(ids)).toEqual([["a"], ["a"]]);
    await stage.stop();
  });

  test("puts what it gives up into the failure bucket, records included", async () => {
    const { stage, put } = await reading(failOn("a"), { MaximumRetryAttempts: 0, ...toBucket });
    await put("a");
    await stage.idle();
    const [key] = stage.storage.keys("failures");
    expect(key).toMatch(
      /^aws\/lambda\/[\w-]+\/shardId-[\w-]+\/\d{4}\/\d\d\/\d\d\/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-/,
    );
    const failed = JSON.parse((await stage.storage.get("failures", key!))!.body.toString());
    expect(failed).toMatchObject({
      requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 1 },
      DDBStreamBatchInfo: { batchSize: 1 },
    });
    expect(ids(JSON.parse(failed.payload))).toEqual(["a"]);
    await stage.stop();
  });

  test("gives a queue only the pointer", async () => {
    const { stage, put } = await reading(failOn("a"), {
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: getAtt("Dead") } },
    });
    await put("a");
    await stage.idle();
    const body = JSON.parse(stage.queue("Dead").messages()[0]!.body);
    expect(body).toHaveProperty("DDBStreamBatchInfo");
    expect(body).not.toHaveProperty("payload");
    await stage.stop();
  });

  test("gives up records that are too old, unread", async () => {
    const { stage, put, events } = await reading("", { MaximumRecordAgeInSeconds: 3600, ...toBucket });
    stage.intercept(({ action }) => {
      if (action === "GetRecords" && held) throw new Error("held");
    });
    let held = true;
    await put("old");
    await stage.idle();
    await stage.clock.advance(2 * 3_600_000);
    held = false;
    await put("new");
    await stage.idle();
    expect(events().flatMap(ids)).toEqual(["new"]);
    expect(stage.storage.keys("failures")).toHaveLength(1);
    await stage.stop();
  });

  test("goes on after a day without changes, though what it read last is gone from the stream", async () => {
    const { stage, put, events } = await reading("");
    await put("yesterday");
    await stage.idle();
    await stage.clock.jump(30 * 3_600_000);
    await put("today");
    await stage.idle();
    expect(events().flatMap(ids)).toEqual(["yesterday", "today"]);
    expect(stage.faults).toEqual([]);
    await stage.stop();
  });

  test("keeps an item's changes in order with several lanes a shard", async () => {
    const { stage, put, events } = await reading("", { ParallelizationFactor: 4, BatchSize: 3 });
    for (let round = 0; round < 5; round++) await put("a", "b", "c", "d");
    await stage.idle();
    const records = events().flatMap((event) => event.Records);
    expect(records).toHaveLength(20);
    for (const name of ["a", "b", "c", "d"]) {
      const sequence = records
        .filter((one) => one.dynamodb.Keys.sk.S === name)
        .map((one) => one.dynamodb.SequenceNumber);
      expect(sequence).toEqual([...sequence].sort());
    }
    await stage.stop();
  });
});

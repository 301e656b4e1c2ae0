import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SESv2Client, SendBulkEmailCommand } from "@aws-sdk/client-sesv2";
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Faults } from "../../packages/local/src/fault/index.ts";
import type { Stage } from "../../packages/local/src/stage.ts";
import { fixtureStage, queue, table } from "../stage/fixture.ts";

let stage: Stage;
let end = () => {};
const caller = "developer";
const set = () => ({
  endpoint: stage.awsUrl,
  region: stage.region,
  credentials: stage.credentials,
  maxAttempts: 1,
});

/** Waits for its one call as long as it may live. */
const patient = `
  export const handler = async () => {
    await fetch(process.env.AWS_ENDPOINT_URL, { method: "POST", body: "{}", headers: {
      "x-amz-target": "AmazonSQS.ListQueues",
      authorization: \`AWS4-HMAC-SHA256 Credential=\${process.env.AWS_ACCESS_KEY_ID}/20250101/us-east-1/sqs/aws4_request, Signature=0\`,
    } });
    return "answered";
  };`;

beforeAll(async () => {
  stage = await fixtureStage({
    resources: {
      Records: table(),
      Jobs: queue(),
      Bus: { Type: "AWS::Events::EventBus", Properties: { Name: "own" } },
    },
    functions: { patient: { code: patient, properties: { Timeout: 1 } } },
  });
});
afterEach(() => end());
afterAll(() => stage.stop());

function inject(faults: Faults): void {
  end = stage.inject(faults);
}

const item = (id: number) => ({ pk: { S: `w#${id}` }, sk: { S: "a" } });
const put = (id = 1) =>
  new DynamoDBClient(set())
    .send(new PutItemCommand({ TableName: stage.tables.Records, Item: item(id) }))
    .then(
      () => "ok",
      (error: Error) => error.name,
    );
const many = async (count: number) => {
  const all: string[] = [];
  for (let n = 0; n < count; n++) all.push(await put(n));
  return all;
};
const stored = async (id: number) => {
  const command = new GetItemCommand({
    TableName: stage.tables.Records,
    Key: item(id),
    ConsistentRead: true,
  });
  return (await new DynamoDBClient(set()).send(command)).Item !== undefined;
};

test("the k-th call, each n-th, a rate, and at most so many", async () => {
  const rule = { fault: "throttle", service: "dynamodb", caller } as const;
  inject({ calls: [{ ...rule, kth: 3 }] });
  expect(await many(5)).toEqual(["ok", "ok", "ThrottlingException", "ok", "ok"]);
  end();
  inject({ calls: [{ ...rule, each: 2, times: 2 }] });
  expect((await many(8)).map((one) => one !== "ok")).toEqual([
    false,
    true,
    false,
    true,
    false,
    false,
    false,
    false,
  ]);
  end();
  const runs: string[][] = [];
  for (const seed of [5, 5, 6]) {
    inject({ seed, calls: [{ ...rule, rate: 0.5 }] });
    runs.push(await many(20));
    end();
  }
  expect(runs[0]).toEqual(runs[1]);
  expect(runs[0]).not.toEqual(runs[2]);
  expect(runs[0]).toContain("ok");
  expect(runs[0]).toContain("ThrottlingException");
});

test("only what a rule names: service, action, caller, and what the call is on", async () => {
  const wrong = [{ service: "sqs" }, { action: "Get*" }, { caller: "api" }, { on: "Reports" }, {}];
  inject({ calls: wrong.map((one) => ({ fault: "fail" as const, caller, ...one, each: 1 })).slice(0, 4) });
  expect(await put()).toBe("ok");
  end();
  // Without a caller, a rule is about functions; a person isn't one.
  inject({ calls: [{ fault: "fail", each: 1 }] });
  expect(await put()).toBe("ok");
  end();
  inject({
    calls: [{ fault: "fail", service: "dynamodb", action: "Put*", caller: "*", on: "Records", each: 1 }],
  });
  expect(await put()).toBe("InternalServerError");
});

test("an answer that is lost leaves its effect", async () => {
  inject({ calls: [{ fault: "lost", service: "dynamodb", action: "PutItem", caller, each: 1 }] });
  expect(await put(100)).not.toBe("ok");
  end();
  expect(await stored(100)).toBe(true);
  inject({ calls: [{ fault: "lost", service: "sqs", action: "SendMessage", caller, each: 1 }] });
  const message = new SendMessageCommand({ QueueUrl: stage.queue("Jobs").plan.url, MessageBody: "x" });
  await expect(new SQSClient(set()).send(message)).rejects.toThrow();
  expect(stage.queue("Jobs").counts().visible).toBe(1);
  stage.queue("Jobs").purge();
});

test("a transaction in the way cancels this one, with the reason at its member, and writes nothing", async () => {
  inject({ calls: [{ fault: "conflict", service: "dynamodb", action: "Transact*", caller, each: 1 }] });
  const TransactItems = [201, 202].map((id) => ({
    Put: { TableName: stage.tables.Records, Item: item(id) },
  }));
  const error: unknown = await new DynamoDBClient(set())
    .send(new TransactWriteItemsCommand({ TransactItems }))
    .catch((one: unknown) => one);
  const { name, CancellationReasons } = error as { name: string; CancellationReasons: { Code: string }[] };
  expect(name).toBe("TransactionCanceledException");
  expect(CancellationReasons.map(({ Code }) => Code)).toContain("TransactionConflict");
  expect(CancellationReasons).toHaveLength(2);
  end();
  expect([await stored(201), await stored(202)]).toEqual([false, false]);
});

test("a batch is taken in part, and says what it didn't take", async () => {
  const client = new DynamoDBClient(set());
  const TableName = stage.tables.Records!;
  inject({ calls: [{ fault: "partial", caller, part: 2, each: 1 }] });
  const puts = [301, 302, 303, 304].map((id) => ({ PutRequest: { Item: item(id) } }));
  const written = await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: puts } }));
  const left = written.UnprocessedItems?.[TableName] ?? [];
  expect(left).toHaveLength(2);
  const read = await client.send(
    new BatchGetItemCommand({
      RequestItems: { [TableName]: { Keys: [301, 302].map(item), ConsistentRead: true } },
    }),
  );
  expect(read.Responses).toEqual({});
  expect(read.UnprocessedKeys?.[TableName]).toEqual({ Keys: expect.any(Array), ConsistentRead: true });
  const Entries = ["a", "b", "c"].map((Id) => ({ Id, MessageBody: Id }));
  const sent = await new SQSClient(set()).send(
    new SendMessageBatchCommand({ QueueUrl: stage.queue("Jobs").plan.url, Entries }),
  );
  expect([sent.Successful?.length, sent.Failed?.length]).toEqual([1, 2]);
  expect(stage.queue("Jobs").counts().visible).toBe(1);
  const events = await new EventBridgeClient(set()).send(
    new PutEventsCommand({
      Entries: [1, 2, 3].map(() => ({ Source: "s", DetailType: "d", Detail: "{}", EventBusName: "own" })),
    }),
  );
  expect(events.FailedEntryCount).toBe(2);
  expect(events.Entries).toHaveLength(3);
  end();
  const there = await Promise.all([301, 302, 303, 304].map(stored));
  const refused = left.map((one) => one.PutRequest?.Item?.pk?.S);
  expect(there).toEqual([301, 302, 303, 304].map((id) => !refused.includes(`w#${id}`)));
});

test("SES throttles some of a bulk call's entries, bounces some, and keeps to a daily quota", async () => {
  const bulk = (to: string[]) =>
    new SESv2Client(set()).send(
      new SendBulkEmailCommand({
        FromEmailAddress: "a@crm.example",
        DefaultContent: { Template: { TemplateContent: { Subject: "s", Text: "t" }, TemplateData: "{}" } },
        BulkEmailEntries: to.map((one) => ({ Destination: { ToAddresses: [one] } })),
      }),
    );
  const people = Array.from({ length: 50 }, (_, n) => `p${n}@shop.example`);
  inject({
    calls: [{ fault: "partial", service: "ses", caller, part: 7, kth: 1 }],
    mail: { bounce: 1, dailyQuota: 60 },
  });
  const states = (await bulk(people)).BulkEmailEntryResults!.map((one) => one.Status);
  expect(states.filter((one) => one === "ACCOUNT_THROTTLED")).toHaveLength(7);
  const got = new Set(stage.inbox.list({ limit: 100 }).map((mail) => mail.to[0]));
  expect(states.map((one) => one === "SUCCESS")).toEqual(people.map((one) => got.has(one)));
  expect(stage.inbox.list({ limit: 1 })[0]?.status).toBe("bounced");
  const more = (await bulk(people)).BulkEmailEntryResults!.map((one) => one.Status);
  expect(more.filter((one) => one === "SUCCESS")).toHaveLength(17);
  expect(more).toContain("ACCOUNT_DAILY_QUOTA_EXCEEDED");
});

test("a call that hangs is never answered, and has its effect or none", async () => {
  const requestHandler = { requestTimeout: 250, throwOnRequestTimeout: true };
  const hung = (id: number) =>
    new DynamoDBClient({ ...set(), requestHandler })
      .send(new PutItemCommand({ TableName: stage.tables.Records, Item: item(id) }))
      .catch((error: Error) => error.name);
  const rule = { fault: "hang", service: "dynamodb", action: "PutItem", caller, kth: 1 } as const;
  inject({ calls: [rule] });
  const started = performance.now();
  expect(await hung(500)).toBe("TimeoutError");
  expect(performance.now() - started).toBeGreaterThan(245);
  expect(await put(501)).toBe("ok");
  end();
  inject({ calls: [{ ...rule, when: "after" }] });
  expect(await hung(502)).toBe("TimeoutError");
  end();
  expect(await Promise.all([500, 501, 502].map(stored))).toEqual([false, true, true]);
});

test("a function whose call hangs ends by its own time-out, and the next one is answered", async () => {
  inject({ calls: [{ fault: "hang", service: "sqs", caller: "patient", kth: 1 }] });
  expect(await stage.run("patient")).toMatchObject({ ok: false, error: { errorType: "Sandbox.Timedout" } });
  expect(await stage.invoke("patient")).toBe("answered");
});

test("latency comes before the effect, or after it", async () => {
  inject({ calls: [{ fault: "delay", service: "dynamodb", action: "PutItem", caller, each: 1, ms: 60 }] });
  const started = performance.now();
  expect(await put(400)).toBe("ok");
  expect(performance.now() - started).toBeGreaterThan(55);
  end();
  inject({ calls: [{ fault: "linger", service: "dynamodb", action: "PutItem", caller, each: 1, ms: 60 }] });
  const waiting = put(401);
  while (!(await stored(401)));
  expect(await Promise.race([waiting, Promise.resolve("still under way")])).toBe("still under way");
  expect(await waiting).toBe("ok");
});

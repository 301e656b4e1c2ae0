import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import type { Stage } from "../../packages/local/src/stage.ts";
import { fixtureStage, getAtt, type Json, mapping, queue, recording, seen } from "./fixture.ts";

type Event = {
  Records: { messageId: string; body: string; attributes: { ApproximateReceiveCount: string } }[];
};

const Dead = queue();
const redrive = { RedrivePolicy: { deadLetterTargetArn: getAtt("Dead"), maxReceiveCount: 2 } };

async function consuming(code: string, more: Json = {}, jobs: Json = {}, properties: Json = {}) {
  const stage = await fixtureStage({
    functions: { worker: { code: recording(code), properties } },
    resources: {
      Dead,
      Jobs: queue({ ...redrive, ...jobs }),
      Source: mapping("worker", getAtt("Jobs"), more),
    },
  });
  const bodies = () =>
    seen<Event>(stage, "worker").map((event) => event.Records.map((record) => record.body));
  return { stage, bodies, jobs: stage.queue("Jobs"), dead: stage.queue("Dead") };
}

const client = (stage: Stage) =>
  new SQSClient({ endpoint: stage.awsUrl, region: stage.region, credentials: stage.credentials });

describe("a queue and its function", () => {
  test("a message arrives once and is gone when the function succeeds", async () => {
    const { stage, bodies, jobs } = await consuming("");
    jobs.send("one");
    await stage.idle();
    expect(bodies()).toEqual([["one"]]);
    expect(jobs.messages()).toEqual([]);
    await stage.stop();
  });

  test("a failed message is hidden until its time-out ends, comes again, and then lies with the dead", async () => {
    const { stage, bodies, jobs, dead } = await consuming("throw new Error('no');");
    jobs.send("bad");
    await stage.idle();
    expect(bodies()).toHaveLength(1);
    expect(jobs.counts()).toEqual({ visible: 0, hidden: 1, delayed: 0 });
    await stage.clock.advance(29_000);
    expect(bodies()).toHaveLength(1);
    await stage.clock.advance(1_000);
    expect(bodies()).toHaveLength(2);
    await stage.clock.advance(30_000);
    expect(bodies()).toHaveLength(2);
    expect(dead.messages().map((message) => message.body)).toEqual(["bad"]);
    expect(jobs.messages()).toEqual([]);
    await stage.stop();
  });

  test("of a batch only the reported messages come again", async () => {
    const partial = `return { batchItemFailures: event.Records.filter((r) => r.body === "bad").map((r) => ({ itemIdentifier: r.messageId })) };`;
    const { stage, bodies, jobs } = await consuming(partial, {
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      MaximumBatchingWindowInSeconds: 1,
    });
    for (const body of ["good", "bad", "fine"]) jobs.send(body);
    await stage.idle();
    expect(jobs.messages().map((message) => message.body)).toEqual(["bad"]);
    await stage.clock.advance(30_000);
    expect(bodies()).toEqual([["good", "bad", "fine"], ["bad"]]);
    await stage.stop();
  });

  test("a delay is kept to the second by the stage's clock", async () => {
    const { stage, bodies, jobs } = await consuming("");
    await client(stage).send(
      new SendMessageCommand({ QueueUrl: jobs.plan.url, MessageBody: "later", DelaySeconds: 90 }),
    );
    await stage.idle();
    expect(bodies()).toEqual([]);
    expect(jobs.counts().delayed).toBe(1);
    await stage.clock.advance(89_999);
    expect(bodies()).toEqual([]);
    await stage.clock.advance(1);
    expect(bodies()).toEqual([["later"]]);
    await stage.stop();
  });

  test("batches are no larger than said, and no more run at once than said", async () => {
    const slow = "await new Promise((done) => setTimeout(done, 20));";
    const { stage, bodies, jobs } = await consuming(slow, {
      BatchSize: 2,
      ScalingConfig: { MaximumConcurrency: 2 },
    });
    let most = 0;
    stage.intercept(() => {
      most = Math.max(most, stage.runningOf("worker"));
    });
    for (let count = 0; count < 9; count++) jobs.send(String(count));
    await stage.idle();
    expect(bodies().flat().sort()).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8"]);
    expect(Math.max(...bodies().map((batch) => batch.length))).toBeLessThanOrEqual(2);
    expect(most).toBeLessThanOrEqual(2);
    await stage.stop();
  });

  test("a filter deletes what it refuses, unseen", async () => {
    const Pattern = JSON.stringify({ body: { kind: ["import"] } });
    const { stage, bodies, jobs } = await consuming("", { FilterCriteria: { Filters: [{ Pattern }] } });
    jobs.send(JSON.stringify({ kind: "import" }));
    jobs.send(JSON.stringify({ kind: "export" }));
    jobs.send("no JSON at all");
    await stage.idle();
    expect(bodies().flat()).toEqual(['{"kind":"import"}']);
    expect(jobs.messages()).toEqual([]);
    await stage.stop();
  });

  test("a message may send itself again, as jobs do", async () => {
    const again = `const { count } = JSON.parse(event.Records[0].body); if (count < 3) await send({ count: count + 1 });`;
    const code = `import { request } from "node:http";
      const send = (body) => new Promise((done, fail) => {
        const url = new URL(process.env.AWS_ENDPOINT_URL_SQS);
        const credential = process.env.AWS_ACCESS_KEY_ID + "/20250101/us-east-1/sqs/aws4_request";
        const headers = { "x-amz-target": "AmazonSQS.SendMessage", authorization: "AWS4-HMAC-SHA256 Credential=" + credential + ", SignedHeaders=host, Signature=0" };
        const asked = request(url, { method: "POST", headers }, (answer) => { answer.resume(); answer.on("end", done); });
        asked.on("error", fail);
        asked.end(JSON.stringify({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify(body) }));
      });
      ${recording(again)}`;
    const stage = await fixtureStage({
      functions: {
        worker: { code, properties: { Environment: { Variables: { QUEUE_URL: { Ref: "Jobs" } } } } },
      },
      resources: { Jobs: queue(), Source: mapping("worker", getAtt("Jobs")) },
    });
    stage.queue("Jobs").send(JSON.stringify({ count: 0 }));
    await stage.idle();
    expect(seen<Event>(stage, "worker").map((event) => event.Records[0]!.body)).toEqual(
      [0, 1, 2, 3].map((count) => JSON.stringify({ count })),
    );
    expect(stage.callsOf("worker").map((call) => `${call.service}:${call.action}`)).toEqual(
      Array(3).fill("sqs:SendMessage"),
    );
    await stage.stop();
  });

  test("a refused read is tried again a second later, not at once", async () => {
    const { stage, bodies, jobs } = await consuming("");
    let reads = 0;
    const remove = stage.intercept(({ action }) => {
      if (action === "ReceiveMessage" && ++reads) throw new Error("throttled");
    });
    jobs.send("one");
    await stage.idle();
    expect(reads).toBe(1);
    remove();
    await stage.clock.advance(1_000);
    expect(bodies()).toEqual([["one"]]);
    await stage.stop();
  });
});

import { afterEach, describe, expect, test } from "vitest";
import type { Stage } from "../../packages/local/src/stage.ts";
import {
  type Fixture,
  fixtureStage,
  getAtt,
  type Json,
  mapping,
  queue,
  recording,
  seen,
  table,
} from "../stage/fixture.ts";

let stage: Stage;
afterEach(() => stage.stop());

const start = async (fixture: Fixture) => {
  stage = await fixtureStage(fixture);
};

type Streamed = {
  Records: {
    eventName: string;
    dynamodb: { SequenceNumber: string; Keys: Json; NewImage: { n: { N: string } } };
  }[];
};

describe("under faults, a stream", () => {
  const reader: Fixture = {
    functions: { reader: recording() },
    resources: {
      Records: table(),
      Source: mapping("reader", getAtt("Records", "StreamArn"), {
        StartingPosition: "TRIM_HORIZON",
        BatchSize: 10,
        ParallelizationFactor: 3,
      }),
    },
  };

  async function written(): Promise<Streamed[]> {
    for (let n = 0; n < 120; n++)
      await stage.engine.call("PutItem", {
        TableName: stage.tables.Records,
        Item: { pk: { S: `w#${n % 7}` }, sk: { S: "a" }, n: { N: String(n) } },
      });
    await stage.idle();
    return seen<Streamed>(stage, "reader");
  }

  test("repeats and regroups batches, loses nothing, and tells each item's changes in their order", async () => {
    await start(reader);
    stage.inject({ seed: 3, streams: { duplicate: 0.3, regroup: true, interleave: true } });
    const batches = await written();
    const records = batches.flatMap(({ Records }) => Records);
    const first = new Map<string, number[]>();
    const known = new Set<string>();
    for (const { dynamodb } of records) {
      if (known.has(dynamodb.SequenceNumber)) continue;
      known.add(dynamodb.SequenceNumber);
      const key = JSON.stringify(dynamodb.Keys);
      first.set(key, [...(first.get(key) ?? []), Number(dynamodb.NewImage.n.N)]);
    }
    expect(known.size).toBe(120);
    expect(records.length).toBeGreaterThan(120);
    expect(new Set(batches.map(({ Records }) => Records.length)).size).toBeGreaterThan(2);
    for (const list of first.values()) expect(list).toEqual([...list].sort((a, b) => a - b));
  });
});

describe("under faults, a queue", () => {
  test("hands over messages twice and in another order, and each at least once", async () => {
    await start({
      functions: { worker: recording() },
      resources: {
        Jobs: queue({ VisibilityTimeout: 30 }),
        Source: mapping("worker", getAtt("Jobs"), { BatchSize: 2 }),
      },
    });
    const stop = stage.intercept(({ service, action }) => {
      if (service === "sqs" && action === "ReceiveMessage") throw new Error("not yet");
    });
    for (let n = 0; n < 20; n++) stage.queue("Jobs").send(String(n));
    await stage.idle();
    stop();
    stage.faults.splice(0);
    stage.inject({ seed: 2, queues: { duplicate: 0.3, reorder: true } });
    await stage.clock.advance(2_000);
    const bodies = seen<{ Records: { body: string }[] }>(stage, "worker").flatMap(({ Records }) =>
      Records.map(({ body }) => Number(body)),
    );
    expect(new Set(bodies).size).toBe(20);
    expect(bodies.length).toBeGreaterThan(20);
    expect(bodies).not.toEqual([...bodies].sort((a, b) => a - b));
  });

  test("gives a message again when its function is killed at its k-th call", async () => {
    const code = `
      const call = () => fetch(process.env.AWS_ENDPOINT_URL, { method: "POST", body: "{}", headers: {
        "x-amz-target": "AmazonSQS.ListQueues",
        authorization: \`AWS4-HMAC-SHA256 Credential=\${process.env.AWS_ACCESS_KEY_ID}/20250101/us-east-1/sqs/aws4_request, Signature=0\`,
      } });
      export const handler = async (event) => {
        for (let n = 0; n < 3; n++) await call();
        console.log("DONE");
      };`;
    await start({
      functions: { worker: code },
      resources: { Jobs: queue({ VisibilityTimeout: 30 }), Source: mapping("worker", getAtt("Jobs")) },
    });
    stage.inject({ calls: [{ fault: "kill", caller: "worker", kth: 2, when: "after" }] });
    stage.queue("Jobs").send("x");
    await stage.idle();
    const done = () => stage.logs.filter(({ line }) => line === "DONE").length;
    expect(stage.logs.map(({ line }) => line)).toContainEqual(
      expect.stringMatching(/Runtime.ExitError.*killed/),
    );
    expect(done()).toBe(0);
    await stage.clock.advance(30_000);
    expect(done()).toBe(1);
  });
});

describe("a kill at the k-th call", () => {
  /** Calls as often as it is told; between, others have their turn. */
  const caller = `
    export const handler = async ({ name, calls }) => {
      for (let n = 0; n < calls; n++)
        await fetch(process.env.AWS_ENDPOINT_URL, { method: "POST", body: JSON.stringify({ QueueNamePrefix: name }), headers: {
          "x-amz-target": "AmazonSQS.ListQueues",
          authorization: \`AWS4-HMAC-SHA256 Credential=\${process.env.AWS_ACCESS_KEY_ID}/20250101/us-east-1/sqs/aws4_request, Signature=0\`,
        } });
      return name + " is done";
    };`;

  test.each(["before", "after"] as const)(
    "ends the invocation that made it, %s it happened, and no other of its function",
    async (when) => {
      await start({ functions: { worker: caller } });
      stage.inject({ calls: [{ fault: "kill", caller: "worker", kth: 25, when }] });
      const outcomes = await Promise.all(
        ["ada", "bob", "cy"].map((name) => stage.run("worker", { name, calls: 20 })),
      );
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(2);
      const dead = outcomes.find(({ ok }) => !ok);
      expect(dead).toMatchObject({ error: { errorType: "Runtime.ExitError" } });
      const made = stage.callsOf("worker");
      const killed = made.filter(({ error }) => error === "Lost").map(({ caller: by }) => by);
      const victim = killed[0] as { instance?: string };
      const each = Map.groupBy(made, ({ caller: by }) => (by as { instance?: string }).instance);
      expect(each.size).toBe(3);
      for (const [instance, calls] of each)
        if (instance !== victim.instance) expect(calls.filter(({ error }) => !error)).toHaveLength(20);
      // The next one finds a fresh instance, and the two that lived on.
      const more = await Promise.all([1, 2, 3].map(() => stage.invoke("worker", { name: "eve", calls: 1 })));
      expect(more).toEqual(Array(3).fill("eve is done"));
      const ids = stage.callsOf("worker").map(({ caller: by }) => (by as { instance?: string }).instance);
      expect(new Set(ids).size).toBe(4);
    },
  );
});

describe("under faults, a bus", () => {
  const bus: Fixture = {
    resources: {
      Jobs: queue(),
      Rule: {
        Type: "AWS::Events::Rule",
        Properties: {
          EventPattern: { source: ["test", "aws.ses"] },
          Targets: [{ Id: "t", Arn: getAtt("Jobs") }],
        },
      },
    },
    functions: {
      sender: `export const handler = async ({ count }) => {
        for (let n = 0; n < count; n++) await fetch(process.env.AWS_ENDPOINT_URL, { method: "POST", headers: {
          "x-amz-target": "AWSEvents.PutEvents",
          authorization: \`AWS4-HMAC-SHA256 Credential=\${process.env.AWS_ACCESS_KEY_ID}/20250101/us-east-1/events/aws4_request, Signature=0\`,
        }, body: JSON.stringify({ Entries: [{ Source: "test", DetailType: "x", Detail: JSON.stringify({ n }) }] }) });
      };`,
    },
  };
  const arrived = () =>
    stage
      .queue("Jobs")
      .messages()
      .map(({ body }) => (JSON.parse(body) as { detail: { n: number } }).detail.n);

  test("brings events twice and late, and none is lost", async () => {
    await start(bus);
    stage.inject({ seed: 4, events: { duplicate: 0.4, late: 0.5, lateMs: 60_000 } });
    await stage.invoke("sender", { count: 30 });
    await stage.idle();
    const early = arrived().length;
    await stage.clock.advance(60_000);
    expect(early).toBeLessThan(arrived().length);
    expect(new Set(arrived()).size).toBe(30);
    expect(arrived().length).toBeGreaterThan(30);
    expect(arrived()).not.toEqual([...arrived()].sort((a, b) => a - b));
  });

  test("loses what SES tells, and only that", async () => {
    await start(bus);
    stage.inject({ mail: { events: { lose: 1 } } });
    await stage.invoke("sender", { count: 3 });
    await stage.idle();
    expect(arrived()).toHaveLength(3);
  });
});

test("the clock jumps to where clocks are put back, and handlers see it", async () => {
  await start({ functions: { clock: "export const handler = async () => Date.now();" } });
  stage.inject({
    clock: [
      { after: 60_000, to: "2030-10-27T00:59:30Z" },
      { after: 120_000, jump: 3_600_000 },
    ],
  });
  await stage.clock.advance(60_000);
  const edge = Date.parse("2030-10-27T00:59:30Z");
  const at = await stage.invoke<number>("clock");
  expect(at).toBeGreaterThanOrEqual(edge);
  expect(at).toBeLessThan(edge + 20_000);
  await stage.clock.advance(60_000);
  expect(await stage.invoke<number>("clock")).toBeGreaterThanOrEqual(edge + 3_600_000);
});

test("a second set of faults is refused while the first is on", async () => {
  await start({});
  const end = stage.inject({});
  expect(() => stage.inject({})).toThrow(/Faults are on already/);
  expect(() => stage.inject({ odd: 1 } as never)).toThrow(/unknown field odd/);
  end();
  stage.inject({})();
});

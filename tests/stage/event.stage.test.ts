import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { describe, expect, test } from "vitest";
import { Refusal } from "../../packages/local/src/call/index.ts";
import type { Stage } from "../../packages/local/src/stage.ts";
import { type Fixture, fixtureStage, getAtt, type Json, queue, recording, seen } from "./fixture.ts";

const Bus = { Type: "AWS::Events::EventBus", Properties: { Name: "facts" } };
const rule = (properties: Json): Json => ({
  Type: "AWS::Events::Rule",
  Properties: {
    EventBusName: { Ref: "Bus" },
    State: "ENABLED",
    EventPattern: { source: ["rapport"] },
    ...properties,
  },
});
const toJobs = (more: Json = {}): Json => ({ Targets: [{ Id: "Jobs", Arn: getAtt("Jobs"), ...more }] });

async function started(resources: Json, more: Fixture = {}) {
  const stage = await fixtureStage({
    ...more,
    resources: { Bus, Jobs: queue(), Dead: queue(), ...resources },
  });
  return {
    stage,
    bodies: () =>
      stage
        .queue("Jobs")
        .messages()
        .map((message) => JSON.parse(message.body)),
  };
}

const events = (stage: Stage) =>
  new EventBridgeClient({ endpoint: stage.awsUrl, region: stage.region, credentials: stage.credentials });

const put = async (stage: Stage, detail: Json, more: Json = {}) =>
  events(stage).send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: "facts",
          Source: "rapport",
          DetailType: "deal.won",
          Detail: JSON.stringify(detail),
          ...more,
        },
      ],
    }),
  );

describe("a bus", () => {
  test("brings an event to every rule that matches, on its own bus only", async () => {
    const { stage, bodies } = await started({
      Won: rule({
        EventPattern: { "detail-type": ["deal.won"], detail: { value: [{ numeric: [">", 100] }] } },
        ...toJobs(),
      }),
      Other: rule({ EventBusName: "default", ...toJobs() }),
      Off: rule({ State: "DISABLED", ...toJobs() }),
    });
    await put(stage, { value: 101 });
    await put(stage, { value: 100 });
    await stage.idle();
    expect(bodies()).toHaveLength(1);
    expect(bodies()[0]).toMatchObject({
      version: "0",
      source: "rapport",
      "detail-type": "deal.won",
      account: "000000000000",
      region: "us-east-1",
      resources: [],
      detail: { value: 101 },
    });
    await stage.stop();
  });

  test("refuses what the service refuses, entry by entry", async () => {
    const { stage } = await started({ R: rule(toJobs()) });
    const answer = await events(stage).send(
      new PutEventsCommand({
        Entries: [
          { EventBusName: "facts", Source: "rapport", DetailType: "a", Detail: "{}" },
          { EventBusName: "facts", Source: "rapport", DetailType: "a", Detail: "no JSON" },
          { EventBusName: "nobody", Source: "rapport", DetailType: "a", Detail: "{}" },
          { EventBusName: "facts", Source: "aws.s3", DetailType: "a", Detail: "{}" },
          {
            EventBusName: "facts",
            Source: "rapport",
            DetailType: "a",
            Detail: JSON.stringify("x".repeat(262_144)),
          },
        ],
      }),
    );
    expect(answer.FailedEntryCount).toBe(4);
    expect(answer.Entries?.map((entry) => entry.ErrorCode)).toEqual([
      undefined,
      "MalformedDetail",
      "ResourceNotFoundException",
      "NotAuthorizedForSourceException",
      "InvalidArgument",
    ]);
    await stage.stop();
  });

  test("transforms what a target gets", async () => {
    const InputTransformer = {
      InputPathsMap: { id: "$.detail.id", all: "$.detail", none: "$.detail.none" },
      InputTemplate:
        '{"id": <id>, "text": "deal <id> won", "all": <all>, "by": <aws.events.rule-name>, "none": "<none>"}',
    };
    const { stage, bodies } = await started({ R: rule({ Name: "won", ...toJobs({ InputTransformer }) }) });
    await put(stage, { id: 'd"1', n: 1 });
    await stage.idle();
    expect(bodies()).toEqual([
      { id: 'd"1', text: 'deal d"1 won', all: { id: 'd"1', n: 1 }, by: "won", none: "" },
    ]);
    await stage.stop();
  });

  test("gives a part or a constant where the target says so", async () => {
    const { stage, bodies } = await started({
      Part: rule(toJobs({ InputPath: "$.detail.id" })),
      Constant: rule(toJobs({ Input: '{"fixed":true}' })),
    });
    await put(stage, { id: "d1" });
    await stage.idle();
    expect(bodies()).toEqual(expect.arrayContaining(["d1", { fixed: true }]));
    await stage.stop();
  });

  test("tries a target again with growing pauses, then puts the event to the dead", async () => {
    const { stage, bodies } = await started({
      R: rule(
        toJobs({ RetryPolicy: { MaximumRetryAttempts: 2 }, DeadLetterConfig: { Arn: getAtt("Dead") } }),
      ),
    });
    let tries = 0;
    stage.intercept(({ action, input }) => {
      if (action !== "SendMessage" || !String(input.QueueUrl).endsWith("Jobs")) return;
      tries++;
      throw new Refusal("ThrottlingException", "slow down");
    });
    await put(stage, { id: "d1" });
    await stage.idle();
    expect(tries).toBe(1);
    await stage.clock.advance(60_000);
    expect(tries).toBe(3);
    expect(bodies()).toEqual([]);
    expect(stage.queue("Dead").messages()).toHaveLength(1);
    await stage.stop();
  });
});

describe("an asynchronous invocation", () => {
  const resources = {
    R: rule({ Targets: [{ Id: "F", Arn: getAtt("worker") }] }),
    Config: {
      Type: "AWS::Lambda::EventInvokeConfig",
      Properties: {
        FunctionName: { Ref: "worker" },
        Qualifier: "$LATEST",
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: getAtt("Dead") } },
      },
    },
  };

  test("is tried again a minute later, then goes to its failure destination", async () => {
    const { stage } = await started(resources, {
      functions: { worker: recording("throw new Error('no');") },
    });
    await put(stage, { id: "d1" });
    await stage.idle();
    expect(seen(stage, "worker")).toHaveLength(1);
    await stage.clock.advance(59_999);
    expect(seen(stage, "worker")).toHaveLength(1);
    await stage.clock.advance(1);
    await stage.idle();
    expect(seen(stage, "worker")).toHaveLength(2);
    const [dead] = stage.queue("Dead").messages();
    expect(JSON.parse(dead!.body)).toMatchObject({
      requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 2 },
      requestPayload: { detail: { id: "d1" } },
    });
    await stage.stop();
  });
});

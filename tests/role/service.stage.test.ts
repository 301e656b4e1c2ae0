import { describe, expect, test } from "vitest";
import type { Stage } from "../../packages/local/src/stage.ts";
import { type Fixture, getAtt, type Json, queue, recording, seen } from "../stage/fixture.ts";
import { allow, call, closedStages, document, grant, logs } from "./closed.ts";

const stages = closedStages();
let stage: Stage;
const closed = async (fixture: Fixture): Promise<void> => {
  stage = await stages.start(fixture);
};

const joined = (...parts: unknown[]): Json => ({ "Fn::Join": ["", parts] });

describe("a service that nobody let in", () => {
  const bus = { Type: "AWS::Events::EventBus", Properties: { Name: "own" } };
  const rule = (Arn: unknown, more: Json = {}): Json => ({
    Type: "AWS::Events::Rule",
    Properties: {
      EventBusName: { Ref: "Bus" },
      EventPattern: { source: ["test"] },
      Targets: [{ Id: "t", Arn, RetryPolicy: { MaximumRetryAttempts: 0 }, ...more }],
    },
  });
  const opened = (id: string, Condition: Json): Json => ({
    Type: "AWS::SQS::QueuePolicy",
    Properties: {
      Queues: [{ Ref: id }],
      PolicyDocument: document(
        allow("sqs:SendMessage", getAtt(id), { Principal: { Service: "events.amazonaws.com" }, Condition }),
      ),
    },
  });
  const put = call("AWSEvents.PutEvents", "{ Entries: [event] }");
  const event = { Source: "test", DetailType: "x", Detail: "{}", EventBusName: "own" };
  const puts = grant("workerRole", logs, allow("events:PutEvents", getAtt("Bus")));

  test("EventBridge brings nothing to a queue without a policy, and start-up says so", async () => {
    const from = (id: string) => ({ ArnEquals: { "aws:SourceArn": getAtt(id) } });
    await closed({
      functions: { worker: put },
      resources: {
        Bus: bus,
        Jobs: queue(),
        Dead: queue(),
        Rule: rule(getAtt("Jobs"), { DeadLetterConfig: { Arn: getAtt("Dead") } }),
        DeadOpen: opened("Dead", from("Rule")),
        Own: puts,
      },
    });
    expect(stage.faults.splice(0).map(String)).toEqual([
      expect.stringMatching(
        /fixture\/Rule: User: events\.amazonaws\.com is not authorized to perform: sqs:sendmessage .* because no resource-based policy allows/,
      ),
    ]);
    expect(await stage.invoke("worker", event)).toMatchObject({ FailedEntryCount: 0 });
    await stage.idle();
    expect(stage.queue("Jobs").counts().visible).toBe(0);
    expect(stage.queue("Dead").counts().visible).toBe(1);
    expect(stage.guard.refusals.map((one) => one.construct)).toEqual([
      "the policy of arn:aws:sqs:us-east-1:000000000000:fixture-Jobs, which no template has",
    ]);
  });

  test("a queue's policy that names another rule keeps this one out", async () => {
    await closed({
      functions: { worker: put },
      resources: {
        Bus: bus,
        Jobs: queue(),
        Rule: rule(getAtt("Jobs")),
        Other: rule(getAtt("Jobs")),
        JobsOpen: opened("Jobs", { ArnEquals: { "aws:SourceArn": getAtt("Other") } }),
        Own: puts,
      },
    });
    expect(stage.faults.splice(0)).toHaveLength(1);
    await stage.invoke("worker", event);
    await stage.idle();
    stage.faults.splice(0);
    expect(stage.queue("Jobs").counts().visible).toBe(1);
  });

  test("an API without permission answers 500, and its function never runs", async () => {
    const api = (permission: Json) => ({
      functions: { worker: recording("return { statusCode: 200 };") },
      resources: {
        Api: { Type: "AWS::ApiGatewayV2::Api", Properties: { ProtocolType: "HTTP", Name: "api" } },
        Integration: {
          Type: "AWS::ApiGatewayV2::Integration",
          Properties: {
            ApiId: { Ref: "Api" },
            IntegrationType: "AWS_PROXY",
            IntegrationUri: getAtt("worker"),
            PayloadFormatVersion: "2.0",
          },
        },
        Route: {
          Type: "AWS::ApiGatewayV2::Route",
          Properties: {
            ApiId: { Ref: "Api" },
            RouteKey: "ANY /api/{proxy+}",
            AuthorizationType: "NONE",
            Target: { "Fn::Join": ["/", ["integrations", { Ref: "Integration" }]] },
          },
        },
        Site: {
          Type: "AWS::CloudFront::Distribution",
          Properties: {
            DistributionConfig: {
              Enabled: true,
              DefaultCacheBehavior: { TargetOriginId: "api", AllowedMethods: ["GET", "POST"] },
              Origins: [
                { Id: "api", DomainName: joined({ Ref: "Api" }, ".execute-api.us-east-1.amazonaws.com") },
              ],
            },
          },
        },
        Own: grant("workerRole", logs),
        ...permission,
      },
    });
    const permission = (...source: unknown[]): Json => ({
      May: {
        Type: "AWS::Lambda::Permission",
        Properties: {
          FunctionName: { Ref: "worker" },
          Action: "lambda:InvokeFunction",
          Principal: "apigateway.amazonaws.com",
          SourceArn: joined("arn:aws:execute-api:us-east-1:000000000000:", ...source),
        },
      },
    });
    await closed(api(permission("another/*/*")));
    expect(stage.faults.splice(0)).toHaveLength(1);
    expect((await fetch(`${stage.openUrl}/api/x`)).status).toBe(500);
    expect(seen(stage, "worker")).toEqual([]);
    await stages.stop();
    await closed(api(permission({ Ref: "Api" }, "/*/*/api/*")));
    expect((await fetch(`${stage.openUrl}/api/x`)).status).toBe(200);
  });
});

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
let started: Stage | undefined;
afterEach(async () => {
  await started?.stop();
  started = undefined;
});

/** A stage whose roles and resources allow only what the test says. */
async function closed(fixture: Fixture): Promise<Stage> {
  stage = await fixtureStage({ ...fixture, closed: true });
  started = stage;
  return stage;
}

const document = (...Statement: Json[]): Json => ({ Version: "2012-10-17", Statement });
const grant = (role: string, ...statements: Json[]): Json => ({
  Type: "AWS::IAM::Policy",
  Properties: { PolicyName: "own", Roles: [{ Ref: role }], PolicyDocument: document(...statements) },
});
const logs: Json = { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: "*" };
const allow = (Action: string | string[], Resource: unknown, more: Json = {}): Json => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});

const call = (target: string, body: string) => `
  const key = process.env.AWS_ACCESS_KEY_ID;
  export const handler = async (event) => {
    const answer = await fetch(process.env.AWS_ENDPOINT_URL, {
      method: "POST",
      headers: {
        "x-amz-target": "${target}",
        authorization: \`AWS4-HMAC-SHA256 Credential=\${key}/20250101/us-east-1/x/aws4_request, Signature=0\`,
      },
      body: JSON.stringify(${body}),
    });
    return { status: answer.status, ...(await answer.json()) };
  };`;

describe("a function that does what its role doesn't allow", () => {
  const asks = call("DynamoDB_20120810.Query", "event");
  const asked = (pk: string, IndexName?: string) => ({
    TableName: stage.tables.Records,
    ...(IndexName ? { IndexName } : {}),
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": { S: pk } },
  });

  test("is refused in AWS's words, and told which construct to mend", async () => {
    await closed({
      functions: { worker: asks },
      resources: { Records: table(), Own: grant("workerRole", logs) },
    });
    const answer = await stage.invoke<Json>("worker", asked("w#1"));
    const arn = `arn:aws:dynamodb:us-east-1:000000000000:table/${stage.tables.Records}`;
    expect(answer).toEqual({
      status: 400,
      __type: "com.amazon.coral.service#AccessDeniedException",
      message: expect.stringMatching(
        `^User: arn:aws:sts::000000000000:assumed-role/fixture-workerRole/fixture-worker is not authorized to perform: dynamodb:Query on resource: ${arn} because no identity-based policy allows the dynamodb:Query action$`,
      ),
      Message: expect.any(String),
      Construct: "fixture/workerRole (workerRole)",
    });
    expect(stage.guard.refusals.map((one) => one.action)).toEqual(["dynamodb:Query"]);
    expect(stage.logs.map(({ line }) => line)).toContainEqual(
      expect.stringMatching(/^REFUSED User: .*\. Mend fixture\/workerRole/),
    );
    expect(stage.callsOf("worker").at(-1)).toMatchObject({ action: "Query", error: "AccessDeniedException" });
  });

  test("is kept to its keys, and an index is a resource of its own", async () => {
    const keys = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["w#*"] } };
    await closed({
      functions: { worker: asks },
      resources: {
        Records: table(),
        Own: grant("workerRole", logs, allow("dynamodb:Query", getAtt("Records"), { Condition: keys })),
      },
    });
    expect(await stage.invoke("worker", asked("w#1"))).toMatchObject({ status: 200, Count: 0 });
    expect(await stage.invoke("worker", asked("session#1"))).toMatchObject({ status: 400 });
    const index = await stage.invoke<Json>("worker", asked("w#1", "gsi1"));
    expect(index.message).toMatch(/table\/fixture-Records\/index\/gsi1 because/);
  });

  test("is refused by an explicit denial that names its statement", async () => {
    const denial = { Sid: "NoKeys", Effect: "Deny", Action: "dynamodb:*", Resource: "*" };
    await closed({
      functions: { worker: asks },
      resources: { Records: table(), Own: grant("workerRole", allow("*", "*"), denial) },
    });
    const answer = await stage.invoke<Json>("worker", asked("w#1"));
    expect(answer.message).toMatch(/with an explicit deny in an identity-based policy$/);
    expect(answer.Construct).toBe("fixture/Own (Own), statement NoKeys");
  });

  test("is refused where a condition can't be answered, which is said aloud once", async () => {
    const Condition = { StringEquals: { "aws:PrincipalTag/team": "a" } };
    await closed({
      functions: { worker: asks },
      resources: {
        Records: table(),
        Own: grant("workerRole", logs, allow("dynamodb:Query", "*", { Condition })),
      },
    });
    for (const pk of ["w#1", "w#2"])
      expect(await stage.invoke("worker", asked(pk))).toMatchObject({ status: 400 });
    expect(stage.faults.splice(0).map(String)).toEqual([
      expect.stringMatching(
        /can't answer the condition key aws:PrincipalTag\/team in fixture\/Own \(Own\), statement 1/,
      ),
    ]);
  });

  test("gets a queue's refusal in SQS's words", async () => {
    await closed({
      functions: { worker: call("AmazonSQS.SendMessage", "event") },
      resources: { Jobs: queue(), Own: grant("workerRole", logs) },
    });
    const answer = await stage.invoke<Json>("worker", {
      QueueUrl: stage.queue("Jobs").plan.url,
      MessageBody: "x",
    });
    expect(answer).toMatchObject({
      status: 403,
      message: expect.stringMatching(/perform: sqs:sendmessage on resource:/),
    });
    expect(stage.queue("Jobs").counts().visible).toBe(0);
  });
});

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
    await started?.stop();
    await closed(api(permission({ Ref: "Api" }, "/*/*/api/*")));
    expect((await fetch(`${stage.openUrl}/api/x`)).status).toBe(200);
  });
});

describe("what a deploy would refuse stops start-up", () => {
  const sleeper = "export const handler = async () => {};";
  const start = (fixture: Fixture) => closed(fixture);

  test("a mapping whose function may not read its queue or stream", async () => {
    await expect(
      start({
        functions: { worker: sleeper },
        resources: {
          Jobs: queue(),
          Source: mapping("worker", getAtt("Jobs")),
          Own: grant("workerRole", logs),
        },
      }),
    ).rejects.toThrow(/fixture\/Source: .*ReceiveMessage.*Mend fixture\/workerRole \(workerRole\)/);
    const reads = ["dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream"];
    await expect(
      start({
        functions: { worker: sleeper },
        resources: {
          Records: table(),
          Source: mapping("worker", getAtt("Records", "StreamArn"), { StartingPosition: "LATEST" }),
          Own: grant("workerRole", logs, allow(reads, "*")),
        },
      }),
    ).rejects.toThrow(/Please ensure the role can perform.*dynamodb:ListStreams/);
  });

  test("a role that Lambda or Scheduler can't take on", async () => {
    const trust = (Service: string, Condition: Json = {}): Json => ({
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: document({
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { Service },
          Condition,
        }),
      },
    });
    await expect(
      start({ functions: { worker: sleeper }, resources: { workerRole: trust("ec2.amazonaws.com") } }),
    ).rejects.toThrow(/cannot be assumed by Lambda. Mend fixture\/workerRole/);
    const every = (role: Json) => ({
      functions: { worker: sleeper },
      resources: {
        Clock: role,
        Every: {
          Type: "AWS::Scheduler::Schedule",
          Properties: {
            ScheduleExpression: "rate(1 minute)",
            FlexibleTimeWindow: { Mode: "OFF" },
            Target: { Arn: getAtt("worker"), RoleArn: getAtt("Clock") },
          },
        },
        Own: grant("workerRole", logs),
        Fires: grant("Clock", allow("lambda:InvokeFunction", getAtt("worker"))),
      },
    });
    const account = (id: string) => ({ StringEquals: { "aws:SourceAccount": id } });
    await expect(start(every(trust("scheduler.amazonaws.com", account("111111111111"))))).rejects.toThrow(
      /must allow AWS EventBridge Scheduler to assume the role/,
    );
    await start(every(trust("scheduler.amazonaws.com", account("000000000000"))));
    await stage.clock.advance(60_000);
    expect(stage.logs.filter(({ line }) => line.startsWith("REPORT"))).toHaveLength(1);
  });

  test("a receipt rule whose bucket SES may not write, and a bucket whose queue S3 may not write", async () => {
    const Bucket = { Type: "AWS::S3::Bucket", Properties: { BucketName: "mail" } };
    const rule = {
      Enabled: true,
      Recipients: ["a.example"],
      Actions: [{ S3Action: { BucketName: "mail" } }],
    };
    const Receipt = { Type: "AWS::SES::ReceiptRule", Properties: { RuleSetName: "rapport", Rule: rule } };
    await expect(start({ resources: { Bucket, Receipt } })).rejects.toThrow(
      /Could not write to bucket: mail\./,
    );
    const noted = {
      Type: "AWS::S3::Bucket",
      Properties: {
        BucketName: "mail",
        NotificationConfiguration: {
          QueueConfigurations: [{ Event: "s3:ObjectCreated:*", Queue: getAtt("Jobs") }],
        },
      },
    };
    await expect(start({ resources: { Bucket: noted, Jobs: queue() } })).rejects.toThrow(
      /Unable to validate the following destination configurations/,
    );
  });
});

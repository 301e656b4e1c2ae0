import { describe, expect, test } from "vitest";
import type { Stage } from "../../packages/local/src/stage.ts";
import { type Fixture, getAtt, type Json, mapping, queue, table } from "../stage/fixture.ts";
import { allow, closedStages, document, grant, logs } from "./closed.ts";

const stages = closedStages();
let stage: Stage;
const closed = async (fixture: Fixture): Promise<void> => {
  stage = await stages.start(fixture);
};

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

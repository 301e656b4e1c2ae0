import { describe, expect, test } from "vitest";
import type { Stage } from "../../packages/local/src/stage.ts";
import { type Fixture, fixtureStage, getAtt, mapping, queue, recording, table } from "./fixture.ts";

/** What start-up says of a template; a stage that starts is stopped and fails the test. */
async function refusal(fixture: Fixture): Promise<string> {
  let stage: Stage;
  try {
    stage = await fixtureStage(fixture);
  } catch (error) {
    return (error as Error).message;
  }
  await stage.stop();
  throw new Error("The stage started.");
}

const functions = { worker: recording() };
const rule = (properties: object) => ({
  Type: "AWS::Events::Rule",
  Properties: { State: "ENABLED", ...properties },
});

describe("a template with something unknown stops start-up and names it", () => {
  test("an unknown resource type", async () => {
    const message = await refusal({ resources: { Flow: { Type: "AWS::StepFunctions::StateMachine" } } });
    expect(message).toMatch(/AWS::StepFunctions::StateMachine.*fixture\/Flow/);
  });

  test("an unknown property", async () => {
    const message = await refusal({ resources: { Jobs: queue({ FifoQueue: true }) } });
    expect(message).toMatch(/AWS::SQS::Queue\.FifoQueue.*fixture\/Jobs/);
  });

  test("an unknown property inside another", async () => {
    const properties = { VpcConfig: { SubnetIds: [] } };
    const message = await refusal({ functions: { worker: { code: recording(), properties } } });
    expect(message).toContain("AWS::Lambda::Function.VpcConfig");
    const deep = mapping("worker", getAtt("Jobs"), { DestinationConfig: { OnSuccess: {} } });
    expect(await refusal({ functions, resources: { Jobs: queue(), Source: deep } })).toContain(
      "DestinationConfig.OnSuccess",
    );
  });

  test("an unknown value of a property that has only one emulated", async () => {
    const properties = { Runtime: "python3.13" };
    const message = await refusal({ functions: { worker: { code: recording(), properties } } });
    expect(message).toContain('Runtime = "python3.13"');
  });

  test("an unknown intrinsic", async () => {
    const message = await refusal({ resources: { Jobs: queue({ QueueName: { "Fn::Length": [1] } }) } });
    expect(message).toMatch(/Fn::Length.*fixture\/Jobs/);
  });

  test("an unknown section of the template", async () => {
    expect(await refusal({ template: { Transform: "AWS::Serverless-2016-10-31" } })).toContain("Transform");
  });

  test("an unknown event pattern operator, in a rule and in a filter", async () => {
    const EventPattern = { source: [{ soundex: "x" }] };
    expect(await refusal({ resources: { R: rule({ EventPattern }) } })).toMatch(/soundex.*fixture\/R/);
    const FilterCriteria = { Filters: [{ Pattern: JSON.stringify({ body: { a: [{ fuzzy: 1 }] } }) }] };
    const Source = mapping("worker", getAtt("Jobs"), { FilterCriteria });
    expect(await refusal({ functions, resources: { Jobs: queue(), Source } })).toMatch(
      /fuzzy.*fixture\/Source/,
    );
  });

  test("a schedule that can't be read", async () => {
    expect(await refusal({ resources: { R: rule({ ScheduleExpression: "every day" }) } })).toContain(
      "every day",
    );
  });

  test("a target that no template has", async () => {
    const Targets = [{ Id: "T", Arn: "arn:aws:sqs:us-east-1:000000000000:nobody" }];
    const message = await refusal({ resources: { R: rule({ EventPattern: { source: ["s"] }, Targets }) } });
    expect(message).toMatch(/fixture\/R sends to .*nobody/);
  });

  test("a target of a service that isn't emulated", async () => {
    const Targets = [{ Id: "T", Arn: "arn:aws:states:us-east-1:000000000000:stateMachine:flow" }];
    const message = await refusal({ resources: { R: rule({ EventPattern: { source: ["s"] }, Targets }) } });
    expect(message).toMatch(/arn:aws:states.*fixture\/R/);
  });

  test("a queue that shows a message again before its function has ended", async () => {
    const slow = { worker: { code: recording(), properties: { Timeout: 60 } } };
    const message = await refusal({
      functions: slow,
      resources: { Jobs: queue(), Source: mapping("worker", getAtt("Jobs")) },
    });
    expect(message).toContain("visibility time-out is shorter");
  });

  test("a notification of a bucket that isn't emulated", async () => {
    const Properties = { NotificationConfiguration: { TopicConfigurations: [] } };
    expect(await refusal({ resources: { Files: { Type: "AWS::S3::Bucket", Properties } } })).toContain(
      "TopicConfigurations",
    );
  });

  test("but what is on the list with a reason is passed over", async () => {
    const stage = await fixtureStage({
      resources: {
        Alarm: { Type: "AWS::CloudWatch::Alarm", Properties: { Anything: true } },
        Records: table({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
      },
    });
    expect(Object.keys(stage.tables)).toEqual(["Records"]);
    await stage.stop();
  });
});

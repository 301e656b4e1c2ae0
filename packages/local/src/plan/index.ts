import type { StackTemplate } from "../template/assembly.ts";
import { ignoredTypes } from "../template/ignored.ts";
import { type Endpoints, type Entity, evaluateStacks } from "../template/model.ts";
import { Unsupported } from "../template/unsupported.ts";
import { accessPlan } from "./access.ts";
import { aliasPlan, functionPlan, invokeConfigPlan, mappingPlan } from "./compute.ts";
import { bucketPlan, parameterPlan, queuePlan, tablePlan } from "./data.ts";
import { busPlan, configurationSets, receiptRulePlan, rulePlan, schedulePlan } from "./events.ts";
import { apiPlans, distributionPlan, edgeFunctionPlan, responseHeaders } from "./site.ts";

/** Types read by a plan; with the ignored ones, all that a template may hold. */
const planned = new Set([
  "AWS::DynamoDB::Table",
  "AWS::S3::Bucket",
  "AWS::S3::BucketPolicy",
  "AWS::SQS::Queue",
  "AWS::SQS::QueuePolicy",
  "AWS::Lambda::Function",
  "AWS::Lambda::Alias",
  "AWS::Lambda::EventSourceMapping",
  "AWS::Lambda::EventInvokeConfig",
  "AWS::Lambda::Permission",
  "AWS::KMS::Key",
  "AWS::IAM::Role",
  "AWS::IAM::Policy",
  "AWS::IAM::ManagedPolicy",
  "AWS::Events::EventBus",
  "AWS::Events::EventBusPolicy",
  "AWS::Events::Rule",
  "AWS::Scheduler::Schedule",
  "AWS::Scheduler::ScheduleGroup",
  "AWS::ApiGatewayV2::Api",
  "AWS::ApiGatewayV2::Integration",
  "AWS::ApiGatewayV2::Route",
  "AWS::ApiGatewayV2::Stage",
  "AWS::CloudFront::Distribution",
  "AWS::CloudFront::ResponseHeadersPolicy",
  "AWS::CloudFront::Function",
  "AWS::SSM::Parameter",
  "AWS::SES::ConfigurationSet",
  "AWS::SES::ConfigurationSetEventDestination",
  "AWS::SES::ReceiptRuleSet",
  "AWS::SES::ReceiptRule",
]);

export type Plan = ReturnType<typeof planOf>;

/** Turns evaluated templates into what the stage runs. Throws `Unsupported` on anything it would have to pass over. */
export function planOf(stacks: StackTemplate[], endpoints: Endpoints) {
  const entities = evaluateStacks(stacks, endpoints);
  for (const entity of entities)
    if (!planned.has(entity.type) && !(entity.type in ignoredTypes))
      throw new Unsupported(`the resource type ${entity.type}`, entity.path);
  const of = (type: string): Entity[] => entities.filter((entity) => entity.type === `AWS::${type}`);
  const assets = Object.assign({}, ...stacks.map((stack) => stack.assets)) as Record<string, string>;
  for (const entity of [...of("Scheduler::ScheduleGroup"), ...of("SES::ReceiptRuleSet")]) {
    const p = entity.reader();
    p.maybeText("Name");
    p.maybeText("RuleSetName");
    p.done();
  }
  return {
    account: stacks[0]?.account ?? "000000000000",
    region: stacks[0]?.region ?? "us-east-1",
    entities,
    tables: of("DynamoDB::Table").map(tablePlan),
    buckets: of("S3::Bucket").map(bucketPlan),
    queues: of("SQS::Queue").map(queuePlan),
    functions: of("Lambda::Function").map((entity) => functionPlan(entity, assets)),
    aliases: of("Lambda::Alias").map(aliasPlan),
    mappings: of("Lambda::EventSourceMapping").map(mappingPlan),
    invokeConfigs: of("Lambda::EventInvokeConfig").map(invokeConfigPlan),
    buses: of("Events::EventBus").map(busPlan),
    rules: of("Events::Rule").map(rulePlan),
    schedules: of("Scheduler::Schedule").map(schedulePlan),
    apis: apiPlans(entities),
    distributions: of("CloudFront::Distribution").map((entity) =>
      distributionPlan(entity, endpoints.domain(entity.path)),
    ),
    responseHeaders: new Map(
      of("CloudFront::ResponseHeadersPolicy").map((one) => [one.ref, responseHeaders(one)]),
    ),
    edgeFunctions: of("CloudFront::Function").map(edgeFunctionPlan),
    parameters: of("SSM::Parameter").map(parameterPlan),
    configurationSets: configurationSets(
      of("SES::ConfigurationSet"),
      of("SES::ConfigurationSetEventDestination"),
    ),
    receiptRules: of("SES::ReceiptRule").map(receiptRulePlan),
    access: accessPlan(entities),
  };
}

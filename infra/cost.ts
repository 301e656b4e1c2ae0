import { idleRun, MINUTES, polling, prices } from "./prices.ts";

type Properties = Record<string, unknown>;
type Resource = { Type: string; Properties?: Properties };
export type Template = { Resources: Record<string, Resource> };
export type Cost = { id: string; type: string; dollars: number };

/** Billed by use, storage or request alone: nothing while idle. */
const FREE = new Set(
  `ApiGatewayV2::Api ApiGatewayV2::Integration ApiGatewayV2::Route ApiGatewayV2::Stage Budgets::Budget
  CloudFront::Distribution CloudFront::Function CloudFront::OriginAccessControl CloudFront::ResponseHeadersPolicy
  DynamoDB::Table Events::EventBus Events::Rule IAM::Role Lambda::Alias Lambda::EventInvokeConfig Lambda::Function
  Lambda::Permission Lambda::Version Logs::LogGroup S3::Bucket S3::BucketPolicy SES::ConfigurationSet
  SES::ConfigurationSetEventDestination SES::EmailIdentity SES::ReceiptRule SES::ReceiptRuleSet SNS::Subscription
  SNS::Topic SQS::Queue SQS::QueuePolicy SSM::Parameter`
    .split(/\s+/)
    .map((type) => `AWS::${type}`),
);

/** What a stage costs a month while nobody uses it. @throws Error on a type whose idle price nobody has looked up. */
export function idleCost(template: Template): Cost[] {
  return Object.entries(template.Resources)
    .map(([id, resource]) => ({ id, type: resource.Type, dollars: dollarsOf(resource, template) }))
    .filter((cost) => cost.dollars > 0);
}

export function total(costs: Cost[]): number {
  return costs.reduce((sum, cost) => sum + cost.dollars, 0);
}

function dollarsOf({ Type, Properties = {} }: Resource, template: Template): number {
  switch (Type) {
    case "AWS::Lambda::EventSourceMapping":
      return pollingOf(Properties);
    case "AWS::Scheduler::Schedule":
      return runsOf(Properties, template);
    case "AWS::CloudWatch::Alarm":
      return prices.alarm;
    case "AWS::KMS::Key":
      return prices.key;
    case "AWS::SecretsManager::Secret":
      return prices.secret;
    default:
      if (FREE.has(Type)) return 0;
      throw new Error(`What does an idle ${Type} cost a month? Add it to infra/cost.ts.`);
  }
}

function pollingOf(mapping: Properties): number {
  // Lambda's reads of a DynamoDB stream are free.
  if (mapping.StartingPosition) return 0;
  const pollers = mapping.ScalingConfig ? polling.pollersWithConcurrency : polling.pollers;
  return pollers * polling.receivesAMinute * MINUTES * prices.sqsRequest;
}

function runsOf(schedule: Properties, template: Template): number {
  if (schedule.ScheduleExpression !== "rate(1 minute)")
    throw new Error(`How often is ${schedule.ScheduleExpression}?`);
  // Both functions of the clock have the same size; each schedule starts one.
  const functions = Object.values(template.Resources).filter(({ Type }) => Type === "AWS::Lambda::Function");
  const traced = functions.some(
    ({ Properties }) => (Properties?.TracingConfig as Properties | undefined)?.Mode === "Active",
  );
  const run =
    prices.schedule +
    prices.lambdaRequest +
    idleRun.seconds * 0.25 * prices.lambdaGbSecond +
    (idleRun.logBytes / 1e9) * prices.logGb +
    idleRun.readUnits * prices.readUnit +
    (traced ? prices.trace : 0);
  return run * MINUTES;
}

import { createHash } from "node:crypto";
import type { Value } from "./assembly.ts";

/** What a name may be made of. Endpoints are known before the template is evaluated, because they are part of it. */
export type Naming = {
  stack: string;
  id: string;
  account: string;
  region: string;
  awsUrl: string;
  /** The evaluated property, or undefined where the template leaves the name to CloudFormation. */
  property(name: string): Value | undefined;
  /** Host name under which a distribution is reached. */
  domain(id: string): string;
};

export type Kind = {
  ref(naming: Naming): string;
  attributes?: Record<string, (naming: Naming) => string>;
};

const hash = (naming: Naming, length: number): string =>
  createHash("sha256").update(`${naming.stack}/${naming.id}`).digest("hex").slice(0, length);

/** As CloudFormation does it: stack, logical id, and a tail where that is too long. */
export function name(naming: Naming, property: string, limit = 64): string {
  const given = naming.property(property);
  if (typeof given === "string") return given;
  const made = `${naming.stack}-${naming.id}`;
  return made.length <= limit ? made : `${made.slice(0, limit - 9)}-${hash(naming, 8)}`;
}

const arn = (naming: Naming, service: string, resource: string): string =>
  `arn:aws:${service}:${naming.region}:${naming.account}:${resource}`;

const global = (naming: Naming, service: string, resource: string): string =>
  `arn:aws:${service}::${naming.account}:${resource}`;

const table = (naming: Naming): string => name(naming, "TableName", 255);
const bucket = (naming: Naming): string => name(naming, "BucketName", 63).toLowerCase();
const queue = (naming: Naming): string => name(naming, "QueueName", 80);
const lambda = (naming: Naming): string => name(naming, "FunctionName");
const lambdaArn = (value: Value | undefined, naming: Naming): string => {
  const given = String(value);
  return given.startsWith("arn:") ? given : arn(naming, "lambda", `function:${given}`);
};
const opaque = (naming: Naming): string => hash(naming, 10);
const own = (naming: Naming): string => name(naming, "", 255);

// The stream's label is a time in AWS; here it must outlive restarts.
const streamLabel = "2025-01-01T00:00:00.000";

export const kinds: Record<string, Kind> = {
  "AWS::DynamoDB::Table": {
    ref: table,
    attributes: {
      Arn: (n) => arn(n, "dynamodb", `table/${table(n)}`),
      StreamArn: (n) => arn(n, "dynamodb", `table/${table(n)}/stream/${streamLabel}`),
    },
  },
  "AWS::S3::Bucket": {
    ref: bucket,
    attributes: {
      Arn: (n) => `arn:aws:s3:::${bucket(n)}`,
      DomainName: (n) => `${bucket(n)}.s3.amazonaws.com`,
      RegionalDomainName: (n) => `${bucket(n)}.s3.${n.region}.amazonaws.com`,
    },
  },
  "AWS::S3::BucketPolicy": { ref: own },
  "AWS::SQS::Queue": {
    ref: (n) => `${n.awsUrl}/${n.account}/${queue(n)}`,
    attributes: {
      Arn: (n) => arn(n, "sqs", queue(n)),
      QueueName: queue,
      QueueUrl: (n) => `${n.awsUrl}/${n.account}/${queue(n)}`,
    },
  },
  "AWS::SQS::QueuePolicy": { ref: own },
  "AWS::Lambda::Function": {
    ref: lambda,
    attributes: { Arn: (n) => arn(n, "lambda", `function:${lambda(n)}`) },
  },
  "AWS::Lambda::Version": {
    ref: (n) => `${lambdaArn(n.property("FunctionName"), n)}:1`,
    attributes: {
      Version: () => "1",
      FunctionArn: (n) => `${lambdaArn(n.property("FunctionName"), n)}:1`,
    },
  },
  "AWS::Lambda::Alias": {
    ref: (n) => `${lambdaArn(n.property("FunctionName"), n)}:${n.property("Name")}`,
    attributes: { AliasArn: (n) => `${lambdaArn(n.property("FunctionName"), n)}:${n.property("Name")}` },
  },
  "AWS::Lambda::EventSourceMapping": {
    ref: (n) => uuid(n),
    attributes: {
      Id: (n) => uuid(n),
      EventSourceMappingArn: (n) => arn(n, "lambda", `event-source-mapping:${uuid(n)}`),
    },
  },
  "AWS::Lambda::EventInvokeConfig": { ref: own },
  "AWS::Lambda::Permission": { ref: own },
  "AWS::IAM::Role": {
    ref: (n) => name(n, "RoleName"),
    attributes: {
      Arn: (n) => global(n, "iam", `role/${name(n, "RoleName")}`),
      RoleId: (n) => `AROA${hash(n, 17).toUpperCase()}`,
    },
  },
  "AWS::IAM::Policy": { ref: own },
  "AWS::IAM::ManagedPolicy": {
    ref: (n) => global(n, "iam", `policy/${name(n, "ManagedPolicyName", 128)}`),
    attributes: { PolicyArn: (n) => global(n, "iam", `policy/${name(n, "ManagedPolicyName", 128)}`) },
  },
  "AWS::Events::EventBus": {
    ref: (n) => name(n, "Name", 256),
    attributes: {
      Arn: (n) => arn(n, "events", `event-bus/${name(n, "Name", 256)}`),
      Name: (n) => name(n, "Name", 256),
    },
  },
  "AWS::Events::Rule": {
    ref: (n) => (busOf(n) === "default" ? name(n, "Name") : `${busOf(n)}|${name(n, "Name")}`),
    attributes: {
      Arn: (n) =>
        arn(
          n,
          "events",
          busOf(n) === "default" ? `rule/${name(n, "Name")}` : `rule/${busOf(n)}/${name(n, "Name")}`,
        ),
    },
  },
  "AWS::Events::EventBusPolicy": { ref: own },
  "AWS::Scheduler::Schedule": {
    ref: (n) => name(n, "Name"),
    attributes: {
      Arn: (n) => arn(n, "scheduler", `schedule/${n.property("GroupName") ?? "default"}/${name(n, "Name")}`),
    },
  },
  "AWS::Scheduler::ScheduleGroup": {
    ref: (n) => name(n, "Name"),
    attributes: { Arn: (n) => arn(n, "scheduler", `schedule-group/${name(n, "Name")}`) },
  },
  "AWS::ApiGatewayV2::Api": {
    ref: opaque,
    attributes: {
      ApiId: opaque,
      ApiEndpoint: (n) => `https://${opaque(n)}.execute-api.${n.region}.amazonaws.com`,
    },
  },
  "AWS::ApiGatewayV2::Integration": { ref: opaque, attributes: { IntegrationId: opaque } },
  "AWS::ApiGatewayV2::Route": { ref: opaque, attributes: { RouteId: opaque } },
  "AWS::ApiGatewayV2::Stage": { ref: (n) => name(n, "StageName") },
  "AWS::CloudFront::Distribution": {
    ref: (n) => `E${hash(n, 13).toUpperCase()}`,
    attributes: {
      Id: (n) => `E${hash(n, 13).toUpperCase()}`,
      DomainName: (n) => n.domain(n.id),
    },
  },
  "AWS::CloudFront::ResponseHeadersPolicy": { ref: opaque, attributes: { Id: opaque } },
  "AWS::CloudFront::CachePolicy": { ref: opaque, attributes: { Id: opaque } },
  "AWS::CloudFront::OriginRequestPolicy": { ref: opaque, attributes: { Id: opaque } },
  "AWS::CloudFront::OriginAccessControl": { ref: opaque, attributes: { Id: opaque } },
  "AWS::CloudFront::Function": {
    ref: (n) => global(n, "cloudfront", `function/${name(n, "Name")}`),
    attributes: { FunctionARN: (n) => global(n, "cloudfront", `function/${name(n, "Name")}`) },
  },
  "AWS::SSM::Parameter": {
    ref: (n) => name(n, "Name", 1011),
    attributes: { Value: (n) => String(n.property("Value")), Type: (n) => String(n.property("Type")) },
  },
  "AWS::SES::ConfigurationSet": { ref: (n) => name(n, "Name") },
  "AWS::SES::ConfigurationSetEventDestination": { ref: own, attributes: { Id: own } },
  "AWS::SES::EmailIdentity": { ref: (n) => String(n.property("EmailIdentity")) },
  "AWS::SES::ReceiptRuleSet": { ref: (n) => name(n, "RuleSetName") },
  "AWS::SES::ReceiptRule": { ref: own },
  "AWS::SNS::Topic": {
    ref: (n) => arn(n, "sns", name(n, "TopicName", 256)),
    attributes: {
      TopicArn: (n) => arn(n, "sns", name(n, "TopicName", 256)),
      TopicName: (n) => name(n, "TopicName", 256),
    },
  },
  "AWS::KMS::Key": {
    ref: (n) => uuid(n),
    attributes: { KeyId: (n) => uuid(n), Arn: (n) => arn(n, "kms", `key/${uuid(n)}`) },
  },
  "AWS::KMS::Alias": { ref: (n) => String(n.property("AliasName")) },
  "AWS::Logs::LogGroup": {
    ref: (n) => name(n, "LogGroupName", 512),
    attributes: { Arn: (n) => arn(n, "logs", `log-group:${name(n, "LogGroupName", 512)}:*`) },
  },
  "AWS::Logs::MetricFilter": { ref: own },
  "AWS::CloudWatch::Alarm": {
    ref: (n) => name(n, "AlarmName", 255),
    attributes: { Arn: (n) => arn(n, "cloudwatch", `alarm:${name(n, "AlarmName", 255)}`) },
  },
  "AWS::CloudWatch::Dashboard": { ref: (n) => name(n, "DashboardName", 255) },
  "AWS::Budgets::Budget": { ref: own },
  "AWS::CDK::Metadata": { ref: own },
};

function busOf(naming: Naming): string {
  const bus = naming.property("EventBusName");
  return typeof bus === "string" ? (bus.split("/").at(-1) ?? bus) : "default";
}

function uuid(naming: Naming): string {
  const digits = hash(naming, 32);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20),
  ].join("-");
}

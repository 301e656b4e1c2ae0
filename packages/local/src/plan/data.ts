import type { Properties, Value } from "../template/assembly.ts";
import type { Entity } from "../template/model.ts";

/** A table in the words of CreateTable, with what CreateTable doesn't take beside it. */
export type TablePlan = {
  name: string;
  arn: string;
  streamArn: string;
  path: string;
  create: Properties;
  streamView: string | undefined;
  ttlAttribute: string | undefined;
};

export function tablePlan(entity: Entity): TablePlan {
  const p = entity.reader();
  p.maybeText("TableName");
  const create: Properties = { TableName: entity.ref };
  for (const name of [
    "KeySchema",
    "AttributeDefinitions",
    "GlobalSecondaryIndexes",
    "LocalSecondaryIndexes",
    "BillingMode",
    "ProvisionedThroughput",
    "OnDemandThroughput",
  ]) {
    const value = p.raw(name);
    if (value !== undefined) create[name] = numbers(value);
  }
  const stream = p.object("StreamSpecification");
  const streamView = stream?.text("StreamViewType");
  if (streamView) create.StreamSpecification = { StreamEnabled: true, StreamViewType: streamView };
  const ttl = p.object("TimeToLiveSpecification");
  const ttlAttribute = ttl?.flag("Enabled") ? ttl.text("AttributeName") : undefined;
  p.done();
  const arn = entity.arn!;
  return {
    name: entity.ref,
    arn,
    streamArn: `${arn}/stream/2025-01-01T00:00:00.000`,
    path: entity.path,
    create,
    streamView,
    ttlAttribute,
  };
}

/** CloudFormation takes "5" where the API wants 5. */
function numbers(value: Value): Value {
  if (Array.isArray(value)) return value.map(numbers);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, /Units$/.test(key) ? Number(inner) : numbers(inner)]),
  );
}

export type BucketPlan = { name: string; arn: string; path: string; configuration: Properties };

export function bucketPlan(entity: Entity): BucketPlan {
  const p = entity.reader();
  p.maybeText("BucketName");
  const configuration: Properties = { name: entity.ref };
  for (const name of ["CorsConfiguration", "NotificationConfiguration", "LifecycleConfiguration"]) {
    const value = p.raw(name);
    if (value !== undefined) configuration[name] = value;
  }
  p.done();
  return { name: entity.ref, arn: entity.arn!, path: entity.path, configuration };
}

export type QueuePlan = {
  name: string;
  url: string;
  arn: string;
  path: string;
  visibility: number;
  delay: number;
  retention: number;
  waitTime: number;
  maximumSize: number;
  redrive: { target: string; limit: number } | undefined;
};

export function queuePlan(entity: Entity): QueuePlan {
  const p = entity.reader();
  p.maybeText("QueueName");
  p.raw("RedriveAllowPolicy");
  const redrive = p.object("RedrivePolicy");
  const plan = {
    name: entity.arn!.split(":").at(-1)!,
    url: entity.ref,
    arn: entity.arn!,
    path: entity.path,
    visibility: p.number("VisibilityTimeout") ?? 30,
    delay: p.number("DelaySeconds") ?? 0,
    retention: p.number("MessageRetentionPeriod") ?? 345_600,
    waitTime: p.number("ReceiveMessageWaitTimeSeconds") ?? 0,
    maximumSize: p.number("MaximumMessageSize") ?? 1_048_576,
    redrive: redrive && {
      target: redrive.text("deadLetterTargetArn"),
      limit: redrive.number("maxReceiveCount") ?? 1,
    },
  };
  p.done();
  return plan;
}

export type ParameterPlan = { name: string; type: string; value: string };

export function parameterPlan(entity: Entity): ParameterPlan {
  const p = entity.reader();
  p.maybeText("Name");
  const plan = { name: entity.ref, type: p.text("Type"), value: p.text("Value") };
  p.done();
  return plan;
}

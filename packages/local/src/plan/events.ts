import type { Properties, Value } from "../template/assembly.ts";
import type { Entity } from "../template/model.ts";
import type { Reader } from "../template/reader.ts";

export type TargetPlan = {
  id: string;
  arn: string;
  role: string | undefined;
  input: string | undefined;
  inputPath: string | undefined;
  transformer: { paths: Record<string, string>; template: string } | undefined;
  retries: number;
  maximumAge: number;
  deadLetter: string | undefined;
};

export type RulePlan = {
  name: string;
  arn: string;
  path: string;
  bus: string;
  pattern: Properties | undefined;
  schedule: string | undefined;
  enabled: boolean;
  targets: TargetPlan[];
};

export function rulePlan(entity: Entity): RulePlan {
  const p = entity.reader();
  p.maybeText("Name");
  const bus = p.maybeText("EventBusName");
  const plan: RulePlan = {
    name: entity.arn!.split("/").at(-1)!,
    arn: entity.arn!,
    path: entity.path,
    bus: bus?.split("/").at(-1) ?? "default",
    pattern: p.raw("EventPattern") as Properties | undefined,
    schedule: p.maybeText("ScheduleExpression"),
    enabled: (p.maybeText("State") ?? "ENABLED") !== "DISABLED",
    targets: p.objects("Targets", "Target").map(target),
  };
  p.done();
  return plan;
}

function target(p: Reader): TargetPlan {
  const transformer = p.object("InputTransformer");
  const retry = p.object("RetryPolicy");
  return {
    id: p.maybeText("Id") ?? "target",
    arn: p.text("Arn"),
    role: p.maybeText("RoleArn"),
    input: p.maybeText("Input"),
    inputPath: p.maybeText("InputPath"),
    transformer: transformer && {
      paths: (transformer.raw("InputPathsMap") ?? {}) as Record<string, string>,
      template: transformer.text("InputTemplate"),
    },
    retries: retry?.number("MaximumRetryAttempts") ?? 185,
    maximumAge: retry?.number("MaximumEventAgeInSeconds") ?? 86_400,
    deadLetter: p.object("DeadLetterConfig")?.text("Arn"),
  };
}

export type SchedulePlan = {
  name: string;
  arn: string;
  path: string;
  expression: string;
  zone: string;
  enabled: boolean;
  target: TargetPlan;
};

export function schedulePlan(entity: Entity): SchedulePlan {
  const p = entity.reader();
  p.maybeText("Name");
  p.maybeText("GroupName");
  p.object("FlexibleTimeWindow")?.only("Mode", "OFF");
  const plan: SchedulePlan = {
    name: entity.ref,
    arn: entity.arn!,
    path: entity.path,
    expression: p.text("ScheduleExpression"),
    zone: p.maybeText("ScheduleExpressionTimezone") ?? "UTC",
    enabled: (p.maybeText("State") ?? "ENABLED") === "ENABLED",
    target: target(p.object("Target", "Target")!),
  };
  p.done();
  return plan;
}

export type BusPlan = { name: string; arn: string; path: string };

export function busPlan(entity: Entity): BusPlan {
  const p = entity.reader();
  p.maybeText("Name");
  p.done();
  return { name: entity.ref, arn: entity.arn!, path: entity.path };
}

export type ConfigurationSetPlan = { name: string; destinations: { enabled: boolean; types: string[]; bus: string }[] };

/** Event destinations of SES name their configuration set, so both are read together. */
export function configurationSets(sets: Entity[], destinations: Entity[]): ConfigurationSetPlan[] {
  const plans = new Map<string, ConfigurationSetPlan>();
  for (const set of sets) {
    const p = set.reader();
    for (const name of [
      "Name",
      "ReputationOptions",
      "SendingOptions",
      "SuppressionOptions",
      "DeliveryOptions",
      "TrackingOptions",
      "VdmOptions",
    ])
      p.raw(name);
    p.done();
    plans.set(set.ref, { name: set.ref, destinations: [] });
  }
  for (const entity of destinations) {
    const p = entity.reader();
    const destination = p.object("EventDestination")!;
    destination.maybeText("Name");
    const plan = {
      enabled: destination.flag("Enabled") ?? true,
      types: destination.texts("MatchingEventTypes"),
      bus: destination.object("EventBridgeDestination")!.text("EventBusArn"),
    };
    plans.get(p.text("ConfigurationSetName"))?.destinations.push(plan);
    p.done();
  }
  return [...plans.values()];
}

export type ReceiptRulePlan = {
  name: string;
  path: string;
  ruleSet: string;
  enabled: boolean;
  recipients: string[];
  actions: Value[];
};

export function receiptRulePlan(entity: Entity): ReceiptRulePlan {
  const p = entity.reader();
  p.maybeText("After");
  const rule = p.object("Rule")!;
  rule.raw("ScanEnabled");
  rule.raw("TlsPolicy");
  const plan = {
    name: rule.maybeText("Name") ?? entity.ref,
    path: entity.path,
    ruleSet: p.text("RuleSetName"),
    enabled: rule.flag("Enabled") ?? false,
    recipients: rule.texts("Recipients"),
    actions: rule.list("Actions"),
  };
  p.done();
  return plan;
}

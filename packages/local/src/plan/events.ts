import type { Properties } from "../template/assembly.ts";
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

/** A configuration set with its event destinations, in the template's own words. */
export type ConfigurationSetPlan = { Name: string; EventDestinations: Properties[] } & Properties;

/** Event destinations of SES name their configuration set, so both are read together. */
export function configurationSets(sets: Entity[], destinations: Entity[]): ConfigurationSetPlan[] {
  const plans = new Map<string, ConfigurationSetPlan>();
  for (const set of sets) {
    const p = set.reader();
    for (const name of ["Name", "ReputationOptions", "DeliveryOptions", "TrackingOptions", "VdmOptions"])
      p.raw(name);
    const plan: ConfigurationSetPlan = { Name: set.ref, EventDestinations: [] };
    for (const name of ["SendingOptions", "SuppressionOptions"]) {
      const value = p.raw(name);
      if (value !== undefined) plan[name] = value;
    }
    p.done();
    plans.set(set.ref, plan);
  }
  for (const entity of destinations) {
    const p = entity.reader();
    const name = p.text("ConfigurationSetName");
    const plan = plans.get(name);
    if (!plan) throw new Error(`No configuration set ${name} for ${entity.path}`);
    plan.EventDestinations.push(p.raw("EventDestination") as Properties);
    p.done();
  }
  return [...plans.values()];
}

/** The Rule of a receipt rule, in the template's own words. */
export function receiptRulePlan(entity: Entity): Properties {
  const p = entity.reader();
  p.maybeText("After");
  p.text("RuleSetName");
  const rule = p.raw("Rule") as Properties;
  p.done();
  return { Name: entity.ref, ...rule };
}

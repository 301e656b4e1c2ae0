import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Properties } from "../template/assembly.ts";
import type { Entity } from "../template/model.ts";
import type { Reader } from "../template/reader.ts";
import { Unsupported } from "../template/unsupported.ts";

export type FunctionPlan = {
  name: string;
  arn: string;
  path: string;
  /** The folder that holds the bundle. */
  folder: string;
  file: string;
  exported: string;
  environment: Record<string, string>;
  /** Seconds. */
  timeout: number;
  /** MB. */
  memory: number;
  reserved: number | undefined;
  role: string;
  /** Where its lines go; a role must allow that. */
  logGroup: string;
  tracing: boolean;
  deadLetter: string | undefined;
};

export function functionPlan(entity: Entity, assets: Record<string, string>): FunctionPlan {
  const p = entity.reader();
  p.maybeText("FunctionName");
  p.only("PackageType", "Zip");
  p.only("Runtime", "nodejs24.x", "nodejs22.x");
  const code = p.object("Code");
  code?.raw("S3Bucket");
  const key = code?.text("S3Key") ?? "";
  const folder = assets[key];
  if (!folder) throw new Error(`No asset ${key} for ${entity.path} in the cloud assembly`);
  const [module, exported] = p.text("Handler").split(".");
  const logging = p.raw("LoggingConfig") as Properties | undefined;
  const tracing = p.raw("TracingConfig") as Properties | undefined;
  const variables = p.object("Environment")?.raw("Variables") ?? {};
  const plan: FunctionPlan = {
    name: entity.ref,
    arn: entity.arn!,
    path: entity.path,
    folder,
    file: bundleFile(folder, module!),
    exported: exported!,
    environment: Object.fromEntries(Object.entries(variables as Properties).map(([k, v]) => [k, String(v)])),
    timeout: p.number("Timeout") ?? 3,
    memory: p.number("MemorySize") ?? 128,
    reserved: p.number("ReservedConcurrentExecutions"),
    role: p.text("Role"),
    logGroup: String(logging?.LogGroup ?? `/aws/lambda/${entity.ref}`),
    tracing: tracing?.Mode === "Active",
    deadLetter: p.object("DeadLetterConfig")?.text("TargetArn"),
  };
  p.done();
  return plan;
}

/** A bundle that isn't there is an error of the first invocation, as in the account. */
function bundleFile(folder: string, module: string): string {
  const ends = [".mjs", ".js", ".cjs"];
  return join(folder, module + (ends.find((end) => existsSync(join(folder, module + end))) ?? ".mjs"));
}

export type AliasPlan = { arn: string; function: string; name: string; path: string };

export function aliasPlan(entity: Entity): AliasPlan {
  const p = entity.reader();
  p.raw("FunctionVersion");
  const plan = { arn: entity.ref, function: p.text("FunctionName"), name: p.text("Name"), path: entity.path };
  p.done();
  return plan;
}

export type MappingPlan = {
  id: string;
  path: string;
  source: string;
  function: string;
  batchSize: number;
  /** Seconds. */
  window: number;
  filters: unknown[];
  partial: boolean;
  bisect: boolean;
  /** -1 is for ever. */
  retries: number;
  /** Seconds; -1 is for ever. */
  maximumAge: number;
  start: string;
  parallel: number;
  failure: string | undefined;
  maximumConcurrency: number | undefined;
  enabled: boolean;
};

export function mappingPlan(entity: Entity): MappingPlan {
  const p = entity.reader();
  const source = p.text("EventSourceArn");
  const stream = source.includes(":dynamodb:");
  const types = p.texts("FunctionResponseTypes");
  const unknown = types.find((type) => type !== "ReportBatchItemFailures");
  if (unknown) throw new Unsupported(`the response type ${unknown}`, entity.path);
  const plan: MappingPlan = {
    id: entity.ref,
    path: entity.path,
    source,
    function: p.text("FunctionName"),
    batchSize: p.number("BatchSize") ?? (stream ? 100 : 10),
    window: p.number("MaximumBatchingWindowInSeconds") ?? 0,
    filters: filters(p),
    partial: types.length > 0,
    bisect: p.flag("BisectBatchOnFunctionError") ?? false,
    retries: p.number("MaximumRetryAttempts") ?? -1,
    maximumAge: p.number("MaximumRecordAgeInSeconds") ?? -1,
    start: p.maybeText("StartingPosition") ?? "TRIM_HORIZON",
    parallel: p.number("ParallelizationFactor") ?? 1,
    failure: p.object("DestinationConfig")?.object("OnFailure")?.text("Destination"),
    maximumConcurrency: p.object("ScalingConfig")?.number("MaximumConcurrency"),
    enabled: p.flag("Enabled") ?? true,
  };
  p.done();
  return plan;
}

function filters(p: Reader): unknown[] {
  const criteria = p.object("FilterCriteria");
  return (criteria?.objects("Filters") ?? []).map((filter) => JSON.parse(filter.text("Pattern")) as unknown);
}

export type InvokeConfigPlan = {
  function: string;
  retries: number;
  maximumAge: number;
  failure: string | undefined;
};

export function invokeConfigPlan(entity: Entity): InvokeConfigPlan {
  const p = entity.reader();
  p.raw("Qualifier");
  const plan = {
    function: p.text("FunctionName"),
    retries: p.number("MaximumRetryAttempts") ?? 2,
    maximumAge: p.number("MaximumEventAgeInSeconds") ?? 21_600,
    failure: p.object("DestinationConfig")?.object("OnFailure")?.text("Destination"),
  };
  p.done();
  return plan;
}

/** Names in templates come as name, ARN, or ARN with a version or alias. */
export function functionName(reference: string): string {
  return reference.startsWith("arn:") ? reference.split(":")[6]! : reference.split(":")[0]!;
}

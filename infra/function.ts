import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Alias, Architecture, Code, Function as Lambda, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { AssetHashType, Duration, RemovalPolicy } from "aws-cdk-lib/core";
import { DISABLE_ASSET_STAGING_CONTEXT } from "aws-cdk-lib/cx-api";
import type { Construct } from "constructs";
import { type FunctionSpec, pascal } from "./functions.ts";
import { environmentOf, type Granted, statementsOf } from "./grants.ts";
import { kept, named } from "./named.ts";
import { BUNDLES } from "./path.ts";

export type Made = { spec: FunctionSpec; lambda: Lambda; alias: Alias };

/**
 * A Lambda with a role, a log group and an alias `live` of its own. What invokes it asks the alias, so a rollback is
 * one call. `more` are the statements of the event source that it reads.
 */
export function lambda(
  scope: Construct,
  spec: FunctionSpec,
  granted: Granted,
  more: PolicyStatement[] = [],
): Made {
  const { stage } = granted;
  const id = pascal(spec.name);
  const logs = named(
    `${id}Logs`,
    new LogGroup(scope, `${id}Logs`, {
      retention: stage.production ? RetentionDays.THREE_MONTHS : RetentionDays.ONE_WEEK,
      removalPolicy: kept(stage),
    }),
  );
  const statements = [
    new PolicyStatement({
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [logs.logGroupArn],
    }),
    ...(stage.production
      ? [
          new PolicyStatement({
            actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
            resources: ["*"],
          }),
        ]
      : []),
    ...statementsOf(spec, granted),
    ...more,
  ];
  const role = named(
    `${id}Role`,
    new Role(scope, `${id}Role`, {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      inlinePolicies: { own: new PolicyDocument({ statements }) },
    }),
  );
  const made = named(
    id,
    new Lambda(scope, id, {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: "index.handler",
      code: bundle(scope, spec.name),
      memorySize: spec.memory,
      timeout: Duration.seconds(spec.timeout),
      environment: { STAGE: stage.name, ...environmentOf(spec, granted) },
      // Only the clock would use it in an idle stage: 86,400 traces a month, 0.43 dollars.
      tracing: stage.production ? Tracing.ACTIVE : Tracing.DISABLED,
      logGroup: logs,
      role: role.withoutPolicyUpdates(),
      currentVersionOptions: {
        removalPolicy: stage.production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      },
    }),
  );
  const alias = named(
    `${id}Live`,
    new Alias(scope, `${id}Live`, { aliasName: "live", version: made.currentVersion }),
  );
  return { spec, lambda: made, alias };
}

/**
 * A deployment takes the bundle's content. Where assets aren't staged (the local stage, tests) the bundle is only named:
 * the template can be made before the code is bundled, and stays the same when the code changes.
 */
function bundle(scope: Construct, name: string): Code {
  const folder = join(BUNDLES, name);
  if (scope.node.tryGetContext(DISABLE_ASSET_STAGING_CONTEXT)) {
    mkdirSync(folder, { recursive: true });
    return Code.fromAsset(folder, { assetHash: name, assetHashType: AssetHashType.CUSTOM });
  }
  if (!existsSync(join(folder, "index.mjs")))
    throw new Error(`The function ${name} isn't bundled: run \`npm run build\` first.`);
  return Code.fromAsset(folder);
}

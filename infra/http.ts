import { CfnApi, CfnIntegration, CfnRoute, CfnStage } from "aws-cdk-lib/aws-apigatewayv2";
import { CfnPermission } from "aws-cdk-lib/aws-lambda";
import { CfnLogGroup } from "aws-cdk-lib/aws-logs";
import { Aws, CfnDeletionPolicy, Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { lambda, type Made } from "./function.ts";
import { functionNamed, pascal } from "./functions.ts";
import type { Granted } from "./grants.ts";
import type { Stage } from "./stages.ts";

/** An HTTP API without routes yet: its address is part of the distribution, whose address its function must know. */
export function httpApi(
  scope: Construct,
  id: string,
  stage: Stage,
  limit: { rate: number; burst: number },
): CfnApi {
  const api = new CfnApi(scope, id, { name: `${Stack.of(scope).stackName}-${id}`, protocolType: "HTTP" });
  const logs = new CfnLogGroup(scope, `${id}Access`, { retentionInDays: stage.production ? 90 : 7 });
  logs.cfnOptions.deletionPolicy = logs.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.DELETE;
  new CfnStage(scope, `${id}Stage`, {
    apiId: api.ref,
    stageName: "$default",
    autoDeploy: true,
    defaultRouteSettings: { throttlingRateLimit: limit.rate, throttlingBurstLimit: limit.burst },
    // No address and no path: both can name a person.
    accessLogSettings: {
      destinationArn: logs.attrArn,
      format: JSON.stringify({
        request: "$context.requestId",
        route: "$context.routeKey",
        status: "$context.status",
        ms: "$context.responseLatency",
        error: "$context.integrationErrorMessage",
      }),
    },
  });
  return api;
}

/** Routes `ANY path` to the function's live alias. */
export function route(scope: Construct, api: CfnApi, name: string, path: string, granted: Granted): Made {
  const id = pascal(name);
  const made = lambda(scope, functionNamed(name), granted);
  const integration = new CfnIntegration(scope, `${id}Integration`, {
    apiId: api.ref,
    integrationType: "AWS_PROXY",
    integrationUri: made.alias.functionArn,
    integrationMethod: "POST",
    payloadFormatVersion: "2.0",
    timeoutInMillis: 29_000,
  });
  new CfnRoute(scope, `${id}Route`, {
    apiId: api.ref,
    routeKey: `ANY ${path}`,
    authorizationType: "NONE",
    target: `integrations/${integration.ref}`,
  });
  new CfnPermission(scope, `${id}Permission`, {
    action: "lambda:InvokeFunction",
    functionName: made.alias.functionArn,
    principal: "apigateway.amazonaws.com",
    sourceArn: `arn:${Aws.PARTITION}:execute-api:${Aws.REGION}:${Aws.ACCOUNT_ID}:${api.ref}/*/*`,
  });
  return made;
}

import type { CfnApi } from "aws-cdk-lib/aws-apigatewayv2";
import type { Construct } from "constructs";
import type { Made } from "./function.ts";
import type { Granted } from "./grants.ts";
import { httpApi, route } from "./http.ts";
import type { Stage } from "./stages.ts";

/** The open host's API. A campaign that arrives is opened by many at once. */
export function openHost(scope: Construct, stage: Stage): CfnApi {
  return httpApi(scope, "OpenHost", stage, { rate: 2000, burst: 4000 });
}

export function open(scope: Construct, host: CfnApi, granted: Granted): Made {
  return route(scope, host, "open", "/{proxy+}", granted);
}

import type { CfnApi } from "aws-cdk-lib/aws-apigatewayv2";
import type { Construct } from "constructs";
import type { Made } from "./function.ts";
import type { Granted } from "./grants.ts";
import { httpApi, route } from "./http.ts";
import type { Stage } from "./stages.ts";

/** The app's API: everything under /api/, behind the app's distribution. */
export function apiHost(scope: Construct, stage: Stage): CfnApi {
  return httpApi(scope, "ApiHost", stage, { rate: 500, burst: 1000 });
}

export function api(scope: Construct, host: CfnApi, granted: Granted): Made {
  return route(scope, host, "api", "/api/{proxy+}", granted);
}

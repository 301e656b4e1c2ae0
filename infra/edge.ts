import { CfnFunction } from "aws-cdk-lib/aws-cloudfront";
import { Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/** A page of the client has no dot in its last part; the client itself knows which page it is. */
const SINGLE_PAGE = `function handler(event) {
  var request = event.request;
  if (request.uri.lastIndexOf(".") <= request.uri.lastIndexOf("/")) request.uri = "/index.html";
  return request;
}`;

/** The open host shows what marketers wrote: no cookie reaches it, whoever set it. */
const NO_COOKIES = `function handler(event) {
  var request = event.request;
  request.cookies = {};
  return request;
}`;

export function singlePage(scope: Construct): CfnFunction {
  return edge(scope, "SinglePage", "Any page of the client is index.html", SINGLE_PAGE);
}

export function noCookies(scope: Construct): CfnFunction {
  return edge(scope, "NoCookies", "Drops cookies", NO_COOKIES);
}

function edge(scope: Construct, id: string, comment: string, functionCode: string): CfnFunction {
  return new CfnFunction(scope, id, {
    name: `${Stack.of(scope).stackName}-${id}`,
    autoPublish: true,
    functionConfig: { comment, runtime: "cloudfront-js-2.0" },
    functionCode,
  });
}

import type { Caller } from "../call/index.ts";
import type { Context } from "./condition.ts";
import type { Principal } from "./evaluate.ts";
import type { Acting } from "./guard.ts";
import type { Need, World } from "./need/index.ts";

type Given = {
  caller: Caller;
  principal: Principal;
  own: Need["context"];
  acting: Acting | undefined;
  world: World;
  now: number;
};

/**
 * What every request says of itself, by condition key in lower case.
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function contextOf({ caller, principal, own, acting, world, now }: Given): Context {
  const { account, region } = world;
  const context: Need["context"] = {
    ...own,
    "aws:CurrentTime": new Date(now).toISOString(),
    "aws:EpochTime": String(Math.floor(now / 1000)),
    "aws:RequestedRegion": region,
    "aws:ResourceAccount": account,
    // Loopback speaks http; the account's doors speak TLS only, and that is what the policy means.
    "aws:SecureTransport": "true",
    "aws:PrincipalIsAWSService": String(principal.kind === "service"),
    "aws:ViaAWSService": "false",
  };
  if (principal.kind === "service") context["aws:PrincipalServiceName"] = principal.service;
  else {
    context["aws:PrincipalAccount"] = account;
    context["aws:PrincipalArn"] = principal.kind === "role" ? principal.role : principal.arn;
    context["aws:PrincipalType"] = principal.kind === "role" ? "AssumedRole" : "User";
  }
  if (principal.kind === "person") context["aws:username"] = principal.arn.split("/").at(-1) ?? "";
  if (acting) context["lambda:SourceFunctionArn"] = acting.arn;
  // A service that acts for a resource says for which, so that nobody else's may do it: the confused deputy.
  if (caller.kind === "service" && principal.kind === "service" && caller.source !== "") {
    context["aws:SourceArn"] = caller.source;
    context["aws:SourceAccount"] = account;
  }
  return new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
}

import type { PermissionPlan } from "../plan/access.ts";
import type { World } from "./need/index.ts";
import type { Statement } from "./policy.ts";

/**
 * `AWS::Lambda::Permission` as the statement that Lambda adds to the policy of a function, of a version or of an alias:
 * each has its own, and a call is checked against the one it names.
 */
export function permissionPolicies(
  permissions: readonly PermissionPlan[],
  { account, region }: World,
): [string, Statement[]][] {
  return permissions.map((permission, index) => {
    const given = permission.function;
    const arn = given.startsWith("arn:") ? given : `arn:aws:lambda:${region}:${account}:function:${given}`;
    const { principal, source } = permission;
    const isService = principal.endsWith(".amazonaws.com");
    const conditions: Statement["conditions"] = {};
    if (source !== undefined) conditions.ArnLike = { "aws:SourceArn": [source] };
    if (permission.account !== undefined)
      conditions.StringEquals = { "aws:SourceAccount": [permission.account] };
    const statement: Statement = {
      origin: permission.origin,
      index,
      sid: undefined,
      allow: true,
      actions: { not: false, patterns: [permission.action] },
      resources: { not: false, patterns: [arn] },
      principals: {
        not: false,
        of: {
          all: principal === "*",
          aws: isService || principal === "*" ? [] : [principal],
          services: isService ? [principal] : [],
        },
      },
      conditions,
      variables: false,
    };
    return [arn, [statement]];
  });
}

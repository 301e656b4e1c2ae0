import { createHash } from "node:crypto";
import type { Answer, Scope } from "../context.ts";
import { policyNotFound, resourceNotFound, validation } from "../error.ts";
import type { Policy, Table } from "../schema.ts";

interface Named {
  ResourceArn: string;
  ExpectedRevisionId?: string;
}

/** The table behind an ARN of itself or of its stream, and under which name its policies are kept. */
function owner(scope: Scope, arn: string): { table: Table; of: "table" | "stream" } {
  for (const { table } of scope.engine.catalog.all()) {
    if (table.arn === arn) return { table, of: "table" };
    if (arn.startsWith(`${table.arn}/stream/`)) return { table, of: "stream" };
  }
  if (!/^arn:aws[a-z-]*:dynamodb:/.test(arn)) throw validation(`Invalid ResourceArn: ${arn}`);
  throw resourceNotFound(`Requested resource not found: ResourceArn: ${arn} not found`);
}

const missing = (arn: string) =>
  policyNotFound(`Resource-based policy not found for the provided ResourceArn: ${arn}`);

/** AWS takes the change only from who knows the present revision, where one is named. */
function checkRevision(
  present: Policy | undefined,
  { ResourceArn, ExpectedRevisionId: expected }: Named,
): void {
  if (expected === undefined) return;
  if (expected === "NO_POLICY" ? present : present?.revision !== expected) throw missing(ResourceArn);
}

const maxPolicy = 20 * 1024;

export function revisionOf(text: string): Policy {
  try {
    JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw validation("Resource-based policy is not a valid JSON document");
  }
  if (Buffer.byteLength(text) > maxPolicy)
    throw validation("Resource-based policy exceeds the maximum size of 20 KB");
  return {
    text,
    revision: String(BigInt(`0x${createHash("sha256").update(text).digest("hex").slice(0, 14)}`)),
  };
}

/** Kept and answered, not enforced: who may do what is asked in `before`. */
export function putPolicy(scope: Scope, input: Named & { Policy: string }): Answer {
  const { table, of } = owner(scope, input.ResourceArn);
  checkRevision(table.policies?.[of], input);
  const policy = revisionOf(input.Policy);
  table.policies = { ...table.policies, [of]: policy };
  scope.engine.catalog.save(table);
  return { RevisionId: policy.revision };
}

export function getPolicy(scope: Scope, input: Named): Answer {
  const { table, of } = owner(scope, input.ResourceArn);
  const policy = table.policies?.[of];
  if (!policy) throw missing(input.ResourceArn);
  return { Policy: policy.text, RevisionId: policy.revision };
}

export function deletePolicy(scope: Scope, input: Named): Answer {
  const { table, of } = owner(scope, input.ResourceArn);
  const policy = table.policies?.[of];
  checkRevision(policy, input);
  if (!policy) return {};
  const { [of]: _gone, ...rest } = table.policies!;
  table.policies = rest;
  scope.engine.catalog.save(table);
  return { RevisionId: policy.revision };
}

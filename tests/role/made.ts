/** Policies and requests for tests of the evaluation, without a stage. */
import { type Doubt, decide, type Principal } from "../../packages/local/src/role/evaluate.ts";
import { type Statement, statementsOf } from "../../packages/local/src/role/policy.ts";
import type { Value } from "../../packages/local/src/template/assembly.ts";

export const ACCOUNT = "000000000000";
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/worker`;
export const worker: Principal = {
  kind: "role",
  session: `arn:aws:sts::${ACCOUNT}:assumed-role/worker/worker`,
  role: ROLE,
  account: ACCOUNT,
};
export const service = (name: string): Principal => ({ kind: "service", service: name });

export type Given = { [key: string]: Value };

export const policy = (...statements: Given[]): Statement[] =>
  statementsOf({
    origin: { path: "stack/Role", id: "Role" },
    document: { Version: "2012-10-17", Statement: statements },
  });

export const context = (values: Record<string, string | string[]> = {}) =>
  new Map(Object.entries(values).map(([key, value]) => [key.toLowerCase(), value]));

type Ask = {
  principal?: Principal;
  action?: string;
  resource?: string;
  values?: Record<string, string | string[]>;
  identity?: Statement[];
  policies?: Statement[];
  boundary?: Statement[];
  key?: boolean;
  doubts?: Doubt[];
};

/** Whether it is let through. */
export function ask(given: Ask): boolean {
  const {
    principal = worker,
    action = "sqs:SendMessage",
    resource = "arn:aws:sqs:us-east-1:000000000000:jobs",
  } = given;
  const request = { principal, action, resource, context: context(given.values) };
  const policies = {
    identity: given.identity ?? [],
    resource: given.policies ?? [],
    boundary: given.boundary,
    key: given.key ?? false,
  };
  return decide(request, policies, (doubt) => given.doubts?.push(doubt)).allowed;
}

export const allow = (more: Given = {}): Given => ({
  Effect: "Allow",
  Action: "sqs:SendMessage",
  Resource: "*",
  ...more,
});
export const deny = (more: Given = {}): Given => ({ ...allow(more), Effect: "Deny" });

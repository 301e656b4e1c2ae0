import { type Context, holds, Unanswerable } from "./condition.ts";
import { isKnown } from "./condition-key.ts";
import { covers, like, likeAction, pieces, type Variables } from "./pattern.ts";
import type { Principals, Statement } from "./policy.ts";

/** Who asks, as policies see it. A service has no identity policies: it is let in by the resource, or by a role. */
export type Principal =
  | { kind: "role"; session: string; role: string; account: string }
  | { kind: "service"; service: string }
  | { kind: "person"; arn: string; account: string };

export type Request = { principal: Principal; action: string; resource: string; context: Context };

/** A policy statement whose condition the stage couldn't answer. */
export type Doubt = { statement: Statement; what: string };

export type Decision =
  | { allowed: true; by: Statement | undefined }
  | { allowed: false; denied: Statement | undefined; side: "identity" | "resource" };

export type Policies = {
  /** Of the caller's role; for a person everything is allowed that nothing denies. */
  identity: readonly Statement[];
  /** Of the thing that is asked. */
  resource: readonly Statement[];
  /** What the role may have at most, where it has a boundary. */
  boundary?: readonly Statement[] | undefined;
  /** A key lets in nobody whom its own policy doesn't, be it by naming the whole account. */
  key?: boolean;
};

/**
 * One action on one resource within one account: an explicit denial wins, then either side may allow; a boundary caps
 * what the role's own policies allow. docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(request: Request, policies: Policies, doubt: (doubt: Doubt) => void): Decision {
  const { principal } = request;
  const about = (statement: Statement) => applies(statement, request, doubt);
  const find = (list: readonly Statement[], allow: boolean) =>
    list.find((one) => one.allow === allow && about(one));
  const named = policies.resource.filter((one) => !one.principals || names(one.principals, principal));
  const refused = (side: "identity" | "resource", denied: Statement | undefined): Decision => ({
    allowed: false,
    denied,
    side,
  });
  const own = find(policies.identity, false) ?? find(policies.boundary ?? [], false);
  if (own) return refused("identity", own);
  const theirs = find(named, false);
  if (theirs) return refused("resource", theirs);
  if (principal.kind === "person") return { allowed: true, by: undefined };
  const by = find(policies.identity, true);
  const within = !policies.boundary || find(policies.boundary, true) !== undefined;
  if (by && within && (!policies.key || find(named, true))) return { allowed: true, by };
  const other = find(
    named.filter((one) => one.principals && !delegates(one, principal)),
    true,
  );
  if (other) return { allowed: true, by: other };
  return refused(principal.kind === "service" || (by && within) ? "resource" : "identity", undefined);
}

/** Whether a statement is about this action on this resource under these conditions. */
export function applies(statement: Statement, request: Request, doubt: (doubt: Doubt) => void): boolean {
  const { actions, resources } = statement;
  const { action, resource, context } = request;
  if (actions.patterns.some((one) => likeAction(one, action)) === actions.not) return false;
  const unknown = (what: string) => doubt({ statement, what });
  const variables = statement.variables ? variablesOf(context, unknown) : undefined;
  const on = (pattern: string): boolean => {
    if (!pattern.includes("${")) return like(pattern, resource);
    const compiled = pieces(pattern, variables);
    return compiled !== undefined && covers(compiled, resource);
  };
  if (resources.patterns.some(on) === resources.not) return false;
  for (const [operator, keys] of Object.entries(statement.conditions))
    for (const [key, wanted] of Object.entries(keys)) {
      try {
        if (!isKnown(key)) throw new Unanswerable(`the condition key ${key}`);
        if (!holds(operator, context.get(key.toLowerCase()), wanted, variables)) return false;
      } catch (error) {
        if (!(error instanceof Unanswerable)) throw error;
        unknown(error.message);
        // What can't be answered lets nobody in, and keeps out whom it was meant to keep out.
        if (statement.allow) return false;
      }
    }
  return true;
}

function variablesOf(context: Context, unknown: (what: string) => void): Variables {
  return (name) => {
    if (!isKnown(name)) unknown(`the policy variable ${name}`);
    const value = context.get(name.toLowerCase());
    return typeof value === "string" ? value : undefined;
  };
}

function names({ not, of }: NonNullable<Statement["principals"]>, principal: Principal): boolean {
  return among(of, principal) !== not;
}

function among(of: Principals, principal: Principal): boolean {
  if (of.all) return true;
  if (principal.kind === "service") return of.services.includes(principal.service);
  const own = principal.kind === "role" ? [principal.session, principal.role] : [principal.arn];
  return of.aws.some((one) => own.includes(one) || isAccount(one, principal.account));
}

const isAccount = (text: string, account: string): boolean =>
  text === account || text === `arn:aws:iam::${account}:root`;

/** To name the whole account lets in nobody by itself: it leaves the answer to the callers' own policies. */
function delegates({ principals }: Statement, principal: Principal): boolean {
  if (!principals || principals.not || principals.of.all || principal.kind === "service") return false;
  const own = principal.kind === "role" ? [principal.session, principal.role] : [principal.arn];
  return !principals.of.aws.some((one) => own.includes(one));
}

import type { Call, Caller } from "../call/index.ts";
import type { Access, RolePlan } from "../plan/access.ts";
import { contextOf } from "./context.ts";
import {
  type Decision,
  type Doubt,
  decide,
  type Policies,
  type Principal,
  type Request,
} from "./evaluate.ts";
import { type Need, needsOf, type World } from "./need/index.ts";
import { keysFor } from "./need/key.ts";
import { permissionPolicies } from "./permission.ts";
import { type Statement, statementsOf } from "./policy.ts";
import { type Denied, denied, placeOf } from "./refusal.ts";

/** A function as its role has it. */
export type Acting = { name: string; arn: string; role: string };

export type GuardOptions = {
  access: Access;
  world: World;
  /** The function behind a name of `Caller`; undefined where no template has it. */
  acting(name: string): Acting | undefined;
  now(): number;
  /** Hears of what can't be answered, once each. */
  report(error: unknown): void;
  /** Hears of each refusal, to write it where a person looks. */
  refused?(denied: Denied, caller: Caller): void;
};

type Role = {
  plan: RolePlan;
  trust: Statement[];
  statements: Statement[];
  boundary: Statement[] | undefined;
};

/** One permission that was asked for, as the evaluation saw it. */
export type Asked = { request: Request; role: string | undefined; decision: Decision };

const KEPT = 1_000;

/** Checks every call against the policies of the template: the caller's role and what guards the thing it asks for. */
export class Guard {
  /** The last refusals, for a person or a test to look at. */
  readonly refusals: Denied[] = [];
  private readonly options: GuardOptions;
  private readonly roles: Map<string, Role>;
  private readonly resources: Map<string, Statement[]>;
  private readonly told = new Set<string>();
  private readonly listeners = new Set<(asked: Asked) => void>();

  constructor(options: GuardOptions) {
    this.options = options;
    const { access } = options;
    this.roles = new Map(
      [...access.roles].map(([arn, plan]) => [
        arn,
        {
          plan,
          trust: statementsOf(plan.trust),
          statements: plan.documents.flatMap(statementsOf),
          boundary: plan.boundary && statementsOf(plan.boundary),
        },
      ]),
    );
    this.resources = new Map(
      [...access.resources].map(([arn, documents]) => [arn, documents.flatMap(statementsOf)]),
    );
    for (const [arn, statements] of permissionPolicies(access.permissions, options.world))
      this.resources.set(arn, [...(this.resources.get(arn) ?? []), ...statements]);
  }

  /** Hears each permission that is asked for; answers a function that stops it. */
  listen(listener: (asked: Asked) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Throws what AWS answers when a call isn't allowed. */
  check(call: Call): void {
    const needs = needsOf(call, this.options.world);
    if (needs === undefined) this.unknown(call);
    const refusal = this.first(call, needs ?? []);
    if (refusal) this.refuse(refusal, call.caller);
  }

  /** Why a call wouldn't be let through, without a word to anybody; undefined where it would. */
  may(call: Call): Denied | undefined {
    return this.first(call, needsOf(call, this.options.world) ?? []);
  }

  private first(call: Call, needs: Need[][]): Denied | undefined {
    const { access, world } = this.options;
    for (const either of needs) {
      const refusals = either.map((need) => this.refusal(call, need));
      if (refusals.length > 0 && refusals.every((one) => one !== undefined)) return refusals[0];
      for (const key of either.flatMap((need) => keysFor(need, access.keys, world))) {
        const refusal = this.refusal(call, key);
        if (refusal) return refusal;
      }
    }
    return undefined;
  }

  /** Whether a service may take a role on for one of its resources. */
  trusted(role: string, service: string, source: string): boolean {
    const found = this.roles.get(role);
    if (!found) return false;
    const principal: Principal = { kind: "service", service };
    const caller: Caller = { kind: "service", principal: service, source };
    const request = {
      principal,
      action: "sts:AssumeRole",
      resource: role,
      context: this.context(caller, principal, {}),
    };
    return decide(request, { identity: [], resource: found.trust }, this.doubt).allowed;
  }

  /** Statements of each role, by its ARN. */
  grants(): [string, readonly Statement[]][] {
    return [...this.roles].map(([arn, { statements }]) => [arn, statements]);
  }

  /** Statements that guard a resource, or all that guard any. */
  guarding(resource: string): readonly Statement[] {
    return this.resources.get(guarded(resource)) ?? [];
  }

  resourceStatements(): readonly Statement[] {
    return [...this.resources.values()].flat();
  }

  private refuse(refusal: Denied, caller: Caller): never {
    this.refusals.push(refusal);
    if (this.refusals.length > KEPT) this.refusals.shift();
    this.options.refused?.(refusal, caller);
    throw refusal;
  }

  private refusal(call: Call, need: Need): Denied | undefined {
    const { principal, role } = this.principal(call.caller);
    const policies = this.policies(need.resource, role);
    const context = this.context(call.caller, principal, need.context);
    const request: Request = { principal, action: need.action, resource: need.resource, context };
    const decision = decide(request, policies, this.doubt);
    for (const listener of this.listeners) listener({ request, role, decision });
    return decision.allowed
      ? undefined
      : denied(call, principal, need, decision, this.construct(decision, need.resource, role));
  }

  private policies(resource: string, role: string | undefined): Policies {
    const found = role === undefined ? undefined : this.roles.get(role);
    return {
      identity: found?.statements ?? [],
      boundary: found?.boundary,
      resource: this.resources.get(guarded(resource)) ?? [],
      key: resource.startsWith("arn:aws:kms:"),
    };
  }

  private principal(caller: Caller): { principal: Principal; role: string | undefined } {
    const { account } = this.options.world;
    const session = (role: string, name: string): Principal => ({
      kind: "role",
      session: `arn:aws:sts::${account}:assumed-role/${this.roles.get(role)?.plan.name ?? role}/${name}`,
      role,
      account,
    });
    const acting = caller.kind === "function" ? this.options.acting(caller.name) : undefined;
    if (acting) return { principal: session(acting.role, acting.name), role: acting.role };
    if (caller.kind === "service" && caller.role !== undefined)
      return {
        principal: session(caller.role, caller.source.split(":").at(-1) ?? "service"),
        role: caller.role,
      };
    if (caller.kind === "service")
      return { principal: { kind: "service", service: caller.principal }, role: undefined };
    return {
      principal: { kind: "person", arn: `arn:aws:iam::${account}:user/${caller.name}`, account },
      role: undefined,
    };
  }

  private context(caller: Caller, principal: Principal, own: Need["context"]) {
    const acting = caller.kind === "function" ? this.options.acting(caller.name) : undefined;
    return contextOf({ caller, principal, own, acting, world: this.options.world, now: this.options.now() });
  }

  /** Where to look: the denial itself, the caller's role, or what guards the resource. */
  private construct(
    decision: Decision & { allowed: false },
    resource: string,
    role: string | undefined,
  ): string {
    if (decision.denied) return placeOf(decision.denied);
    const own = role === undefined ? undefined : this.roles.get(role)?.plan.origin;
    if (own && decision.side === "identity") return `${own.path} (${own.id})`;
    const guards = this.resources.get(guarded(resource))?.[0]?.origin;
    return guards ? `${guards.path} (${guards.id})` : `the policy of ${resource}, which no template has`;
  }

  private unknown(call: Call): void {
    if (call.caller.kind === "person") return;
    const what = `${call.service}:${call.action}`;
    this.once(
      `The local stage doesn't know which permission ${what} needs: add it to packages/local/src/role/need.`,
    );
    const { principal, role } = this.principal(call.caller);
    const need = { action: what, resource: "*", context: {} };
    const decision: Decision & { allowed: false } = { allowed: false, denied: undefined, side: "identity" };
    this.refuse(denied(call, principal, need, decision, this.construct(decision, "*", role)), call.caller);
  }

  private readonly doubt = ({ statement, what }: Doubt): void =>
    this.once(`The local stage can't answer ${what} in ${placeOf(statement)}; it counts against the caller.`);

  private once(message: string): void {
    if (this.told.has(message)) return;
    this.told.add(message);
    this.options.report(new Error(message));
  }
}

/** The ARN that a resource policy stands at: a bucket's for its objects, a table's for its indexes. */
export function guarded(resource: string): string {
  if (resource.startsWith("arn:aws:s3:::")) return resource.split("/")[0]!;
  return resource.replace(/\/(index|stream)\/.*$/, "");
}

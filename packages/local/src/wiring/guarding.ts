import { type Caller, callerName } from "../call/index.ts";
import type { Plan } from "../plan/index.ts";
import { Guard } from "../role/guard.ts";
import type { World } from "../role/need/index.ts";
import type { Denied } from "../role/refusal.ts";
import { checkStanding } from "../role/standing.ts";
import { type Functions, shortName } from "./functions.ts";
import type { Ground } from "./ground.ts";

type Key = { AttributeName: string; KeyType: string };
type Keyed = { KeySchema?: Key[]; IndexName?: string };

/** Puts the template's policies before every call, and refuses at start-up what a deploy would refuse. */
export function guarding({ calls, clock, report, print }: Ground, plan: Plan, functions: Functions): Guard {
  const identities = plan.entities
    .filter(({ type }) => type === "AWS::SES::EmailIdentity")
    .map(({ ref }) => ref);
  const byName = new Map(plan.functions.map((one) => [one.name, one]));
  const guard = new Guard({
    access: plan.access,
    world: { account: plan.account, region: plan.region, identities: () => identities, hashOf: hashes(plan) },
    acting: (name) => byName.get(name),
    now: () => clock.now(),
    report,
    refused: (denied, caller) => print(labelOf(caller, functions), lineOf(denied)),
  });
  calls.check = (call) => guard.check(call);
  checkStanding(guard, plan, functions, report);
  return guard;
}

const lineOf = (denied: Denied): string => `REFUSED ${denied.message}. Mend ${denied.construct}`;

function labelOf(caller: Caller, functions: Functions): string {
  const name = callerName(caller);
  const fn = caller.kind === "function" ? functions.find(name) : undefined;
  return fn ? shortName(fn.plan) : name;
}

/** Partition keys of the template's tables and their indexes. */
function hashes(plan: Plan): World["hashOf"] {
  const known = new Map<string, string>();
  const hash = ({ KeySchema }: Keyed) => KeySchema?.find((key) => key.KeyType === "HASH")?.AttributeName;
  for (const { name, create } of plan.tables) {
    const all = [create, create.GlobalSecondaryIndexes ?? [], create.LocalSecondaryIndexes ?? []].flat();
    for (const one of all as Keyed[]) {
      const attribute = hash(one);
      if (attribute) known.set(`${name}/${one.IndexName ?? ""}`, attribute);
    }
  }
  return (table, index) => known.get(`${table}/${index ?? ""}`);
}

import { Lost } from "../fault/answer.ts";
import { Faulting, type Faults } from "../fault/index.ts";
import type { LagOptions } from "../table/index.ts";
import { shortName } from "./functions.ts";
import type { Ground } from "./ground.ts";
import type { Parts, Quota } from "./parts.ts";

/** Puts faults before every part of a stage; answers a function that ends them. One set at a time. */
export function inject(ground: Ground, { functions, queues, mail }: Parts, faults: Faults): () => void {
  const { calls, clock } = ground;
  if (ground.faulting) throw new Error("Faults are on already: end them first.");
  const dead = new Set<string>();
  const faulting = new Faulting({
    faults,
    nameOf: (name) => {
      const fn = functions.find(name);
      return fn ? shortName(fn.plan) : name;
    },
    kill: ({ name, instance }) => {
      dead.add(keyOf(name, instance));
      functions.find(name)?.kill(instance);
    },
  });
  const before = { ...mail.quota() };
  ground.faulting = faulting;
  calls.around = async (call, work) => {
    // A thread takes a moment to end: what it still asks for meanwhile reaches nobody.
    if (call.caller.kind === "function" && dead.has(keyOf(call.caller.name, call.caller.instance)))
      throw new Lost();
    return faulting.around(call, work);
  };
  for (const queue of queues.all()) queue.order = (list) => faulting.order(queue.plan.name, list);
  mail.setQuota(quotaOf(faults));
  const timers = (faults.clock ?? []).map(({ after = 0, jump, to }) =>
    clock.after(after, () => clock.skip(jump ?? Math.max(0, Date.parse(to!) - clock.now()))),
  );
  return () => {
    ground.faulting = undefined;
    calls.around = async (_, work) => work();
    for (const queue of queues.all()) queue.order = (list) => list;
    mail.setQuota(before);
    for (const forget of timers) forget();
  };
}

const keyOf = (name: string, instance = ""): string => `${name}.${instance}`;

/** Tables take their lag when they are opened. */
export const lagOf = (faults: Faults | undefined, given: LagOptions): LagOptions =>
  faults?.tables ? { ...given, ...faults.tables, seed: faults.seed ?? 1 } : given;

const quotaOf = ({ mail }: Faults): Partial<Quota> => ({
  ...(mail?.dailyQuota === undefined ? {} : { max24HourSend: mail.dailyQuota }),
  ...(mail?.rate === undefined ? {} : { maxSendRate: mail.rate }),
});

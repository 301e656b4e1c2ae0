import type { Call, Caller } from "../call/index.ts";
import { conflict, failed, Hung, Lost, throttled } from "./answer.ts";
import { Chance } from "./chance.ts";
import type { Faults, Rule } from "./file.ts";
import { partly } from "./partial.ts";
import { Aim } from "./rule.ts";

export { type Faults, faultsOf, readFaults } from "./file.ts";

export type Given = {
  faults: Faults;
  /** The short name of a function, as fault files have it. */
  nameOf(name: string): string;
  /** Ends an instance of a function with the invocation in it. */
  kill(victim: { name: string; instance: string }): void;
};

/** What a mail to an address that nobody simulates comes to. */
export type Fate = "bounce" | "softBounce" | "complaint";

const LONGEST_PAUSE = 8;

/** A fault file at work: each part of the stage asks it what goes wrong next. */
export class Faulting {
  readonly faults: Faults;
  private readonly given: Given;
  private readonly aims: Aim[];
  private readonly chances = new Map<string, Chance>();
  private readonly seed: number;

  constructor(given: Given) {
    this.given = given;
    this.faults = given.faults;
    this.seed = given.faults.seed ?? 1;
    this.aims = (given.faults.calls ?? []).map(
      (rule, index) => new Aim(rule, this.seed * 31 + index, given.nameOf),
    );
  }

  /** Does a call with the first fault that falls on it, or without. */
  async around<T>(call: Call, work: () => Promise<T> | T): Promise<T> {
    // Each counts, whichever strikes: a rule's k-th call doesn't depend on the others.
    const hit = this.aims.filter((aim) => aim.falls(call)).at(0);
    return hit ? this.strike(hit.rule, call, work) : work();
  }

  /** How a stream's lane goes on: how large a batch is, how many records come again, how long it waits before. */
  lane(key: string) {
    const { duplicate, regroup, interleave } = this.faults.streams ?? {};
    const chance = this.chance(`stream ${key}`);
    return {
      size: (most: number) => (regroup ? chance.between(1, most) : most),
      again: (done: number) => (chance.happens(duplicate) ? chance.between(1, done) : 0),
      pause: () => (interleave ? chance.between(0, LONGEST_PAUSE) : 0),
    };
  }

  /** Whether a message that was handled comes once more. */
  repeats(queue: string): boolean {
    return this.chance(`queue ${queue}`).happens(this.faults.queues?.duplicate);
  }

  order<T>(queue: string, list: T[]): T[] {
    return this.faults.queues?.reorder ? this.chance(`order ${queue}`).shuffled(list) : list;
  }

  /** When a rule's target gets an event: a pause in milliseconds for each time. */
  deliveries(rule: string, source: string): number[] {
    const mail = source === "aws.ses";
    const { duplicate, late, lateMs = 0 } = (mail ? this.faults.mail?.events : this.faults.events) ?? {};
    const chance = this.chance(`events ${rule}`);
    const times =
      mail && chance.happens(this.faults.mail?.events?.lose) ? 0 : chance.happens(duplicate) ? 2 : 1;
    return Array.from({ length: times }, () =>
      chance.happens(late) ? chance.between(1, Math.max(1, lateMs)) : 0,
    );
  }

  fate(): Fate | undefined {
    const { bounce, softBounce, complain } = this.faults.mail ?? {};
    const chance = this.chance("mail");
    if (chance.happens(bounce)) return "bounce";
    if (chance.happens(softBounce)) return "softBounce";
    return chance.happens(complain) ? "complaint" : undefined;
  }

  private async strike<T>(rule: Rule, call: Call, work: () => Promise<T> | T): Promise<T> {
    const chance = this.chance(`strike ${call.service}`);
    const pause = () => new Promise<void>((resolve) => setTimeout(resolve, rule.ms));
    switch (rule.fault) {
      case "throttle":
        throw throttled(call);
      case "conflict":
        throw conflict(call, () => chance.happens(0.5));
      case "partial":
        return partly(call, rule.part ?? 1, chance, work);
      case "delay":
        await pause();
        return work();
      case "linger": {
        const answer = await work();
        await pause();
        return answer;
      }
      case "lost":
        await work();
        throw new Lost();
      case "hang":
        if (rule.when === "after") await work();
        throw new Hung();
      case "kill":
        if (rule.when === "after") await work();
        this.end(call.caller);
        throw new Lost();
      default:
        throw failed(call);
    }
  }

  /** Who holds a presigned link has no instance, and services and persons live on. */
  private end(caller: Caller): void {
    if (caller.kind !== "function" || caller.instance === undefined) return;
    this.given.kill({ name: caller.name, instance: caller.instance });
  }

  /** A chance for each purpose, so that what one part asks doesn't change what another gets. */
  private chance(purpose: string): Chance {
    const known = this.chances.get(purpose);
    if (known) return known;
    let seed = this.seed;
    for (const letter of purpose) seed = (Math.imul(seed, 33) ^ letter.charCodeAt(0)) >>> 0;
    const made = new Chance(seed);
    this.chances.set(purpose, made);
    return made;
  }
}

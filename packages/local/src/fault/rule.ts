import { type Call, callerName } from "../call/index.ts";
import { like } from "../role/pattern.ts";
import { Chance } from "./chance.ts";
import type { Rule } from "./file.ts";

/** A rule of a fault file with its count: each has a chance of its own, so that one doesn't shift another's. */
export class Aim {
  readonly rule: Rule;
  private readonly chance: Chance;
  private readonly nameOf: (name: string) => string;
  private seen = 0;
  private hits = 0;

  /** `nameOf` makes a function's name of a call the short one of the fault file. */
  constructor(rule: Rule, seed: number, nameOf: (name: string) => string) {
    this.rule = rule;
    this.chance = new Chance(seed);
    this.nameOf = nameOf;
  }

  /** Counts a call that the rule is about; true where the fault falls on it. */
  falls(call: Call): boolean {
    if (!this.covers(call)) return false;
    this.seen++;
    const { kth, each, rate, times } = this.rule;
    if (times !== undefined && this.hits >= times) return false;
    const hit =
      kth !== undefined
        ? this.seen === kth
        : each !== undefined
          ? this.seen % each === 0
          : this.chance.happens(rate);
    if (hit) this.hits++;
    return hit;
  }

  private covers({ caller, service, action, input }: Call): boolean {
    const { rule } = this;
    if (rule.service !== undefined && rule.service !== service) return false;
    if (rule.action !== undefined && !like(rule.action, action)) return false;
    // What services do by themselves isn't a function's call: it must be named, or `*`.
    if (rule.caller === undefined ? caller.kind !== "function" : !this.names(rule.caller, callerName(caller)))
      return false;
    return rule.on === undefined || JSON.stringify(targets(input)).includes(rule.on);
  }

  private names(wanted: string, name: string): boolean {
    return like(wanted, name) || like(wanted.toLowerCase(), this.nameOf(name).toLowerCase());
  }
}

/** What a call is on: the names in it, not its data. */
function targets(input: Record<string, unknown>): unknown[] {
  const { TableName, QueueUrl, Bucket, Key, FunctionName, Name, EventBusName, StreamArn, IndexName } = input;
  const tables = Object.keys((input.RequestItems ?? {}) as object);
  const items = ((input.TransactItems ?? []) as Record<string, { TableName?: string }>[]).flatMap((one) =>
    Object.values(one).map((member) => member.TableName),
  );
  const key = typeof Key === "string" ? Key : undefined;
  return [
    TableName,
    QueueUrl,
    Bucket,
    key,
    FunctionName,
    Name,
    EventBusName,
    StreamArn,
    IndexName,
    tables,
    items,
  ];
}

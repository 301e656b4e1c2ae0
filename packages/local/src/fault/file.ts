import { readFileSync } from "node:fs";
import {
  type Check,
  count,
  flag,
  instant,
  list,
  Malformed,
  number,
  oneOf,
  rate,
  shape,
  text,
} from "./check.ts";

/** What may happen to a call. docs/local-stage.md, Faults, says what each is. */
export const KINDS = [
  "throttle",
  "fail",
  "conflict",
  "partial",
  "lost",
  "hang",
  "delay",
  "linger",
  "kill",
] as const;

const DAY = 86_400_000;
const SECOND = 1_000;

const rule = shape({
  fault: oneOf(...KINDS),
  /** Which calls: each of these narrows, none means any call of a function. */
  service: text,
  action: text,
  caller: text,
  on: text,
  /** When: one of these. */
  kth: count,
  each: count,
  rate,
  /** At most so often. */
  times: count,
  /** `partial`: how many entries of a batch are refused; one where not given. */
  part: count,
  /** `delay` and `linger`. */
  ms: number(0, 10 * SECOND),
  /** `kill` and `hang`: before the call has its effect, or after. */
  when: oneOf("before", "after"),
});

const file = shape({
  seed: number(0, 2 ** 32 - 1),
  calls: list(rule),
  streams: shape({ duplicate: rate, regroup: flag, interleave: flag }),
  queues: shape({ duplicate: rate, reorder: flag }),
  events: shape({ duplicate: rate, late: rate, lateMs: number(0, DAY) }),
  tables: shape({ indexMs: number(0, 60 * SECOND), staleRate: rate, staleMs: number(0, 60 * SECOND) }),
  mail: shape({
    bounce: rate,
    softBounce: rate,
    complain: rate,
    dailyQuota: number(0, 1e9),
    rate: number(1, 1e6),
    events: shape({ duplicate: rate, lose: rate, late: rate, lateMs: number(0, 7 * DAY) }),
  }),
  clock: list(shape({ after: number(0, 365 * DAY), jump: number(1, 365 * DAY), to: instant })),
});

type Read<C> = C extends Check<infer T> ? T : never;
export type Faults = Read<typeof file>;
export type Rule = Read<typeof rule>;

/** Checks a fault file that is parsed already. @throws {Malformed} with the place of the first mistake. */
export function faultsOf(value: unknown): Faults {
  const faults = file(value, "");
  for (const [index, one] of (faults.calls ?? []).entries()) complete(one, `calls[${index}]`);
  for (const [index, { jump, to }] of (faults.clock ?? []).entries())
    if ((jump === undefined) === (to === undefined))
      throw new Malformed(`clock[${index}]`, "expected either jump, in milliseconds, or to, a time");
  return faults;
}

const ONLY: [member: keyof Rule, kinds: readonly string[]][] = [
  ["part", ["partial"]],
  ["ms", ["delay", "linger"]],
  ["when", ["kill", "hang"]],
];

function complete(one: Rule, where: string): void {
  if (one.fault === undefined) throw new Malformed(where, `expected fault, one of ${KINDS.join(", ")}`);
  const times = [one.kth, one.each, one.rate].filter((each) => each !== undefined);
  if (times.length !== 1) throw new Malformed(where, "expected exactly one of kth, each and rate");
  for (const [member, kinds] of ONLY)
    if (one[member] !== undefined && !kinds.includes(one.fault))
      throw new Malformed(where, `${member} goes with ${kinds.join(" and ")} only`);
  if ((one.fault === "delay" || one.fault === "linger") && one.ms === undefined)
    throw new Malformed(where, `${one.fault} needs ms`);
}

/** Reads a fault file from disk. */
export function readFaults(path: string): Faults {
  try {
    return faultsOf(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw new Error(
      `The fault file ${path} can't be used: ${error instanceof Error ? error.message : error}`,
    );
  }
}

import { randomUUID } from "node:crypto";
import type { Activity } from "../clock/activity.ts";
import type { Clock } from "../clock/index.ts";
import type { RulePlan, TargetPlan } from "../plan/events.ts";
import { compile, type Matcher } from "./pattern.ts";
import { checkTarget, targetInput } from "./transform.ts";

export type BusEvent = {
  version: "0";
  id: string;
  "detail-type": string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: unknown;
};

export type Entry = {
  Source?: string;
  DetailType?: string;
  Detail?: string;
  EventBusName?: string;
  Resources?: string[];
  Time?: number | string;
};

/** Hands a target what it is due; rejects when the target can't take it now. */
export type Deliver = (
  target: TargetPlan,
  input: unknown,
  by: { principal: string; source: string },
) => Promise<void>;

type Rule = RulePlan & { matches: Matcher };

const ENTRY_LIMIT = 256 * 1024;

export type Surroundings = {
  clock: Clock;
  activity: Activity;
  account: string;
  region: string;
  deliver: Deliver;
  report(error: unknown): void;
  /** Pauses in milliseconds, one for each time that a target gets an event; a fault may bring it twice, late or never. */
  times?(rule: string, source: string): number[];
};

/** The buses of a stage: the template's and the account's own, `default`. */
export class Buses {
  readonly names: Set<string>;
  private readonly rules: Rule[];
  private readonly around: Surroundings;

  constructor(names: string[], rules: RulePlan[], around: Surroundings) {
    this.names = new Set(["default", ...names]);
    this.around = around;
    this.rules = rules
      .filter((rule) => rule.enabled && rule.pattern !== undefined)
      .map((rule) => ({ ...rule, matches: compile(rule.pattern, rule.path) }));
    for (const rule of rules) for (const target of rule.targets) checkTarget(target, rule.path);
  }

  /** PutEvents for one entry: answers its id, or why it isn't taken. */
  put(entry: Entry): { EventId: string } | { ErrorCode: string; ErrorMessage: string } {
    const refused = (ErrorMessage: string, ErrorCode = "InvalidArgument") => ({ ErrorCode, ErrorMessage });
    const bus = entry.EventBusName?.split("/").at(-1) ?? "default";
    if (!this.names.has(bus)) return refused(`Event bus ${bus} does not exist.`, "ResourceNotFoundException");
    if (!entry.Source)
      return refused("Parameter Source is not valid. Reason: Source is a required argument.");
    if (entry.Source.startsWith("aws."))
      return refused("Not authorized for the source.", "NotAuthorizedForSourceException");
    if (!entry.DetailType)
      return refused("Parameter DetailType is not valid. Reason: DetailType is a required argument.");
    let detail: unknown;
    try {
      detail = JSON.parse(entry.Detail ?? "");
    } catch {
      return refused("Detail is malformed.", "MalformedDetail");
    }
    if (entrySize(entry) > ENTRY_LIMIT)
      return refused("Total size of the entries in the request is over the limit.");
    const id = randomUUID();
    this.publish(bus, {
      "detail-type": entry.DetailType,
      source: entry.Source,
      resources: entry.Resources ?? [],
      detail,
      id,
      ...(entry.Time === undefined ? {} : { time: timeOf(entry.Time) }),
    });
    return { EventId: id };
  }

  /** An event of AWS's own or of a bus; every matching rule gets it. */
  publish(bus: string, given: Partial<BusEvent> & Pick<BusEvent, "source" | "detail-type" | "detail">): void {
    const { clock, account, region } = this.around;
    const event: BusEvent = {
      version: "0",
      id: randomUUID(),
      account,
      region,
      resources: [],
      time: new Date(clock.now()).toISOString().replace(/\.\d+Z$/, "Z"),
      ...given,
    };
    for (const rule of this.rules) {
      if (rule.bus !== bus || !rule.matches(event)) continue;
      for (const target of rule.targets) {
        const input = targetInput(target, event, rule, clock.now());
        const by = { principal: "events.amazonaws.com", source: rule.arn };
        for (const pause of this.around.times?.(rule.name, event.source) ?? [0])
          if (pause === 0) deliverWithRetries(this.around, target, input, by);
          else clock.after(pause, () => deliverWithRetries(this.around, target, input, by));
      }
    }
  }
}

/** A delivery is tried again with growing pauses, then put into the target's dead-letter queue. */
export function deliverWithRetries(
  around: Pick<Surroundings, "clock" | "activity" | "deliver" | "report">,
  target: TargetPlan,
  input: unknown,
  by: { principal: string; source: string },
): void {
  const { clock, activity, deliver, report } = around;
  const since = clock.due();
  const attempt = async (count: number): Promise<void> => {
    try {
      await deliver(target, input, by);
    } catch (error) {
      const old = clock.due() - since >= target.maximumAge * 1000;
      if (count <= target.retries && !old) {
        clock.after(Math.min(1000 * 2 ** (count - 1), 600_000), () => start(count + 1));
        return;
      }
      if (!target.deadLetter) throw error;
      await deliver({ ...target, arn: target.deadLetter }, input, by);
    }
  };
  const start = (count: number): void => {
    activity.during(`delivery to ${target.arn}`, () => attempt(count)).catch(report);
  };
  start(1);
}

function entrySize(entry: Entry): number {
  const size = (text: string | undefined) => (text === undefined ? 0 : Buffer.byteLength(text));
  return (
    size(entry.Source) +
    size(entry.DetailType) +
    size(entry.Detail) +
    (entry.Resources ?? []).reduce((sum, one) => sum + size(one), 0) +
    (entry.Time === undefined ? 0 : 14)
  );
}

/** The JSON protocol sends epoch seconds. */
function timeOf(time: number | string): string {
  return new Date(typeof time === "number" ? time * 1000 : time).toISOString().replace(/\.\d+Z$/, "Z");
}

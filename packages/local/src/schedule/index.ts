import { randomUUID } from "node:crypto";
import type { Clock } from "../clock/index.ts";
import { deliverWithRetries, type Surroundings } from "../event/index.ts";
import type { RulePlan, SchedulePlan } from "../plan/events.ts";
import { parse } from "./expression.ts";

/** Fires every schedule of the template at its time, by the stage's clock. */
export function startSchedules(schedules: SchedulePlan[], rules: RulePlan[], around: Surroundings): void {
  for (const { expression, zone, enabled, path, target, arn } of schedules) {
    const next = parse(expression, zone, path);
    if (!enabled) continue;
    repeat(around.clock, next, (at) => {
      const input =
        target.input === undefined
          ? scheduled(around, arn, at, "aws.scheduler")
          : JSON.parse(fill(target.input, arn, at));
      deliverWithRetries(around, target, input, { principal: "scheduler.amazonaws.com", source: arn });
    });
  }
  for (const { schedule, enabled, path, targets, arn } of rules) {
    if (schedule === undefined) continue;
    const next = parse(schedule, "UTC", path);
    if (!enabled) continue;
    repeat(around.clock, next, (at) => {
      for (const target of targets)
        deliverWithRetries(
          around,
          target,
          target.input === undefined
            ? scheduled(around, arn, at, "aws.events")
            : (JSON.parse(target.input) as unknown),
          { principal: "events.amazonaws.com", source: arn },
        );
    });
  }
}

function repeat(clock: Clock, next: (after: number) => number | undefined, fire: (at: number) => void): void {
  const plan = (after: number): void => {
    const at = next(after);
    if (at === undefined) return;
    clock.at(at, () => {
      // Planned from the clock, not from `at`: after a jump the missed ticks don't come one by one.
      plan(clock.due());
      fire(at);
    });
  };
  plan(clock.due());
}

/** docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function fill(input: string, arn: string, at: number): string {
  return input
    .replaceAll("<aws.scheduler.schedule-arn>", arn)
    .replaceAll("<aws.scheduler.scheduled-time>", new Date(at).toISOString())
    .replaceAll("<aws.scheduler.execution-id>", randomUUID())
    .replaceAll("<aws.scheduler.attempt-number>", "1");
}

function scheduled(around: Surroundings, arn: string, at: number, source: string): unknown {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "Scheduled Event",
    source,
    account: around.account,
    time: new Date(at).toISOString().replace(/\.\d+Z$/, "Z"),
    region: around.region,
    resources: [arn],
    detail: source === "aws.scheduler" ? "{}" : {},
  };
}

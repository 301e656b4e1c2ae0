import { describe, expect, test } from "vitest";
import { Clock } from "../../packages/local/src/clock/index.ts";
import { parse } from "../../packages/local/src/schedule/expression.ts";
import { fixtureStage, getAtt, recording, seen } from "./fixture.ts";

const schedule = (ScheduleExpression: string, Input?: string) => ({
  Type: "AWS::Scheduler::Schedule",
  Properties: {
    ScheduleExpression,
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: {
      Arn: getAtt("worker"),
      RoleArn: getAtt("workerRole"),
      ...(Input === undefined ? {} : { Input }),
    },
  },
});

describe("the stage's clock", () => {
  test("stands still for timers until it is turned, and fires them in order at their own moments", async () => {
    const clock = new Clock("turned");
    const fired: [string, number][] = [];
    const start = clock.due();
    const note = (name: string) => () => fired.push([name, clock.due() - start]);
    clock.after(2_000, note("second"));
    clock.after(1_000, () => {
      note("first")();
      clock.after(500, note("nested"));
    });
    clock.after(9_000, note("never"));
    await clock.advance(2_000);
    expect(fired).toEqual([
      ["first", 1_000],
      ["nested", 1_500],
      ["second", 2_000],
    ]);
    expect(clock.now()).toBeGreaterThanOrEqual(start + 2_000);
    clock.stop();
  });

  test("waits between two steps for what the first one started", async () => {
    const order: string[] = [];
    const clock = new Clock("turned", async () => {
      order.push("settled");
    });
    clock.after(1, () => order.push("one"));
    clock.after(2, () => order.push("two"));
    await clock.advance(2);
    expect(order).toEqual(["settled", "one", "settled", "two", "settled", "settled"]);
    clock.stop();
  });

  test("takes a timer back", async () => {
    const clock = new Clock("turned");
    let fired = false;
    clock.after(1, () => {
      fired = true;
    })();
    await clock.advance(10);
    expect(fired).toBe(false);
    clock.stop();
  });

  test("fires by itself while it is real", async () => {
    const clock = new Clock("real");
    await new Promise<void>((resolve) => clock.after(1, resolve));
    clock.stop();
  });
});

describe("schedules", () => {
  test("every minute means once a minute, at the full minute, and only when the clock is turned", async () => {
    const stage = await fixtureStage({
      functions: { worker: recording() },
      resources: { Every: schedule("rate(1 minute)", '{"at":"<aws.scheduler.scheduled-time>"}') },
    });
    await stage.idle();
    expect(seen(stage, "worker")).toEqual([]);
    await stage.clock.advance(5 * 60_000);
    const times = seen<{ at: string }>(stage, "worker").map((event) => Date.parse(event.at));
    expect(times).toHaveLength(5);
    for (const [index, time] of times.entries()) {
      expect(time % 60_000).toBe(0);
      if (index > 0) expect(time - times[index - 1]!).toBe(60_000);
    }
    await stage.stop();
  });

  test("after a jump, as after an outage, a schedule fires once for all it missed", async () => {
    const stage = await fixtureStage({
      functions: { worker: recording() },
      resources: { Every: schedule("rate(1 minute)") },
    });
    await stage.clock.jump(3 * 3_600_000);
    expect(seen(stage, "worker")).toHaveLength(1);
    await stage.clock.advance(60_000);
    expect(seen(stage, "worker")).toHaveLength(2);
    await stage.stop();
  });

  const noon = Date.UTC(2025, 0, 31, 12, 0);
  const next = (expression: string, after = noon) =>
    new Date(parse(expression, "UTC", "Rule")(after) ?? Number.NaN).toISOString();

  test.each([
    ["rate(5 minutes)", "2025-01-31T12:05:00.000Z"],
    ["rate(1 hour)", "2025-01-31T13:00:00.000Z"],
    ["cron(0/15 * * * ? *)", "2025-01-31T12:15:00.000Z"],
    ["cron(30 9 * * ? *)", "2025-02-01T09:30:00.000Z"],
    ["cron(0 8 1 * ? *)", "2025-02-01T08:00:00.000Z"],
    ["cron(0 8 ? * MON-FRI *)", "2025-02-03T08:00:00.000Z"],
    ["cron(0 0 29 FEB ? *)", "2028-02-29T00:00:00.000Z"],
    ["cron(0 12 31 1,3 ? *)", "2025-03-31T12:00:00.000Z"],
  ])("%s comes next at %s", (expression, time) => {
    expect(next(expression)).toBe(time);
  });

  test.each([
    "rate(1 fortnight)",
    "cron(* * * *)",
    "cron(61 * * * ? *)",
    "cron(0 0 L * ? *)",
    "at(2025-01-01T00:00:00)",
  ])("%s is refused", (expression) => {
    expect(() => parse(expression, "UTC", "App/Rule")).toThrow(/App\/Rule/);
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Outcome } from "../../packages/local/src/lambda/outcome.ts";
import type { Stage } from "../../packages/local/src/stage.ts";
import { fixtureStage } from "./fixture.ts";

const misbehave = `export const handler = async (event, context) => {
  if (event.loop) for (;;);
  if (event.fill) { const all = []; for (;;) all.push(new Array(100_000).fill(Math.random())); }
  if (event.exit) process.exit(3);
  if (event.lose) { Promise.reject(new Error("nobody waits")); await new Promise((done) => setTimeout(done, 1000)); }
  if (event.fail) throw new TypeError("no good");
  if (event.large) return "x".repeat(event.large);
  return { remaining: context.getRemainingTimeInMillis(), size: JSON.stringify(event).length };
};`;

const look = `const born = new Date(); const module = Math.random();
export const handler = async () => ({
  environment: process.env, born: born.toISOString(), now: Date.now(), date: new Date().toISOString(),
  known: new Date() instanceof Date, text: typeof Date(), fixed: new Date(0).toISOString(), module,
});`;

const wait = `let inside = 0;
export const handler = async ({ ms = 20 }) => { inside++; const most = inside; await new Promise((done) => setTimeout(done, ms)); inside--; return most; };`;

let stage: Stage;

beforeAll(async () => {
  stage = await fixtureStage({
    functions: {
      misbehave: { code: misbehave, properties: { Timeout: 1, MemorySize: 128 } },
      look: { code: look, properties: { Environment: { Variables: { GREETING: "hello" } } } },
      wait: { code: wait, properties: { ReservedConcurrentExecutions: 1 } },
      broken: "throw new Error('not even loaded');",
      empty: "export const other = 1;",
    },
  });
});

afterAll(() => stage.stop());

const errorOf = (outcome: Outcome): string =>
  outcome.ok ? "ok" : `${outcome.error.errorType}: ${outcome.error.errorMessage}`;

describe("a function in its worker", () => {
  test("is killed when its time is over, and works again", async () => {
    const started = performance.now();
    expect(errorOf(await stage.run("misbehave", { loop: true }))).toMatch(
      /Sandbox.Timedout.*after 1.00 seconds/,
    );
    expect(performance.now() - started).toBeGreaterThan(950);
    expect((await stage.run("misbehave", {})).ok).toBe(true);
  });

  test("is killed when it takes more memory than it has, and works again", async () => {
    stage.overrideEnvironment("misbehave", {});
    const outcome = await stage.run("misbehave", { fill: true });
    expect(errorOf(outcome)).toMatch(/Runtime.OutOfMemory|Sandbox.Timedout/);
    expect((await stage.run("misbehave", {})).ok).toBe(true);
  });

  test("may end its process or lose a promise: the invocation fails, the stage lives", async () => {
    expect(errorOf(await stage.run("misbehave", { exit: true }))).toBe(
      "Runtime.ExitError: Runtime exited with error: exit status 3",
    );
    expect(errorOf(await stage.run("misbehave", { lose: true }))).toBe("Error: nobody waits");
  });

  test("hands its own error to the caller", async () => {
    expect(errorOf(await stage.run("misbehave", { fail: true }))).toBe("TypeError: no good");
    await expect(stage.invoke("misbehave", { fail: true })).rejects.toThrow("TypeError: no good");
  });

  test("takes 6 MB and answers 6 MB, not more", async () => {
    const most = 6 * 1024 * 1024;
    await expect(stage.run("misbehave", { text: "x".repeat(most) })).rejects.toThrow(
      /RequestResponse.*limit 6291456/,
    );
    expect((await stage.run("misbehave", { large: most - 2 })).ok).toBe(true);
    expect(errorOf(await stage.run("misbehave", { large: most }))).toMatch(/Function.ResponseSizeTooLarge/);
  });

  test("that can't be loaded or has no handler fails each invocation", async () => {
    expect(errorOf(await stage.run("broken"))).toBe("Error: not even loaded");
    expect(errorOf(await stage.run("empty"))).toContain("Runtime.HandlerNotFound");
  });

  test("knows its template's variables, its runtime's, and nothing of this process", async () => {
    process.env.OF_THE_TEST = "secret";
    const { environment } = await stage.invoke<{ environment: Record<string, string> }>("look");
    delete process.env.OF_THE_TEST;
    expect(environment).toMatchObject({
      GREETING: "hello",
      AWS_REGION: "us-east-1",
      AWS_ENDPOINT_URL_SQS: stage.awsUrl,
    });
    expect(environment).not.toHaveProperty("OF_THE_TEST");
    expect(environment).not.toHaveProperty("HOME");
    expect(environment.AWS_ACCESS_KEY_ID).toMatch(/^function\.fixture-look\.\d+$/);
  });

  test("sees the stage's time in plain Date, without a restart", async () => {
    type Look = {
      now: number;
      date: string;
      born: string;
      known: boolean;
      text: string;
      fixed: string;
      module: number;
    };
    const before = await stage.invoke<Look>("look");
    await stage.clock.advance(36 * 3_600_000);
    const after = await stage.invoke<Look>("look");
    expect(after.now - before.now).toBeGreaterThanOrEqual(36 * 3_600_000);
    expect(Date.parse(after.date)).toBeGreaterThanOrEqual(after.now);
    expect(after.module).toBe(before.module);
    expect(after).toMatchObject({ known: true, text: "string", fixed: "1970-01-01T00:00:00.000Z" });
  });

  test("runs no more at once than its reserved concurrency, and refuses the rest", async () => {
    const answers = await Promise.allSettled([1, 2, 3].map(() => stage.run("wait", { ms: 50 })));
    expect(answers.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
    const refused = answers.find((one) => one.status === "rejected");
    expect((refused as PromiseRejectedResult).reason).toMatchObject({
      name: "TooManyRequestsException",
      status: 429,
    });
  });

  test("takes one event at a time in each instance, however many come", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => stage.invoke<number>("look")));
    expect(answers).toHaveLength(10);
    const inside = await Promise.all(Array.from({ length: 3 }, () => stage.invoke<number>("wait")));
    expect(inside).toEqual([1, 1, 1]);
  });

  test("leaves a REPORT line for each invocation", async () => {
    const from = stage.logs.length;
    await stage.invoke("look");
    const reports = stage.logs.slice(from).filter((entry) => entry.line.startsWith("REPORT"));
    expect(reports).toHaveLength(1);
    expect(reports[0]!.line).toMatch(
      /Duration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB/,
    );
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import { aNewDay, type Sending, startSending } from "./stand.ts";

/** One stand for the tests that follow: each begins on a day of its own, with no fault and nothing in the log. */
export function withSending(): Sending {
  let stage: Sending | undefined;
  beforeAll(async () => {
    stage = await startSending();
  });
  afterAll(() => stage?.stop());
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: aNewDay() });
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    vi.spyOn(console, "info").mockImplementation(() => undefined);
  });
  afterEach(() => {
    stage?.fail(undefined);
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
  return new Proxy({} as Sending, {
    get: (_, name) => {
      if (!stage) throw new Error("It starts in beforeAll: use it inside tests and hooks.");
      return stage[name as keyof Sending];
    },
  });
}

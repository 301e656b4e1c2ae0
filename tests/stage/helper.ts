/**
 * A stage for a test file: the real templates and bundles, in memory, ready in a fraction of a second.
 *
 *   import { withStage } from "../stage/helper.ts";
 *
 *   const stage = withStage();                       // one fresh stage for the file: beforeAll starts, afterAll stops
 *
 *   test("counts an open once", async () => {
 *     const answer = await fetch(`${stage.url}/api/v1/contacts`, { headers });
 *     await stage.idle();                            // streams drained, queues empty, indexes caught up
 *     await stage.clock.advance(60_000);             // a minute passes: schedules, delays and time-outs fire in order
 *   });
 *
 * - `stage.url` is the app (127.0.0.1), `stage.openUrl` the open host (localhost). Cookies: `jar()` below.
 * - Time: `Date` in handlers runs on by itself, but nothing that waits for a time fires until `clock.advance(ms)`
 *   (each tick at its moment, waiting for what it starts) or `clock.jump(ms)` (as after an outage: each timer once).
 *   A message that failed is hidden until its visibility time-out: advance past it.
 * - `stage.invoke(name, event)` runs a function; `stage.engine.call("GetItem", {...})` asks the tables;
 *   `stage.tables.Records`, `stage.buckets.Files`, `stage.queue("ImportQueue").messages()`, `stage.queue(...).counts()`.
 * - Mails: `stage.inbox.list({ to: "ada@example.com" })`, `stage.inbox.raw(id)`, `.bounce(id)`, `.complain(id)`,
 *   `.reply(id, text)`; follow each with `await stage.idle()`.
 * - Costs: `const from = stage.calls.mark(); …; stage.callsOf("api", from)` lists a function's AWS calls (service,
 *   action, what on, error); `stage.meter.reset()`, `stage.meter.of(stage.tables.Records)` its units; with
 *   `stage.meter.keep = true`, `stage.meter.entries` has each request with its partition keys.
 * - Faults: `stage.intercept((call) => { throw new Refusal("ThrottlingException", "…") })`.
 * - `stage.logs` holds what functions printed. After the file, faults of the stage itself fail it; a test that
 *   provokes some (a batch given up) takes them: `stage.faults.splice(0)`.
 * - Options are those of `startStage`: `withStage({ clock: "real", web: "built" })` for a browser, the client built once.
 *
 * Bundles and templates are built when their inputs changed, once for all test processes, into `.build/stages/HASH`.
 */
import { afterAll, beforeAll, expect } from "vitest";
import { type Built, built, withBundles } from "../../packages/local/src/build/index.ts";
import { builtClient } from "../../packages/local/src/build/web.ts";
import { type Stage, type StageOptions, startStage } from "../../packages/local/src/stage.ts";

export { Refusal } from "../../packages/local/src/call/index.ts";
export type { Stage, StageOptions } from "../../packages/local/src/stage.ts";

const root = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");
let made: Promise<Built> | undefined;

/** Starts a fresh stage of the real templates; stop it yourself. */
export async function freshStage(options: StageOptions = {}): Promise<Stage> {
  made ??= built(root);
  const from = await made;
  const client = options.web === "built" ? { webDist: await builtClient(root) } : {};
  return startStage({
    assembly: from.assembly,
    extras: from.extras,
    ...client,
    ...options,
    template: (stacks) => {
      const placed = withBundles(stacks, root, from);
      return options.template ? options.template(placed) : placed;
    },
  });
}

/** One stage for the whole file. */
export function withStage(options: StageOptions = {}): Stage {
  let stage: Stage | undefined;
  beforeAll(async () => {
    stage = await freshStage(options);
  });
  afterAll(async () => {
    const faults = stage?.faults ?? [];
    await stage?.stop();
    expect(faults, "faults of the stage").toEqual([]);
  });
  return new Proxy({} as Stage, {
    get: (_, name) => {
      if (!stage) throw new Error("The stage starts in beforeAll: use it inside tests and hooks.");
      return stage[name as keyof Stage];
    },
  });
}

export type Jar = {
  fetch(url: string, init?: RequestInit): Promise<Response>;
  cookies: Map<string, string>;
};

/** A browser's memory for cookies, over `fetch`. `base` is put before paths. */
export function jar(base: () => string): Jar {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async fetch(url, init = {}) {
      const headers = new Headers(init.headers);
      if (cookies.size > 0) headers.set("cookie", [...cookies].map((one) => one.join("=")).join("; "));
      const response = await fetch(url.startsWith("/") ? base() + url : url, {
        redirect: "manual",
        ...init,
        headers,
      });
      for (const line of response.headers.getSetCookie()) {
        const [pair = "", ...attributes] = line.split("; ");
        const at = pair.indexOf("=");
        const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
        const gone = value === "" || attributes.some((one) => /^max-age=0$/i.test(one));
        if (gone) cookies.delete(name);
        else cookies.set(name, value);
      }
      return response;
    },
  };
}

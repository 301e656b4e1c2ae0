/**
 * A whole stage on one laptop: the synthesized templates, run.
 *
 *   const stage = await startStage();              // in memory, from cdk.out, its clock turned by hand
 *   await fetch(`${stage.url}/api/health`);
 *   await stage.idle();                             // streams drained, queues empty, nothing running
 *   await stage.clock.advance(60_000);              // a minute passes; schedules and delays fire
 *   await stage.stop();
 */
import { join } from "node:path";
import { Door } from "./aws/door.ts";
import type { Credentials } from "./call/credentials.ts";
import type { Intercept } from "./call/index.ts";
import type { Mode } from "./clock/index.ts";
import { type Faults, faultsOf } from "./fault/index.ts";
import { Front } from "./http/front.ts";
import { jsonPage, localPages } from "./http/local.ts";
import { builtWeb, devWeb, noWeb, type Web } from "./http/web.ts";
import { answered, type Outcome } from "./lambda/outcome.ts";
import { inboxApp } from "./mail/index.ts";
import { planOf } from "./plan/index.ts";
import type { Queue } from "./queue/index.ts";
import { apiCaller } from "./role/standing.ts";
import type { LagOptions } from "./table/index.ts";
import { loadAssembly, type StackTemplate } from "./template/assembly.ts";
import { addresses, close, listen } from "./wiring/address.ts";
import { inject, lagOf } from "./wiring/faulting.ts";
import { type Extra, shortName } from "./wiring/functions.ts";
import { Ground } from "./wiring/ground.ts";
import { openParts, type Parts, type Quota } from "./wiring/parts.ts";
import { settle } from "./wiring/settle.ts";

export type StageOptions = {
  /** The folder for state; without it all is in memory and gone at `stop`. */
  dir?: string;
  /** Port of the app and the open host; 0, the default, takes a free one. */
  port?: number;
  /** The cloud assembly. Default: `cdk.out` in the working directory. */
  assembly?: string;
  /** Changes the templates before they are run: tests take parts out. */
  template?: (stacks: StackTemplate[]) => StackTemplate[];
  /** `turned`, the default, stands still until `clock.advance`; `real` goes by itself. */
  clock?: Mode;
  /** The web client: Vite with hot reload, the built one, or none (default). */
  web?: "dev" | "built" | "none";
  /** Folder of the built client. Default: `packages/web/dist` in the working directory. */
  webDist?: string;
  /** Functions that no template has. */
  extras?: Extra[];
  /** What goes wrong on purpose, from the start on; `fault/file.ts` has the fields. */
  faults?: Faults;
  /** How late indexes follow and how often reads are stale. Default: indexes lag by 20 ms, no read is stale. */
  lag?: LagOptions;
  /** SES's limits. Default: 14 a second (held while the clock is real), 50,000 a day. */
  mailQuota?: Partial<Quota>;
  /** Port of the SMTP door for inbound mail; 0 takes a free one, absent opens none. */
  smtp?: number;
  /** Hears each log line of a function. They are kept in `logs` either way. */
  print?: (name: string, line: string) => void;
  /** Hears faults of the stage itself and batches given up; they are kept in `faults` either way. */
  report?: (error: unknown) => void;
};

export type Stage = Awaited<ReturnType<typeof startStage>>;

const starting = (): never => {
  throw new Error("The stage is still starting.");
};

/** How long `/__local/rest` waits before it says that the stage is still busy. */
const REST = 20_000;

export async function startStage(options: StageOptions = {}) {
  let parts: Parts | undefined;
  let web: Web = noWeb();
  const idle = (limit?: number): Promise<void> => settle(ground, parts ?? starting(), limit);
  const ground = new Ground({
    dir: options.dir,
    mode: options.clock ?? "turned",
    settled: () => idle(),
    print: options.print,
    report: options.report,
  });
  const { clock, calls, keyring, report, state } = ground;
  const pages: Parameters<typeof localPages>[0] = {};
  // Addresses are part of the templates, so the doors open before anything stands behind them.
  const door = new Door(() => parts?.wired ?? starting(), calls, keyring, report);
  const front = new Front({
    site: (host) => (parts ?? starting()).site(host),
    web: () => web,
    local: localPages(pages),
    find: (reference) => parts?.functions.find(reference),
    calls,
    caller: (api, route) => apiCaller((parts ?? starting()).account, api.id, route),
    account: () => (parts ?? starting()).account.id,
    now: () => clock.now(),
    report,
  });
  const stop = async (): Promise<void> => {
    clock.stop();
    await close(front.server, door.server, ...(also ? [also] : []));
    await web.stop();
    await parts?.close();
    ground.activity.release();
    state.close();
  };
  let also: Awaited<ReturnType<typeof listen>>["also"];
  try {
    const { port: awsPort } = await listen(door.server, 0);
    const bound = await listen(front.server, options.port ?? 0, true);
    also = bound.also;
    const root = process.cwd();
    const read = loadAssembly(options.assembly ?? join(root, "cdk.out"));
    const stacks = options.template ? options.template(read) : read;
    const url = `http://127.0.0.1:${bound.port}`;
    const openUrl = `http://localhost:${bound.port}`;
    const known = addresses(url, openUrl, `http://127.0.0.1:${awsPort}`, stacks);
    const plan = planOf(stacks, { awsUrl: known.awsUrl, domain: known.domain });
    parts = await openParts({
      ground,
      plan,
      addresses: known,
      extras: options.extras ?? [],
      lag: lagOf(options.faults, options.lag ?? { indexMs: 20 }),
      mailQuota: options.mailQuota ?? {},
    });
    if (options.faults) inject(ground, parts, faultsOf(options.faults));
    if (options.web === "dev") web = await devWeb(join(root, "packages/web"), front.server);
    if (options.web === "built") web = builtWeb(options.webDist ?? join(root, "packages/web/dist"));
    const smtp = options.smtp === undefined ? undefined : await parts.mail.listen(options.smtp);
    const open = parts;
    const { engine, functions, queues, mail, storage, meter, parameters, mappings } = open;
    pages["/__local/inbox"] = inboxApp(mail, { origins: [url, openUrl, known.awsUrl] });
    pages["/__local/status"] = () =>
      jsonPage({ now: new Date(clock.now()).toISOString(), running: ground.activity.list() });
    const restsWithin = (ms: number): Promise<boolean> =>
      idle(ms).then(
        () => true,
        () => false,
      );
    pages["/__local/rest"] = async () => jsonPage({ atRest: await restsWithin(REST) });

    return {
      url,
      openUrl,
      /** The door of every AWS service. */
      awsUrl: known.awsUrl,
      /** Keys that the AWS door and presigned links take, of a person who may do everything. */
      credentials: keyring.ofPerson("developer") as Credentials,
      region: plan.region,
      account: plan.account,
      smtpPort: smtp?.port,
      plan,
      /** The table engine: `call(operation, input)` in DynamoDB's JSON. */
      engine,
      /** Names of tables by the last part of their construct: `tables.Records`. */
      tables: byName(plan.tables),
      buckets: byName(plan.buckets),
      queue: (name: string): Queue => byConstruct(queues.all(), name),
      mail,
      /** What SES took and received; see `mail` for bounces, complaints and replies. */
      inbox: mail,
      storage,
      parameters,
      meter,
      calls,
      /** AWS calls of one function, from a `calls.mark()` on. */
      callsOf: (name: string, since = 0) => calls.by(functions.must(name).plan.name, since),
      /** Who may do what: each refusal with the construct to mend, and `listen` for each permission asked for. */
      guard: open.guard,
      logs: ground.logs,
      faults: ground.faults,
      clock: {
        now: () => clock.now(),
        /** Turns the clock on and fires what is due on the way, in order; waits for what it starts. */
        advance: async (ms: number) => {
          await clock.advance(ms);
          engine.sweep();
          await idle();
        },
        /** As after an outage: later at once, each timer fires once. */
        jump: async (ms: number) => {
          await clock.jump(ms);
          engine.sweep();
          await idle();
        },
      },
      /** Resolves when streams are drained, queues have nothing to deliver and nothing runs. */
      idle,
      /** Whether it came to rest within so many milliseconds. */
      restsWithin,
      /** Runs a function by name (`api`, `rebuild`); answers what its handler answers, throws what it throws. */
      invoke: async <T = unknown>(name: string, event: unknown = {}): Promise<T> =>
        answered(await functions.must(name).invoke(event, { wait: true })) as T,
      /** As `invoke`, with errors as outcomes. */
      run: (name: string, event: unknown = {}): Promise<Outcome> => functions.must(name).invoke(event),
      /** The next invocation loads the bundle anew, from `file` where given. */
      restartFunction: (name: string, file?: string): void => functions.must(name).reload(file),
      /** The next invocation waits for `make`, which brings a new bundle by `restartFunction`. */
      renewFunction: (name: string, make: () => Promise<void>): void => functions.must(name).renew(make),
      /** Sets variables over the template's, for tests that break one function; `{}` puts it right again. */
      overrideEnvironment: (name: string, variables: Record<string, string>): void =>
        functions.must(name).override(variables),
      /** Invocations of a function under way. */
      runningOf: (name: string): number => functions.must(name).running,
      functions: () => functions.all().map((fn) => shortName(fn.plan)),
      /** Asked before every AWS call; throw a `Refusal` to fail it. Answers a function that takes it away. */
      intercept: (intercept: Intercept) => calls.intercept(intercept),
      /** Lets things go wrong from now on, in the words of a fault file; answers a function that ends it. */
      inject: (faults: Faults): (() => void) => inject(ground, open, faultsOf(faults)),
      /** Lets a stream's reader begin again at the oldest record. */
      replay: async (name: string): Promise<void> =>
        mappings.streams.get(functions.must(name).plan.name)?.replay(),
      /** Lets no stream be read until the function that it answers is called. */
      holdStreams: (): (() => void) => mappings.hold(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const constructName = (path: string): string =>
  path
    .split("/")
    .filter((part) => part !== "Resource")
    .at(-1) ?? path;

function byName(plans: { name: string; path: string }[]): Record<string, string> {
  return Object.fromEntries(plans.map((plan) => [constructName(plan.path), plan.name]));
}

function byConstruct(queues: Queue[], name: string): Queue {
  const found = queues.find((queue) => constructName(queue.plan.path) === name || queue.plan.name === name);
  if (found) return found;
  throw new Error(
    `No queue ${name}; there are ${queues.map((queue) => constructName(queue.plan.path)).join(", ")}`,
  );
}

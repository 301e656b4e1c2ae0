import { randomBytes, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import type { Activity } from "../clock/activity.ts";
import type { Clock } from "../clock/index.ts";
import type { FunctionPlan } from "../plan/compute.ts";
import { type Ended, Instance } from "./instance.ts";
import { InvokeRefused, type Outcome, SYNC_LIMIT } from "./outcome.ts";

export type Surroundings = {
  clock: Clock;
  activity: Activity;
  /** What the runtime adds to a function's own variables, with the keys of one instance. */
  environment(instance: string): Record<string, string>;
  print(name: string, line: string): void;
};

// The account's default is 1,000; a laptop has a few cores, and a waiting call is no throttled call.
const LOCAL_INSTANCES = 4;

/** A function of the template: instances come with the load, up to its reserved concurrency. */
export class LambdaFunction {
  plan: FunctionPlan;
  /** The name in log lines. */
  readonly label: string;
  private readonly around: Surroundings;
  private idle: Instance[] = [];
  private readonly busy = new Set<Instance>();
  private readonly waiting: (() => void)[] = [];
  private readonly leaving = new Set<Promise<void>>();
  private generation = 0;
  private started = 0;
  private toldMissing = false;
  private stopping = false;
  private overrides: Record<string, string> = {};
  private newer: (() => Promise<void>) | undefined;

  constructor(plan: FunctionPlan, around: Surroundings, label = plan.name) {
    this.label = label;
    this.plan = plan;
    this.around = around;
  }

  /** Invocations under way. */
  get running(): number {
    return this.busy.size;
  }

  get free(): boolean {
    return this.busy.size < this.limit;
  }

  /** Runs the handler. Refuses as the service would when the payload is too large or no concurrency is left. */
  async invoke(event: unknown, given: { requestId?: string; wait?: boolean } = {}): Promise<Outcome> {
    const text = JSON.stringify(event ?? null);
    const size = Buffer.byteLength(text);
    if (size > SYNC_LIMIT)
      throw new InvokeRefused(
        "RequestTooLargeException",
        `${size} byte payload is too large for the RequestResponse invocation type (limit ${SYNC_LIMIT} bytes)`,
        413,
      );
    if (!this.free && this.plan.reserved !== undefined && !given.wait)
      throw new InvokeRefused("TooManyRequestsException", "Rate Exceeded.", 429);
    const requestId = given.requestId ?? randomUUID();
    const unable = this.stopping ? gone(requestId) : this.missing(requestId);
    if (unable) return unable;
    return this.around.activity.during(`function ${this.plan.name}`, async () => {
      if (this.newer) await this.newer();
      const instance = await this.take();
      const generation = this.generation;
      try {
        const ended = await instance.run({ id: requestId, event: text, trace: trace() });
        this.report(requestId, ended);
        return outcome(requestId, ended);
      } finally {
        this.release(instance, generation);
      }
    });
  }

  /** A function without a bundle fails each time; saying so once is enough. */
  private missing(requestId: string): Outcome | undefined {
    if (existsSync(this.plan.file)) return undefined;
    const error = {
      errorType: "Runtime.ImportModuleError",
      errorMessage: `Error: Cannot find module '${this.plan.file}'`,
    };
    if (!this.toldMissing) this.around.print(this.label, `ERROR ${error.errorType}: ${error.errorMessage}`);
    this.toldMissing = true;
    return { ok: false, error, requestId };
  }

  /** The next invocations run the new bundle; those under way end on the old one. */
  reload(file = this.plan.file): void {
    this.plan = { ...this.plan, file };
    this.generation++;
    for (const instance of this.idle.splice(0)) this.retire(instance);
  }

  /** Whoever invokes it next waits until `make` has brought a new bundle, by `reload`, or has failed to. */
  renew(make: () => Promise<void>): void {
    let made: Promise<void> | undefined;
    const newer = () => {
      made ??= make().finally(() => {
        if (this.newer === newer) this.newer = undefined;
      });
      return made;
    };
    this.newer = newer;
  }

  /** Variables set over the template's, for tests that break a function on purpose. */
  override(variables: Record<string, string>): void {
    this.overrides = variables;
    this.reload();
  }

  /** Ends one instance with what runs in it, as a crash would; the others go on. */
  kill(id: string): void {
    for (const instance of [...this.busy, ...this.idle]) if (instance.id === id) instance.kill();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    for (const instance of [...this.idle.splice(0), ...this.busy]) this.retire(instance);
    await Promise.all(this.leaving);
  }

  private get limit(): number {
    return Math.min(this.plan.reserved ?? LOCAL_INSTANCES, LOCAL_INSTANCES);
  }

  private async take(): Promise<Instance> {
    while (!this.free) await new Promise<void>((resolve) => this.waiting.push(resolve));
    let instance = this.idle.pop();
    while (instance?.dead) instance = this.idle.pop();
    instance ??= this.start();
    this.busy.add(instance);
    return instance;
  }

  private start(): Instance {
    const { plan, around } = this;
    const id = String(++this.started);
    const environment = { ...around.environment(id), ...plan.environment, ...this.overrides };
    return new Instance(id, plan, environment, around.clock.shared, (line) => around.print(this.label, line));
  }

  private release(instance: Instance, generation: number): void {
    this.busy.delete(instance);
    if (!instance.dead && generation === this.generation) this.idle.push(instance);
    else this.retire(instance);
    this.waiting.shift()?.();
  }

  private retire(instance: Instance): void {
    const left = instance.stop();
    this.leaving.add(left);
    left.then(
      () => this.leaving.delete(left),
      () => this.leaving.delete(left),
    );
  }

  private report(id: string, ended: Ended): void {
    if (this.stopping) return;
    const { ms, initMs, heap } = ended;
    if (!ended.ok) {
      const { errorType, errorMessage, trace: lines } = ended.error;
      this.around.print(this.label, `ERROR ${errorType}: ${errorMessage}`);
      for (const line of lines?.slice(1) ?? []) this.around.print(this.label, line);
    }
    const init = initMs === undefined ? "" : `\tInit Duration: ${initMs.toFixed(2)} ms`;
    this.around.print(
      this.label,
      `REPORT RequestId: ${id}\tDuration: ${ms.toFixed(2)} ms\tBilled Duration: ${Math.ceil(ms)} ms\tMemory Size: ${this.plan.memory} MB\tMax Memory Used: ${Math.ceil(heap / 2 ** 20)} MB${init}`,
    );
  }
}

const gone = (requestId: string): Outcome => ({
  ok: false,
  error: { errorType: "Runtime.ExitError", errorMessage: "The stage stops." },
  requestId,
});

function outcome(requestId: string, ended: Ended): Outcome {
  if (!ended.ok) return { ok: false, error: ended.error, requestId };
  const size = Buffer.byteLength(ended.payload);
  if (size <= SYNC_LIMIT) return { ok: true, payload: ended.payload, requestId };
  return {
    ok: false,
    requestId,
    error: {
      errorType: "Function.ResponseSizeTooLarge",
      errorMessage: `Response payload size (${size} bytes) exceeded maximum allowed payload size (${SYNC_LIMIT} bytes).`,
    },
  };
}

function trace(): string {
  const time = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${time}-${randomBytes(12).toString("hex")};Parent=${randomBytes(8).toString("hex")};Sampled=0`;
}

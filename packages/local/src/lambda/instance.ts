import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import type { FunctionPlan } from "../plan/compute.ts";
import { bootFile } from "./bootfile.ts";
import type { Answer, Boot, Order } from "./bootstrap.ts";
import type { FunctionError } from "./outcome.ts";

export type Result = { ok: true; payload: string } | { ok: false; error: FunctionError };
export type Ended = Result & { ms: number; initMs: number | undefined; heap: number };

// Lambda allows ten seconds; a laptop that runs tests beside it is slower to start a thread.
const INIT_LIMIT = 60_000;

/** One execution environment: a worker thread that runs one invocation at a time and dies with the first fault. */
export class Instance {
  /** Its calls are signed with keys that carry it. */
  readonly id: string;
  private readonly plan: FunctionPlan;
  private readonly worker: Worker;
  private readonly ready: Promise<FunctionError | undefined>;
  private readonly started = performance.now();
  private initMs: number | undefined;
  private heap = 0;
  private finish: ((result: Result) => void) | undefined;
  private gone: FunctionError | undefined;
  private readonly exited: Promise<void>;

  constructor(
    id: string,
    plan: FunctionPlan,
    environment: Record<string, string>,
    clock: SharedArrayBuffer,
    print: (line: string) => void,
  ) {
    this.id = id;
    this.plan = plan;
    const { file, exported, name, arn, memory } = plan;
    const boot: Boot = { file, exported, clock, name, arn, memory };
    this.worker = new Worker(bootFile(), {
      name,
      workerData: boot,
      env: environment,
      execArgv: ["--disable-warning=ExperimentalWarning"],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: memory },
    });
    createInterface({ input: this.worker.stdout }).on("line", print);
    createInterface({ input: this.worker.stderr }).on("line", print);
    let settle: (error?: FunctionError) => void = () => {};
    this.ready = new Promise((resolve) => {
      settle = resolve;
    });
    let open = "";
    this.worker.on("message", (answer: Answer) => {
      if (answer.type === "text") {
        const lines = (open + answer.text).split("\n");
        open = lines.pop()!;
        for (const line of lines) print(line);
        return;
      }
      if (answer.type === "ready" || answer.type === "broken") {
        this.initMs = performance.now() - this.started;
        if (answer.type === "broken") this.gone = answer.error;
        else this.heap = answer.heap;
        settle(this.gone);
        return;
      }
      this.heap = Math.max(this.heap, answer.heap);
      this.end(
        answer.type === "done" ? { ok: true, payload: answer.payload } : { ok: false, error: answer.error },
      );
    });
    this.exited = new Promise((resolve) => {
      this.worker.on("error", (error: Error & { code?: string }) => {
        this.gone ??= died(error);
      });
      this.worker.on("exit", (code) => {
        this.gone ??= {
          errorType: "Runtime.ExitError",
          errorMessage: `Runtime exited with error: exit status ${code}`,
        };
        settle(this.gone);
        this.end({ ok: false, error: this.gone });
        resolve();
      });
    });
  }

  /** True once the worker can't take another invocation. */
  get dead(): boolean {
    return this.gone !== undefined;
  }

  /** Ends what runs here as a crash of the machine would. */
  kill(): void {
    this.gone ??= {
      errorType: "Runtime.ExitError",
      errorMessage: "RequestId: Error: Runtime exited: killed",
    };
    this.end({ ok: false, error: this.gone });
    this.worker.terminate().catch(() => undefined);
  }

  async run(order: Omit<Order, "timeout">): Promise<Ended> {
    const cold = this.initMs === undefined;
    const broken = await this.initialized();
    const started = performance.now();
    const result = broken ? { ok: false as const, error: broken } : await this.handle(order);
    if (!result.ok && this.dead) await this.stop();
    return {
      ...result,
      ms: performance.now() - started,
      initMs: cold ? this.initMs : undefined,
      heap: this.heap,
    };
  }

  async stop(): Promise<void> {
    this.gone ??= { errorType: "Runtime.ExitError", errorMessage: "The function was stopped." };
    await this.worker.terminate();
    await this.exited;
  }

  private async initialized(): Promise<FunctionError | undefined> {
    if (this.initMs !== undefined) return this.gone;
    const limit = setTimeout(() => {
      this.gone = {
        errorType: "Sandbox.Timedout",
        errorMessage: `Init phase timed out after ${INIT_LIMIT / 1000}.00 seconds`,
      };
      this.worker.terminate().catch(() => undefined);
    }, INIT_LIMIT);
    const broken = await this.ready;
    clearTimeout(limit);
    return broken;
  }

  private handle(order: Omit<Order, "timeout">): Promise<Result> {
    const timeout = this.plan.timeout * 1000;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.gone = {
          errorType: "Sandbox.Timedout",
          errorMessage: `RequestId: ${order.id} Error: Task timed out after ${this.plan.timeout.toFixed(2)} seconds`,
        };
        this.end({ ok: false, error: this.gone });
      }, timeout);
      this.finish = (result) => {
        clearTimeout(timer);
        this.finish = undefined;
        resolve(result);
      };
      this.worker.postMessage({ ...order, timeout } satisfies Order);
    });
  }

  private end(result: Result): void {
    this.finish?.(result);
  }
}

function died(error: Error & { code?: string }): FunctionError {
  if (error.code === "ERR_WORKER_OUT_OF_MEMORY")
    return { errorType: "Runtime.OutOfMemory", errorMessage: "Runtime exited with error: signal: killed" };
  return {
    errorType: error.name,
    errorMessage: error.message,
    trace: (error.stack ?? "").split("\n"),
  };
}

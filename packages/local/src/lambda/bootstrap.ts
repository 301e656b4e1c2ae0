/** The inside of a function's worker: what the Lambda runtime does around a handler. */
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { turnDate } from "./date.ts";
import type { FunctionError } from "./outcome.ts";

export type Boot = {
  file: string;
  exported: string;
  clock: SharedArrayBuffer;
  name: string;
  arn: string;
  memory: number;
};

export type Order = { id: string; event: string; timeout: number; trace: string };

export type Answer =
  | { type: "ready"; heap: number }
  /** What the handler printed. It goes the way of its answers, so that it is there before the invocation is over. */
  | { type: "text"; text: string }
  | { type: "broken"; error: FunctionError }
  | { type: "done"; id: string; payload: string; heap: number }
  | { type: "failed"; id: string; error: FunctionError; heap: number };

type Handler = (event: unknown, context: object) => unknown;

const port = parentPort!;
const boot = workerData as Boot;
const answer = (message: Answer): void => port.postMessage(message);

const describe = (error: unknown): FunctionError =>
  error instanceof Error
    ? {
        errorType: error.name,
        errorMessage: error.message,
        trace: [
          ...(error.stack ?? "").split("\n"),
          ...(error.cause ? [`caused by ${String(error.cause)}`] : []),
        ],
      }
    : {
        errorType: typeof error,
        errorMessage: typeof error === "string" ? error : (JSON.stringify(error) ?? "undefined"),
      };

const heap = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

function contextOf(order: Order): object {
  const end = performance.now() + order.timeout;
  return {
    awsRequestId: order.id,
    functionName: boot.name,
    functionVersion: "$LATEST",
    invokedFunctionArn: boot.arn,
    memoryLimitInMB: String(boot.memory),
    logGroupName: `/aws/lambda/${boot.name}`,
    logStreamName: "local",
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(end - performance.now())),
  };
}

async function run(handler: Handler, order: Order): Promise<void> {
  process.env._X_AMZN_TRACE_ID = order.trace;
  try {
    const result = await handler(JSON.parse(order.event), contextOf(order));
    const payload = result === undefined ? "null" : JSON.stringify(result);
    answer({ type: "done", id: order.id, payload, heap: heap() });
  } catch (error) {
    answer({ type: "failed", id: order.id, error: describe(error), heap: heap() });
  }
}

/** A worker's own pipes bring their text whenever the main thread finds time. */
function printing(stream: NodeJS.WriteStream): void {
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    answer({ type: "text", text: typeof chunk === "string" ? chunk : Buffer.from(chunk).toString() });
    const done = rest.at(-1);
    if (typeof done === "function") done();
    return true;
  };
}

async function start(): Promise<void> {
  turnDate(boot.clock);
  printing(process.stdout);
  printing(process.stderr);
  if (process.env.NODE_OPTIONS?.includes("--enable-source-maps")) process.setSourceMapsEnabled(true);
  const module = (await import(pathToFileURL(boot.file).href)) as Record<string, unknown>;
  const handler = module[boot.exported];
  if (typeof handler !== "function")
    throw Object.assign(new Error(`${boot.exported} is undefined or not exported`), {
      name: "Runtime.HandlerNotFound",
    });
  port.on("message", (order: Order) => {
    run(handler as Handler, order).catch((error: unknown) => {
      throw error;
    });
  });
  answer({ type: "ready", heap: heap() });
}

start().catch((error: unknown) => answer({ type: "broken", error: describe(error) }));

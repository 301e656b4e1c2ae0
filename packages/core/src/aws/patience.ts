import { AsyncLocalStorage } from "node:async_hooks";
import { NodeHttpHandler, type NodeHttpHandlerOptions } from "@smithy/node-http-handler";

/** What Lambda tells a handler about its time. */
export type Lifetime = { getRemainingTimeInMillis(): number };

/** Some hundred times what an ordinary answer takes. */
const MOST = 5_000;
/** What the invocation needs to say that it failed. */
const RESERVE = 500;
const LEAST = 50;

const lifetimes = new AsyncLocalStorage<Lifetime>();

/** Requests that `run` makes know how long the invocation lives. Without it each waits as long as it may. */
export function during<T>(lambda: Lifetime | undefined, run: () => T): T {
  return lambda ? lifetimes.run(lambda, run) : run();
}

/** Too late to ask: the request wasn't made. */
export class OutOfTime extends Error {
  constructor() {
    super("The invocation ends before an answer could come.");
    this.name = "OutOfTime";
  }
}

/**
 * How long to wait for an answer, in milliseconds: at most half of the time left, so that one connection on which
 * nothing comes leaves time to ask again. @throws {OutOfTime}
 */
export function patience(most = MOST): number {
  const left = lifetimes.getStore()?.getRemainingTimeInMillis();
  if (left === undefined) return most;
  const half = Math.floor((left - RESERVE) / 2);
  if (half < LEAST) throw new OutOfTime();
  return Math.min(most, half);
}

type Request = Parameters<NodeHttpHandler["handle"]>[0];
type Options = Parameters<NodeHttpHandler["handle"]>[1];

/**
 * For the SDK's clients, which by themselves wait for ever: an answer that doesn't begin, or doesn't end, within our
 * patience is a `TimeoutError`. The SDK asks again then, on another connection, so what it asks must bear repetition.
 */
export class Patient extends NodeHttpHandler {
  private readonly most: number;

  constructor(most = MOST, options: NodeHttpHandlerOptions = {}) {
    super({ throwOnRequestTimeout: true, ...options });
    this.most = most;
  }

  override async handle(request: Request, options?: Options) {
    const requestTimeout = patience(this.most);
    const answer = await super.handle(request, { ...options, requestTimeout });
    const { body } = answer.response;
    const message = `The answer didn't end within ${requestTimeout} ms.`;
    const late = () => body.destroy(Object.assign(new Error(message), { name: "TimeoutError" }));
    const timer = setTimeout(late, requestTimeout);
    body.once("close", () => clearTimeout(timer));
    return answer;
  }
}

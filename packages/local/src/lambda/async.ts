import { randomUUID } from "node:crypto";
import type { Clock } from "../clock/index.ts";
import type { InvokeConfigPlan } from "../plan/compute.ts";
import type { LambdaFunction } from "./index.ts";
import { ASYNC_LIMIT, InvokeRefused, type Outcome } from "./outcome.ts";

export type FailureSink = (destination: string, record: unknown, fn: LambdaFunction) => void;

/** AWS waits one minute before the first retry and two before the second. */
const PAUSES = [60_000, 120_000];

/** Event invocations: accepted at once, retried by the clock, and at the end handed to the failure destination. */
export class AsyncInvoker {
  private readonly clock: Clock;
  private readonly configs: Map<string, InvokeConfigPlan>;
  private readonly fail: FailureSink;
  private readonly report: (error: unknown) => void;

  constructor(
    clock: Clock,
    configs: Map<string, InvokeConfigPlan>,
    fail: FailureSink,
    report: (error: unknown) => void,
  ) {
    this.clock = clock;
    this.configs = configs;
    this.fail = fail;
    this.report = report;
  }

  /** Answers the request id once the event is accepted. */
  accept(fn: LambdaFunction, event: unknown): string {
    const size = Buffer.byteLength(JSON.stringify(event ?? null));
    if (size > ASYNC_LIMIT)
      throw new InvokeRefused(
        "RequestTooLargeException",
        `${size} byte payload is too large for the Event invocation type (limit ${ASYNC_LIMIT} bytes)`,
        413,
      );
    const requestId = randomUUID();
    this.attempt(fn, event, requestId, 1, this.clock.due()).catch(this.report);
    return requestId;
  }

  private async attempt(
    fn: LambdaFunction,
    event: unknown,
    requestId: string,
    attempt: number,
    since: number,
  ): Promise<void> {
    const outcome = await fn.invoke(event, { requestId, wait: true });
    if (outcome.ok) return;
    const config = this.configs.get(fn.plan.name);
    const age = (this.clock.due() - since) / 1000;
    if (attempt <= (config?.retries ?? 2) && age < (config?.maximumAge ?? 21_600)) {
      this.clock.after(PAUSES[attempt - 1] ?? 120_000, () => {
        this.attempt(fn, event, requestId, attempt + 1, since).catch(this.report);
      });
      return;
    }
    const destination = config?.failure ?? fn.plan.deadLetter;
    if (!destination) return;
    this.fail(destination, config?.failure ? record(fn, event, outcome, attempt) : event, fn);
  }
}

function record(
  fn: LambdaFunction,
  event: unknown,
  outcome: Outcome & { ok: false },
  attempts: number,
): unknown {
  return {
    version: "1.0",
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: outcome.requestId,
      functionArn: `${fn.plan.arn}:$LATEST`,
      condition: "RetriesExhausted",
      approximateInvokeCount: attempts,
    },
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    responsePayload: outcome.error,
  };
}

import { type Calls, callerName } from "../call/index.ts";
import type { Activity } from "../clock/activity.ts";
import type { Clock } from "../clock/index.ts";
import type { Faulting } from "../fault/index.ts";
import { type FailedBatch, failureRecord } from "../mapping/batch.ts";
import { QueueMapping } from "../mapping/queue.ts";
import { type Positions, StreamMapping } from "../mapping/stream.ts";
import type { MappingPlan } from "../plan/compute.ts";
import type { Plan } from "../plan/index.ts";
import type { Queues } from "../queue/index.ts";
import type { Storage } from "../storage/index.ts";
import type { Engine } from "../table/index.ts";
import { Unsupported } from "../template/unsupported.ts";
import type { Functions } from "./functions.ts";
import { streamOf } from "./tables.ts";

export type Given = {
  plan: Plan;
  engine: Engine;
  queues: Queues;
  functions: Functions;
  storage: Storage;
  calls: Calls;
  clock: Clock;
  activity: Activity;
  positions: Positions;
  faulting(): Faulting | undefined;
  report(error: unknown): void;
};

export type Mappings = {
  streams: Map<string, StreamMapping>;
  /** No stream is read until the function that it answers is called: what is written meanwhile comes in full batches. */
  hold(): () => void;
  stop(): Promise<void>;
};

/** Starts every event source mapping of the template; Lambda reads with the function's own role. */
export async function startMappings(given: Given): Promise<Mappings> {
  const streams = new Map<string, StreamMapping>();
  const queues: QueueMapping[] = [];
  let held: Promise<void> | undefined;
  for (const mapping of given.plan.mappings) {
    if (!mapping.enabled) continue;
    const fn = given.functions.find(mapping.function);
    if (!fn) throw new Error(`${mapping.path} feeds ${mapping.function}, which no template has.`);
    const caller = {
      kind: "service" as const,
      principal: "lambda.amazonaws.com",
      source: mapping.source,
      role: fn.plan.role,
    };
    const reading = (service: string, action: string, input: Record<string, unknown>) => () =>
      given.calls.run({ caller, service, action, input }, () => undefined);
    const table = given.plan.tables.find((one) => mapping.source === one.streamArn);
    if (table) {
      const source = await streamOf(given.engine, table.name);
      const allowed = reading("dynamodb", "GetRecords", { StreamArn: table.streamArn });
      const started = new StreamMapping(mapping, source, fn, {
        ...given,
        allowed: async () => {
          await held;
          await allowed();
        },
        failed: (batch) => putFailure(given, mapping, batch, fn.plan.arn, caller),
      });
      streams.set(fn.plan.name, started);
      continue;
    }
    if (!mapping.source.includes(":sqs:"))
      throw new Unsupported(`the event source ${mapping.source}`, mapping.path);
    const queue = given.queues.all().find((one) => one.plan.arn === mapping.source);
    if (!queue) throw new Error(`${mapping.path} reads ${mapping.source}, which no template has.`);
    if (queue.plan.visibility < fn.plan.timeout)
      throw new Error(
        `${mapping.path}: the queue's visibility time-out is shorter than the function's time-out.`,
      );
    const allowed = reading("sqs", "ReceiveMessage", { QueueUrl: queue.plan.url });
    queues.push(new QueueMapping(mapping, queue, fn, { ...given, region: given.plan.region, allowed }));
  }
  await Promise.all([...streams.values()].map((stream) => stream.start()));
  for (const queue of queues) queue.pump();
  return {
    streams,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    async stop() {
      for (const queue of queues) queue.stop();
      await Promise.all([...streams.values()].map((stream) => stream.stop()));
    },
  };
}

/** Not a fault of the stage: its message is all there is to say. */
export class GivenUp extends Error {
  constructor({ path, failure }: MappingPlan, { records, attempts, condition }: FailedBatch) {
    super(
      `${path}: gave up ${records.length} records after ${attempts} attempts (${condition}); they are in ${failure ?? "no failure destination: lost"}`,
    );
    this.name = "GivenUp";
    this.stack = this.message;
  }
}

type Service = { kind: "service"; principal: string; source: string; role: string };

async function putFailure(
  given: Given,
  mapping: MappingPlan,
  batch: FailedBatch,
  functionArn: string,
  caller: Service,
): Promise<void> {
  const { key, body } = failureRecord(batch, functionArn, given.clock.now());
  const destination = mapping.failure;
  given.report(new GivenUp(mapping, batch));
  if (!destination) return;
  if (destination.startsWith("arn:aws:s3:::")) {
    const bucket = destination.replace("arn:aws:s3:::", "");
    await given.calls.run(
      { caller, service: "s3", action: "PutObject", input: { Bucket: bucket, Key: key } },
      () =>
        given.storage.put(bucket, key, Buffer.from(body), {
          contentType: "application/json",
          by: callerName(caller),
        }),
    );
    return;
  }
  // A queue gets the pointer without the records.
  const { payload: _, ...pointer } = JSON.parse(body) as Record<string, unknown>;
  const queue = given.queues.arn(destination);
  const call = { caller, service: "sqs", action: "SendMessage", input: { QueueUrl: queue.plan.url } };
  await given.calls.run(call, () => queue.send(JSON.stringify(pointer)));
}

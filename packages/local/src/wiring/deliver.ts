import type { Calls } from "../call/index.ts";
import type { BusEvent, Buses, Deliver } from "../event/index.ts";
import type { AsyncInvoker } from "../lambda/async.ts";
import type { Queues } from "../queue/index.ts";
import type { Delivery, S3Event } from "../storage/index.ts";
import { Unsupported } from "../template/unsupported.ts";
import type { Functions } from "./functions.ts";

export type Targets = {
  calls: Calls;
  queues: Queues;
  functions: Functions;
  later: AsyncInvoker;
  buses: () => Buses;
};

type By = { principal: string; source: string; role?: string };

const serviceOf = (arn: string): string => arn.split(":")[2] ?? "";

/** Brings what rules, schedules, buckets and failures send to a queue, a function, a bus or a bucket. */
export function deliverer(targets: Targets): {
  deliver: Deliver;
  send(arn: string, input: unknown, by: By): Promise<void>;
} {
  const { calls, queues, functions, later } = targets;
  async function send(arn: string, input: unknown, by: By): Promise<void> {
    const caller = { kind: "service" as const, ...by };
    switch (serviceOf(arn)) {
      case "sqs": {
        const queue = queues.arn(arn);
        const body = JSON.stringify(input);
        const call = { QueueUrl: queue.plan.url, MessageBody: body };
        await calls.run({ caller, service: "sqs", action: "SendMessage", input: call }, () =>
          queue.send(body, {}, undefined, by.principal),
        );
        return;
      }
      case "lambda": {
        const fn = functions.must(arn);
        await calls.run(
          { caller, service: "lambda", action: "InvokeFunction", input: { FunctionName: arn } },
          () => later.accept(fn, input),
        );
        return;
      }
      case "events": {
        const name = arn.split("/").at(-1)!;
        await calls.run(
          { caller, service: "events", action: "PutEvents", input: { EventBusName: name } },
          () => targets.buses().publish(name, input as BusEvent),
        );
        return;
      }
      default:
        throw new Unsupported(`deliveries to ${arn}`, by.source);
    }
  }
  return {
    send,
    deliver: (target, input, by) => send(target.arn, input, target.role ? { ...by, role: target.role } : by),
  };
}

/** Names what a template sends to and the stage hasn't: at start-up, not when the first event comes. */
export function checkTargets(
  targets: { arn: string; path: string }[],
  queues: Queues,
  functions: Functions,
  buses: Set<string>,
): void {
  for (const { arn, path } of targets) {
    const service = serviceOf(arn);
    if (!["sqs", "lambda", "events"].includes(service)) throw new Unsupported(`deliveries to ${arn}`, path);
    const known =
      service === "sqs"
        ? queues.all().some((queue) => queue.plan.arn === arn)
        : service === "lambda"
          ? functions.find(arn) !== undefined
          : buses.has(arn.split("/").at(-1)!);
    if (!known) throw new Error(`${path} sends to ${arn}, which no template has.`);
  }
}

/** What a bucket tells: to a queue as text, to a function as an event, to the default bus. */
export function bucketDelivery(
  send: (arn: string, input: unknown, by: By) => Promise<void>,
  buses: () => Buses,
): (delivery: Delivery) => Promise<void> {
  return async (delivery) => {
    if (delivery.to === "bus") {
      buses().publish("default", delivery.event);
      return;
    }
    const event = delivery.to === "queue" ? (JSON.parse(delivery.body) as S3Event) : delivery.payload;
    const [record] = event.Records as { s3: { bucket: { arn: string } } }[];
    await send(delivery.arn, event, { principal: "s3.amazonaws.com", source: record!.s3.bucket.arn });
  };
}

import { type EventPattern, type IEventBus, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { named } from "./named.ts";

/** Puts matching events into a queue. What can't be delivered within a day lies in `undelivered`. */
export function rule(
  scope: Construct,
  id: string,
  to: Queue,
  undelivered: Queue,
  eventPattern: EventPattern,
  eventBus?: IEventBus,
): Rule {
  const target = new SqsQueue(to, {
    deadLetterQueue: undelivered,
    retryAttempts: 185,
    maxEventAge: Duration.days(1),
  });
  return named(id, new Rule(scope, id, { eventBus, eventPattern, targets: [target] }));
}

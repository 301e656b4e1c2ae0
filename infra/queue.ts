import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { named } from "./named.ts";

/** Deliveries before a message is parked for a person to look at. */
const DELIVERIES = 5;

/** A queue for one consumer, with a dead-letter queue. `timeout` is the consumer's, in seconds. */
export function queue(scope: Construct, id: string, timeout: number): Queue {
  return named(
    id,
    new Queue(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // Six times, as Lambda asks: it retries throttled batches inside that time.
      visibilityTimeout: Duration.seconds(timeout * 6),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: deadLetters(scope, `${id}Dead`), maxReceiveCount: DELIVERIES },
    }),
  );
}

/** Holds what nobody could handle as long as SQS keeps anything. */
export function deadLetters(scope: Construct, id: string): Queue {
  return named(
    id,
    new Queue(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    }),
  );
}

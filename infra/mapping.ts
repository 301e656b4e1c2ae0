import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { CfnEventSourceMapping } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { lambda, type Made } from "./function.ts";
import { type FunctionSpec, pascal } from "./functions.ts";
import type { Granted } from "./grants.ts";

export type Reading = {
  /** Messages an invocation gets at most. */
  batch: number;
  /** Seconds to wait for a fuller batch. */
  window?: number;
  /** Invocations at once. Setting it costs three more pollers (0.16 dollars a month), so only where it matters. */
  concurrency?: number;
};

/** A Lambda fed by a queue: a message that fails comes again by itself, the rest of its batch is done. */
export function consumer(
  scope: Construct,
  spec: FunctionSpec,
  queue: Queue,
  granted: Granted,
  reading: Reading,
): Made {
  const made = lambda(scope, spec, granted, [
    new PolicyStatement({
      actions: [
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ChangeMessageVisibility",
      ],
      resources: [queue.queueArn],
    }),
  ]);
  const mapping = new CfnEventSourceMapping(scope, `${pascal(spec.name)}Source`, {
    functionName: made.alias.functionArn,
    eventSourceArn: queue.queueArn,
    batchSize: reading.batch,
    maximumBatchingWindowInSeconds: reading.window,
    functionResponseTypes: ["ReportBatchItemFailures"],
    scalingConfig: reading.concurrency ? { maximumConcurrency: reading.concurrency } : undefined,
  });
  mapping.node.addDependency(made.alias);
  return made;
}

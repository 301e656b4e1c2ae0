import { CfnBudget } from "aws-cdk-lib/aws-budgets";
import { CfnAlarm } from "aws-cdk-lib/aws-cloudwatch";
import { CfnSubscription, CfnTopic } from "aws-cdk-lib/aws-sns";
import { CfnQueue } from "aws-cdk-lib/aws-sqs";
import { Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Made } from "./function.ts";
import { pascal } from "./functions.ts";
import type { Stage } from "./stages.ts";

type Watch = {
  namespace: string;
  metric: string;
  over: number;
  statistic?: string;
  dimensions?: Record<string, string>;
  /** Minutes in a row. */
  minutes?: number;
};

/** What a person must hear about: errors, throttles, readers that fall behind, parked messages, a bad name, money. */
export function alarms(scope: Construct, stage: Stage, made: Made[]): void {
  const topic = new CfnTopic(scope, "Alarms", { kmsMasterKeyId: "alias/aws/sns" });
  if (stage.alarmEmail)
    new CfnSubscription(scope, "AlarmEmail", {
      topicArn: topic.ref,
      protocol: "email",
      endpoint: stage.alarmEmail,
    });
  const watch = (id: string, { dimensions = {}, statistic = "Sum", minutes = 5, ...what }: Watch) =>
    new CfnAlarm(scope, id, {
      namespace: what.namespace,
      metricName: what.metric,
      dimensions: Object.entries(dimensions).map(([name, value]) => ({ name, value })),
      statistic,
      period: 60,
      evaluationPeriods: minutes,
      datapointsToAlarm: Math.ceil(minutes / 2),
      threshold: what.over,
      comparisonOperator: "GreaterThanThreshold",
      treatMissingData: "notBreaching",
      alarmActions: [topic.ref],
      okActions: [topic.ref],
    });

  for (const { spec, lambda } of made) {
    const dimensions = { FunctionName: lambda.functionName };
    watch(`${pascal(spec.name)}Errors`, { namespace: "AWS/Lambda", metric: "Errors", over: 0, dimensions });
    if (spec.entry.startsWith("stream/"))
      watch(`${pascal(spec.name)}Late`, {
        namespace: "AWS/Lambda",
        metric: "IteratorAge",
        statistic: "Maximum",
        over: 60_000,
        dimensions,
      });
  }
  watch("Throttles", { namespace: "AWS/Lambda", metric: "Throttles", over: 0 });
  for (const queue of parked(scope))
    watch(`${Stack.of(scope).getLogicalId(queue)}Filled`, {
      namespace: "AWS/SQS",
      metric: "ApproximateNumberOfMessagesVisible",
      statistic: "Maximum",
      over: 0,
      minutes: 1,
      dimensions: { QueueName: queue.attrQueueName },
    });
  // Below the rates at which SES puts an account under review (5 % and 0.1 %).
  for (const [id, metric, over] of [
    ["Bounces", "Reputation.BounceRate", 0.04],
    ["Complaints", "Reputation.ComplaintRate", 0.0008],
  ] as const)
    watch(id, { namespace: "AWS/SES", metric, statistic: "Average", over, minutes: 1 });
  budget(scope, stage);
}

function parked(scope: Construct): CfnQueue[] {
  return Stack.of(scope)
    .node.findAll()
    .filter((one) => one instanceof CfnQueue)
    .filter((queue) => queue.redrivePolicy === undefined);
}

function budget(scope: Construct, stage: Stage): void {
  if (!stage.alarmEmail) return;
  new CfnBudget(scope, "Budget", {
    budget: {
      budgetType: "COST",
      timeUnit: "MONTHLY",
      budgetLimit: { amount: stage.budget, unit: "USD" },
      costFilters: { TagKeyValue: [`user:rapport:stage$${stage.name}`] },
    },
    notificationsWithSubscribers: [
      {
        notification: { notificationType: "FORECASTED", comparisonOperator: "GREATER_THAN", threshold: 100 },
        subscribers: [{ subscriptionType: "EMAIL", address: stage.alarmEmail }],
      },
    ],
  });
}

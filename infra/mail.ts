import {
  CfnConfigurationSet,
  CfnConfigurationSetEventDestination,
  CfnReceiptRule,
} from "aws-cdk-lib/aws-ses";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Aws } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Made } from "./function.ts";
import { functionNamed } from "./functions.ts";
import { type Granted, MAILBOX } from "./grants.ts";
import { consumer } from "./mapping.ts";
import { rule } from "./rule.ts";
import type { Stage } from "./stages.ts";

/** The account's receipt rule set; `account.ts` makes it. */
export const RULE_SET = "rapport";

/** Names the stage in every mail it sends, and brings SES's events to the default bus. */
export function configurationSet(scope: Construct, stage: Stage): string {
  const set = new CfnConfigurationSet(scope, "ConfigurationSet", {
    deliveryOptions: { tlsPolicy: "REQUIRE" },
    reputationOptions: { reputationMetricsEnabled: stage.production },
    sendingOptions: { sendingEnabled: true },
    // Suppression is ours, a workspace's own: the account's list would mix them.
    suppressionOptions: { suppressedReasons: [] },
  });
  new CfnConfigurationSetEventDestination(scope, "MailEvents", {
    configurationSetName: set.ref,
    eventDestination: {
      name: "default-bus",
      enabled: true,
      // Opens and clicks are ours: SES's tracking would rewrite links to a host of its own.
      matchingEventTypes: [
        "SEND",
        "DELIVERY",
        "BOUNCE",
        "COMPLAINT",
        "REJECT",
        "DELIVERY_DELAY",
        "RENDERING_FAILURE",
      ],
      eventBridgeDestination: {
        eventBusArn: `arn:${Aws.PARTITION}:events:${Aws.REGION}:${Aws.ACCOUNT_ID}:event-bus/default`,
      },
    },
  });
  return set.ref;
}

/** Mail in: SES puts it into the Mail bucket, whose event queues it. */
export function inbound(scope: Construct, granted: Granted, undelivered: Queue): Made[] {
  const { stage, buckets, queues } = granted;
  if (!stage.inbound) return [];
  new CfnReceiptRule(scope, "Receipt", {
    ruleSetName: RULE_SET,
    rule: {
      enabled: true,
      recipients: [stage.mailDomain!],
      scanEnabled: true,
      tlsPolicy: "Optional",
      actions: [{ s3Action: { bucketName: buckets.mail.bucketName, objectKeyPrefix: MAILBOX } }],
    },
  });
  rule(scope, "MailArrived", queues.InboundQueue!, undelivered, {
    source: ["aws.s3"],
    detailType: ["Object Created"],
    detail: { bucket: { name: [buckets.mail.bucketName] }, object: { key: [{ prefix: MAILBOX }] } },
  });
  return [consumer(scope, functionNamed("inbound"), queues.InboundQueue!, granted, { batch: 1 })];
}

import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Made } from "./function.ts";
import { functionNamed } from "./functions.ts";
import type { Granted } from "./grants.ts";
import { consumer } from "./mapping.ts";
import { rule } from "./rule.ts";

/** Mail out: chunks that the pacer releases, single mails that facts ask for, and what SES says became of them. */
export function send(scope: Construct, granted: Granted, undelivered: Queue): Made[] {
  const { queues, bus, configurationSet } = granted;
  rule(
    scope,
    "MailRequested",
    queues.MailQueue!,
    undelivered,
    { source: ["rapport"], detailType: ["mail.requested"] },
    bus,
  );
  // The default bus hears of every stage's mail; ours bears our configuration set.
  rule(scope, "MailHappened", queues.FeedbackQueue!, undelivered, {
    source: ["aws.ses"],
    detail: { mail: { tags: { "ses:configuration-set": [configurationSet] } } },
  });
  return [
    // One chunk an invocation; how many run at once is the pacer's to say.
    consumer(scope, functionNamed("send"), queues.SendQueue!, granted, { batch: 1 }),
    consumer(scope, functionNamed("mail"), queues.MailQueue!, granted, { batch: 10 }),
    consumer(scope, functionNamed("feedback"), queues.FeedbackQueue!, granted, { batch: 100, window: 1 }),
  ];
}

import { CfnOutput, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { alarms } from "./alarms.ts";
import { api, apiHost } from "./api.ts";
import { bucket } from "./bucket.ts";
import { bus } from "./bus.ts";
import { addressOf, appFront, openFront } from "./cdn.ts";
import { clock } from "./clock.ts";
import type { DataStack } from "./data-stack.ts";
import { lambda } from "./function.ts";
import { functionNamed } from "./functions.ts";
import { jobs } from "./jobs.ts";
import { jobs as jobList } from "./list/jobs.ts";
import { configurationSet, inbound } from "./mail.ts";
import { open, openHost } from "./open.ts";
import { deadLetters, queue } from "./queue.ts";
import { reactions } from "./reactions.ts";
import { send } from "./send.ts";
import type { Stage } from "./stages.ts";
import { streamReaders } from "./stream-readers.ts";

/** What a stage does. All of it can be deleted and made again without losing anything. */
export class AppStack extends Stack {
  constructor(scope: Construct, id: string, stage: Stage, data: DataStack, props: StackProps) {
    super(scope, id, props);
    const web = bucket(this, "Web", RemovalPolicy.DESTROY);
    const hosts = { api: apiHost(this, stage), open: openHost(this, stage) };
    const fronts = {
      app: appFront(this, stage, { web, files: data.buckets.files, api: hosts.api }),
      open: openFront(this, stage, hosts.open),
    };
    const queueOf = (name: string, id: string) => [id, queue(this, id, functionNamed(name).timeout)] as const;
    const granted = {
      stage,
      tables: data.tables,
      buckets: data.buckets,
      bus: bus(this),
      queues: Object.fromEntries([
        ...jobList.map((job) => queueOf(job.name, job.queue)),
        queueOf("send", "SendQueue"),
        queueOf("mail", "MailQueue"),
        queueOf("feedback", "FeedbackQueue"),
        ...(stage.inbound ? [queueOf("inbound", "InboundQueue")] : []),
      ]),
      configurationSet: configurationSet(this, stage),
      urls: { app: addressOf(fronts.app, stage, "app"), open: addressOf(fronts.open, stage, "open") },
    };
    const undelivered = deadLetters(this, "Undelivered");
    const made = [
      api(this, hosts.api, granted),
      open(this, hosts.open, granted),
      ...streamReaders(this, granted),
      ...jobs(this, granted),
      ...reactions(this, granted, undelivered),
      ...send(this, granted, undelivered),
      ...inbound(this, granted, undelivered),
      ...clock(this, granted),
      lambda(this, functionNamed("rebuild"), granted),
    ];
    if (stage.production) alarms(this, stage, made);

    new CfnOutput(this, "AppUrl", { value: granted.urls.app });
    new CfnOutput(this, "OpenUrl", { value: granted.urls.open });
    new CfnOutput(this, "WebBucket", { value: web.bucketName });
    new CfnOutput(this, "FilesBucket", { value: data.buckets.files.bucketName });
    new CfnOutput(this, "MailBucket", { value: data.buckets.mail.bucketName });
    new CfnOutput(this, "FailuresBucket", { value: data.buckets.failures.bucketName });
  }
}

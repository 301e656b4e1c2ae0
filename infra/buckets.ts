import { Effect, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { type Bucket, type CfnBucket, HttpMethods } from "aws-cdk-lib/aws-s3";
import { Aws, Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { bucket } from "./bucket.ts";
import { kept } from "./named.ts";
import type { Stage } from "./stages.ts";

export type Buckets = { files: Bucket; mail: Bucket; failures: Bucket };

export function buckets(scope: Construct, stage: Stage): Buckets {
  const files = bucket(scope, "Files", kept(stage), {
    cors: [
      {
        // A presigned request proves itself; the app's own address isn't known before it is deployed.
        allowedOrigins: [stage.host ? `https://app.${stage.host}` : "*"],
        allowedMethods: [HttpMethods.PUT, HttpMethods.POST, HttpMethods.GET],
        allowedHeaders: ["*"],
        exposedHeaders: ["ETag"],
        maxAge: 3600,
      },
    ],
    lifecycleRules: [{ prefix: "exports/", expiration: Duration.days(30) }],
  });
  const mail = bucket(scope, "MailBucket", kept(stage), {
    lifecycleRules: [{ expiration: Duration.days(90) }],
  });
  mail.addToResourcePolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal("ses.amazonaws.com")],
      actions: ["s3:PutObject"],
      resources: [mail.arnForObjects("*")],
      conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
    }),
  );
  // The L2 switch would bring a custom resource with a Python function.
  (mail.node.defaultChild as CfnBucket).notificationConfiguration = {
    eventBridgeConfiguration: { eventBridgeEnabled: true },
  };
  const failures = bucket(scope, "FailureBucket", kept(stage), {
    lifecycleRules: [{ expiration: Duration.days(90) }],
  });
  return { files, mail, failures };
}

import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnEventInvokeConfig } from "aws-cdk-lib/aws-lambda";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { Aws } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { lambda, type Made } from "./function.ts";
import { functionNamed, pascal } from "./functions.ts";
import type { Granted } from "./grants.ts";
import { named } from "./named.ts";
import { deadLetters } from "./queue.ts";

/** Every minute. A missed minute isn't repeated: the next one finds what is still due. */
export function clock(scope: Construct, granted: Granted): Made[] {
  const missed = deadLetters(scope, "MissedMinutes");
  return ["pacer", "due"].map((name) => {
    const id = pascal(name);
    const made = lambda(scope, functionNamed(name), granted, [
      new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [missed.queueArn] }),
    ]);
    const role = named(
      `${id}ScheduleRole`,
      new Role(scope, `${id}ScheduleRole`, {
        assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
          conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
        }),
        inlinePolicies: {
          own: new PolicyDocument({
            statements: [
              new PolicyStatement({
                actions: ["lambda:InvokeFunction"],
                resources: [made.alias.functionArn],
              }),
              new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [missed.queueArn] }),
            ],
          }),
        },
      }),
    );
    new CfnEventInvokeConfig(scope, `${id}Invoke`, {
      functionName: made.lambda.functionName,
      qualifier: made.alias.aliasName,
      maximumRetryAttempts: 0,
      maximumEventAgeInSeconds: 60,
      destinationConfig: { onFailure: { destination: missed.queueArn } },
    });
    new CfnSchedule(scope, `${id}Schedule`, {
      scheduleExpression: "rate(1 minute)",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: made.alias.functionArn,
        roleArn: role.roleArn,
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
        deadLetterConfig: { arn: missed.queueArn },
      },
    });
    return made;
  });
}

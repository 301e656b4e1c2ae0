import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { CfnEventSourceMapping } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { lambda, type Made } from "./function.ts";
import { functionNamed, pascal } from "./functions.ts";
import type { Granted } from "./grants.ts";

/** The two readers that a shard allows. Both see only a workspace's items. */
export function streamReaders(scope: Construct, granted: Granted): Made[] {
  return [reader(scope, "relay", granted), reader(scope, "project", granted)];
}

const WORKSPACE_ITEMS = JSON.stringify({ dynamodb: { Keys: { pk: { S: [{ prefix: "w#" }] } } } });

function reader(scope: Construct, name: string, granted: Granted): Made {
  const stream = granted.tables.records.tableStreamArn!;
  const { failures } = granted.buckets;
  const made = lambda(scope, functionNamed(name), granted, [
    new PolicyStatement({
      actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
      resources: [stream],
    }),
    // Knows no resource; Lambda refuses the mapping without it.
    new PolicyStatement({ actions: ["dynamodb:ListStreams"], resources: ["*"] }),
    // Lambda writes a failed batch as the function, under this prefix.
    new PolicyStatement({ actions: ["s3:PutObject"], resources: [failures.arnForObjects("aws/lambda/*")] }),
    new PolicyStatement({ actions: ["s3:ListBucket"], resources: [failures.bucketArn] }),
  ]);
  const mapping = new CfnEventSourceMapping(scope, `${pascal(name)}Source`, {
    functionName: made.alias.functionArn,
    eventSourceArn: stream,
    startingPosition: "TRIM_HORIZON",
    batchSize: 100,
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: 8,
    maximumRecordAgeInSeconds: 20 * 3600,
    // Two at once a shard; an item's own changes stay in order.
    parallelizationFactor: 2,
    functionResponseTypes: ["ReportBatchItemFailures"],
    filterCriteria: { filters: [{ pattern: WORKSPACE_ITEMS }] },
    // S3 keeps the records themselves. A queue would get a pointer into the stream, dead after 24 hours.
    destinationConfig: { onFailure: { destination: failures.bucketArn } },
  });
  mapping.node.addDependency(made.alias);
  return made;
}

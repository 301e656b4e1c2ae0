import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import type { Stage } from "../infra/stages.ts";

/** Outputs of a deployed stage: `AppUrl`, `WebBucket`, … */
export async function outputs(stage: Stage): Promise<Record<string, string>> {
  const client = new CloudFormationClient({ region: stage.region });
  const StackName = `rapport-${stage.name}-App`;
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
  const found = Stacks?.[0]?.Outputs ?? [];
  return Object.fromEntries(found.map((one) => [one.OutputKey!, one.OutputValue!]));
}

/** The name that a function of the template got in the account. */
export async function functionName(stage: Stage, LogicalResourceId: string): Promise<string> {
  const client = new CloudFormationClient({ region: stage.region });
  const StackName = `rapport-${stage.name}-App`;
  const { StackResourceDetail } = await client.send(
    new DescribeStackResourceCommand({ StackName, LogicalResourceId }),
  );
  return StackResourceDetail!.PhysicalResourceId!;
}

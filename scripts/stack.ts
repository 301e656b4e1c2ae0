import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import type { Stage } from "../infra/stages.ts";

/** Outputs of a deployed stage: `AppUrl`, `WebBucket`, … */
export async function outputs(stage: Stage): Promise<Record<string, string>> {
  const client = new CloudFormationClient({ region: stage.region });
  const StackName = `rapport-${stage.name}-App`;
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
  const found = Stacks?.[0]?.Outputs ?? [];
  return Object.fromEntries(found.map((one) => [one.OutputKey!, one.OutputValue!]));
}

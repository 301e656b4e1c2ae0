import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
  type StackResourceSummary,
} from "@aws-sdk/client-cloudformation";
import {
  type FunctionConfiguration,
  GetAliasCommand,
  LambdaClient,
  paginateListVersionsByFunction,
  UpdateAliasCommand,
} from "@aws-sdk/client-lambda";
import type { Stage } from "../infra/stages.ts";

export type Version = Pick<FunctionConfiguration, "Version" | "LastModified">;

/** Takes back the last deployment's code: aliases that it moved point at the version before. The next one moves on. */
export async function rollBack(stage: Stage): Promise<void> {
  const { deployed, names } = await lastDeployment(stage);
  const client = new LambdaClient({ region: stage.region });
  for (const FunctionName of names) {
    const { FunctionVersion: live } = await client.send(new GetAliasCommand({ FunctionName, Name: "live" }));
    const versions: Version[] = [];
    for await (const page of paginateListVersionsByFunction({ client }, { FunctionName }))
      versions.push(...(page.Versions ?? []));
    const before = previous(versions, live!, deployed);
    if (before)
      await client.send(new UpdateAliasCommand({ FunctionName, Name: "live", FunctionVersion: before }));
    console.log(`${FunctionName}: ${before ? `${live} → ${before}` : `stays at ${live}`}`);
  }
}

/** The version to go back to: none where the live one is older than the deployment, or the first. */
export function previous(versions: Version[], live: string, deployed: Date): string | undefined {
  const current = versions.find(({ Version }) => Version === live);
  if (!current?.LastModified || new Date(current.LastModified) < deployed) return undefined;
  const earlier = versions.map(({ Version }) => Number(Version)).filter((number) => number < Number(live));
  return earlier.length > 0 ? String(Math.max(...earlier)) : undefined;
}

async function lastDeployment(stage: Stage): Promise<{ deployed: Date; names: string[] }> {
  const client = new CloudFormationClient({ region: stage.region });
  const StackName = `rapport-${stage.name}-App`;
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
  const deployed = Stacks?.[0]?.LastUpdatedTime;
  if (!deployed) throw new Error(`${StackName} was deployed only once: there is nothing to go back to.`);
  const resources: StackResourceSummary[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName }))
    resources.push(...(page.StackResourceSummaries ?? []));
  const functions = resources.filter(({ ResourceType }) => ResourceType === "AWS::Lambda::Function");
  return { deployed, names: functions.map(({ PhysicalResourceId }) => PhysicalResourceId!) };
}

import { randomUUID } from "node:crypto";
import { type Caller, callerName, Refusal } from "../call/index.ts";
import type { AwsResponse } from "../storage/exchange.ts";
import { escaped, xml } from "./answer.ts";

export type Account = { id: string; region: string };

/** STS and CloudFormation, as far as a build without an account asks them. */
export function query(
  service: string,
  action: string,
  form: URLSearchParams,
  caller: Caller,
  account: Account,
): AwsResponse {
  if (service === "sts" && action === "GetCallerIdentity") return identity(caller, account);
  if (service === "cloudformation" && action === "DescribeStacks")
    return stacks(form.get("StackName") ?? "", account);
  throw new Refusal("InvalidAction", `The action ${action} is not valid for this endpoint.`);
}

function identity(caller: Caller, account: Account): AwsResponse {
  const name = callerName(caller);
  const arn =
    caller.kind === "function"
      ? `arn:aws:sts::${account.id}:assumed-role/${name}/${name}`
      : `arn:aws:iam::${account.id}:user/${name}`;
  return xml(
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${escaped(arn)}</Arn><UserId>${escaped(name)}</UserId><Account>${account.id}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
  );
}

/** What a bootstrapped account answers, so that `sst build` runs without one. */
function bootstrap(account: Account): Record<string, Record<string, string>> {
  const assets = `cdk-hnb659fds-assets-${account.id}-${account.region}`;
  return {
    CDKToolkit: {
      BootstrapVersion: "28",
      BucketName: assets,
      BucketDomainName: `${assets}.s3.${account.region}.amazonaws.com`,
    },
    SSTBootstrap: { Version: "7.4", BucketName: `sstbootstrap-${account.id}` },
  };
}

function stacks(name: string, account: Account): AwsResponse {
  const outputs = bootstrap(account)[name];
  if (!outputs) throw new Refusal("ValidationError", `Stack with id ${name} does not exist`);
  const members = Object.entries(outputs).map(
    ([key, value]) =>
      `<member><OutputKey>${key}</OutputKey><OutputValue>${escaped(value)}</OutputValue></member>`,
  );
  const id = `arn:aws:cloudformation:${account.region}:${account.id}:stack/${name}/local`;
  return xml(
    `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member><StackId>${id}</StackId><StackName>${name}</StackName><CreationTime>2025-01-01T00:00:00Z</CreationTime><StackStatus>UPDATE_COMPLETE</StackStatus><Outputs>${members.join("")}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
  );
}

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What `sst build` asks an account, answered as a bootstrapped one does. */
const BOOTSTRAPS: Record<string, Record<string, string>> = {
  CDKToolkit: {
    BootstrapVersion: "30",
    BucketName: "cdk-assets",
    BucketDomainName: "cdk-assets.s3.amazonaws.com",
  },
  SSTBootstrap: { Version: "7.4", BucketName: "sst-bootstrap" },
};

const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/test</Arn><UserId>AIDATEST</UserId>
<Account>123456789012</Account></GetCallerIdentityResult>
<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;

function stacks(name: string): string {
  const outputs = Object.entries(BOOTSTRAPS[name] ?? {})
    .map(
      ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    )
    .join("");
  return `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult>
<Stacks><member><StackName>${name}</StackName><StackStatus>CREATE_COMPLETE</StackStatus>
<CreationTime>2025-01-01T00:00:00Z</CreationTime><Outputs>${outputs}</Outputs></member></Stacks>
</DescribeStacksResult></DescribeStacksResponse>`;
}

export type Endpoint = { url: string; asked: string[]; stop(): Promise<void> };

/** Starts a loopback endpoint for STS and CloudFormation. `asked` lists the actions it was asked for. */
export async function startEndpoint(): Promise<Endpoint> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    const action = form.get("Action") ?? `${request.method} ${request.url}`;
    const stack = form.get("StackName") ?? "";
    asked.push(stack ? `${action} ${stack}` : action);
    const answer =
      action === "GetCallerIdentity"
        ? IDENTITY
        : action === "DescribeStacks" && stack in BOOTSTRAPS
          ? stacks(stack)
          : undefined;
    response.writeHead(answer ? 200 : 400, { "content-type": "text/xml" });
    response.end(
      answer ??
        `<ErrorResponse><Error><Code>Unexpected</Code><Message>${action}</Message></Error></ErrorResponse>`,
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    stop: () => new Promise((closed) => server.close(() => closed())),
  };
}

import type { IncomingMessage } from "node:http";
import type { AwsRequest } from "../storage/exchange.ts";

/** Services behind the one door, told apart by target prefix or by the credential scope. */
const TARGETS: Record<string, string> = {
  DynamoDB_20120810: "dynamodb",
  DynamoDBStreams_20120810: "streams",
  AmazonSQS: "sqs",
  AWSEvents: "events",
  AmazonSSM: "ssm",
};

export type Addressed = { service: string; action: string | undefined; accessKeyId: string | undefined };

/** Which service and action a request means, and who signed it. */
export function address(request: AwsRequest): Addressed {
  const scope = credential(request);
  const target = request.headers["x-amz-target"];
  if (target) {
    const [prefix, action] = target.split(".");
    return { service: TARGETS[prefix!] ?? prefix!, action, accessKeyId: scope.accessKeyId };
  }
  return { service: scope.service ?? "s3", action: undefined, accessKeyId: scope.accessKeyId };
}

function credential(request: AwsRequest): { accessKeyId: string | undefined; service: string | undefined } {
  const header = /Credential=([^/,\s]+)\/\d+\/[^/]+\/([^/]+)\//.exec(request.headers.authorization ?? "");
  if (header) return { accessKeyId: header[1], service: header[2] };
  const signed = new URLSearchParams(request.query).get("X-Amz-Credential")?.split("/");
  return { accessKeyId: signed?.[0], service: signed?.[3] };
}

export function awsRequest(incoming: IncomingMessage): AwsRequest {
  const url = incoming.url ?? "/";
  const mark = url.indexOf("?");
  return {
    method: incoming.method ?? "GET",
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? "" : url.slice(mark + 1),
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(", ") : value,
      ]),
    ),
    body: incoming,
  };
}

/** What a policy may ask about a list. */
const LISTING = { Prefix: "prefix", Delimiter: "delimiter", MaxKeys: "max-keys" };

/** IAM's name of what a request to S3 does. */
export function objectAction(request: AwsRequest): { action: string; input: Record<string, string> } {
  const [, bucket = "", ...rest] = request.path.split("/");
  const key = rest.join("/");
  const query = new URLSearchParams(request.query);
  const copied = request.headers["x-amz-copy-source"]?.replace(/^\//, "").replace(/\?versionId=.*$/, "");
  const input: Record<string, string> = {
    Bucket: decodeURIComponent(bucket),
    ...(key ? { Key: decodeURIComponent(key) } : {}),
    ...(copied ? { CopySource: decodeURIComponent(copied) } : {}),
  };
  for (const [name, parameter] of Object.entries(LISTING)) {
    const value = query.get(parameter);
    if (!key && value !== null) input[name] = value;
  }
  const upload = query.has("uploadId") || query.has("uploads");
  const byMethod: Record<string, string> = key
    ? {
        GET: upload ? "ListMultipartUploadParts" : "GetObject",
        HEAD: "GetObject",
        PUT: "PutObject",
        POST: "PutObject",
        DELETE: upload ? "AbortMultipartUpload" : "DeleteObject",
        OPTIONS: "Preflight",
      }
    : {
        GET: query.has("uploads")
          ? "ListBucketMultipartUploads"
          : query.has("location")
            ? "GetBucketLocation"
            : "ListBucket",
        HEAD: "ListBucket",
        POST: query.has("delete") ? "DeleteObject" : "PutObject",
        OPTIONS: "Preflight",
      };
  return { action: byMethod[request.method] ?? request.method, input };
}

/** IAM's name of what a request to SES does. */
export function mailAction(request: AwsRequest): string {
  const [, , , noun = "", ...more] = request.path.split("/");
  const known: Record<string, string> = {
    "POST outbound-emails": "SendEmail",
    "POST outbound-bulk-emails": "SendBulkEmail",
    "GET account": "GetAccount",
  };
  return known[`${request.method} ${noun}`] ?? `${request.method} ${[noun, ...more].join("/")}`;
}

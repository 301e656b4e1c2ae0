import { randomUUID } from "node:crypto";
import type { BucketConfiguration, KeyFilter } from "./bucket.ts";

/** Where a change in a bucket goes. The stage carries it there. */
export type Delivery =
  | { to: "queue"; arn: string; body: string }
  | { to: "function"; arn: string; payload: S3Event }
  | { to: "bus"; event: BusEvent };

export type BusEvent = {
  version: "0";
  id: string;
  "detail-type": string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: unknown;
};

export type S3Event = { Records: unknown[] };

export type Change = {
  name:
    | "ObjectCreated:Put"
    | "ObjectCreated:Copy"
    | "ObjectCreated:CompleteMultipartUpload"
    | "ObjectRemoved:Delete"
    | "LifecycleExpiration:Delete";
  bucket: string;
  key: string;
  size?: number;
  etag?: string;
  at: number;
  by: string;
  /** Grows with each change of the same key. */
  sequence: number;
};

export type Account = { id: string; region: string };

const REASON: Record<Change["name"], string> = {
  "ObjectCreated:Put": "PutObject",
  "ObjectCreated:Copy": "CopyObject",
  "ObjectCreated:CompleteMultipartUpload": "CompleteMultipartUpload",
  "ObjectRemoved:Delete": "DeleteObject",
  "LifecycleExpiration:Delete": "Lifecycle Expiration",
};

/** Shapes: docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html and ev-events.html. */
export function deliveries(bucket: BucketConfiguration, change: Change, account: Account): Delivery[] {
  const configuration = bucket.NotificationConfiguration;
  if (!configuration) return [];
  const out: Delivery[] = [];
  const wanted = (entry: { Event: string; Filter?: KeyFilter }) =>
    covers(entry.Event, change.name) && passes(entry.Filter, change.key);
  for (const entry of configuration.QueueConfigurations ?? []) {
    if (wanted(entry))
      out.push({ to: "queue", arn: entry.Queue, body: JSON.stringify(record(change, account, entry.Queue)) });
  }
  for (const entry of configuration.LambdaConfigurations ?? []) {
    if (wanted(entry))
      out.push({ to: "function", arn: entry.Function, payload: record(change, account, entry.Function) });
  }
  if (
    configuration.EventBridgeConfiguration &&
    configuration.EventBridgeConfiguration.EventBridgeEnabled !== false
  ) {
    out.push({ to: "bus", event: busEvent(change, account) });
  }
  return out;
}

function covers(pattern: string, name: string): boolean {
  const wanted = pattern.replace(/^s3:/, "");
  return wanted.endsWith("*") ? name.startsWith(wanted.slice(0, -1)) : name === wanted;
}

function passes(filter: KeyFilter | undefined, key: string): boolean {
  return (filter?.S3Key.Rules ?? []).every((rule) =>
    rule.Name.toLowerCase() === "prefix" ? key.startsWith(rule.Value) : key.endsWith(rule.Value),
  );
}

const sequencer = (change: Change) => change.sequence.toString(16).toUpperCase().padStart(18, "0");

function record(change: Change, account: Account, target: string): S3Event {
  return {
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: account.region,
        eventTime: new Date(change.at).toISOString(),
        eventName: change.name,
        userIdentity: { principalId: `AWS:${change.by}` },
        requestParameters: { sourceIPAddress: "127.0.0.1" },
        responseElements: { "x-amz-request-id": randomUUID(), "x-amz-id-2": randomUUID() },
        s3: {
          s3SchemaVersion: "1.0",
          configurationId: target.split(":").at(-1),
          bucket: {
            name: change.bucket,
            ownerIdentity: { principalId: account.id },
            arn: `arn:aws:s3:::${change.bucket}`,
          },
          object: {
            // The key comes as a form would send it: a space is a plus.
            key: encodeURIComponent(change.key).replaceAll("%2F", "/").replaceAll("%20", "+"),
            ...(change.size === undefined ? {} : { size: change.size }),
            ...(change.etag === undefined ? {} : { eTag: change.etag }),
            sequencer: sequencer(change),
          },
        },
      },
    ],
  };
}

function busEvent(change: Change, account: Account): BusEvent {
  const created = change.name.startsWith("ObjectCreated");
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": created ? "Object Created" : "Object Deleted",
    source: "aws.s3",
    account: account.id,
    time: new Date(change.at).toISOString().replace(/\.\d+Z$/, "Z"),
    region: account.region,
    resources: [`arn:aws:s3:::${change.bucket}`],
    detail: {
      version: "0",
      bucket: { name: change.bucket },
      object: {
        key: change.key,
        ...(created ? { size: change.size, etag: change.etag } : {}),
        sequencer: sequencer(change),
      },
      "request-id": randomUUID(),
      requester: account.id,
      "source-ip-address": "127.0.0.1",
      reason: REASON[change.name],
      ...(created ? {} : { "deletion-type": "Permanently Deleted" }),
    },
  };
}

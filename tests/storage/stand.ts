import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { AwsClient } from "aws4fetch";
import {
  type BucketConfiguration,
  createStorage,
  type Delivery,
  type Storage,
} from "../../packages/local/src/storage/index.ts";
import { type Mounted, mount } from "./mount.ts";

export const account = { id: "000000000000", region: "eu-central-1" };
export const keys = { accessKeyId: "LOCALKEY", secretAccessKey: "local-secret" };

export const FILES: BucketConfiguration = {
  name: "files",
  CorsConfiguration: {
    CorsRules: [
      {
        AllowedOrigins: ["http://127.0.0.1:4000", "https://*.example.com"],
        AllowedMethods: ["PUT", "GET"],
        AllowedHeaders: ["content-type", "x-amz-*"],
        ExposedHeaders: ["ETag"],
        MaxAge: 600,
      },
    ],
  },
  NotificationConfiguration: {
    QueueConfigurations: [
      {
        Event: "s3:ObjectCreated:*",
        Queue: "arn:aws:sqs:eu-central-1:000000000000:inbound",
        Filter: { S3Key: { Rules: [{ Name: "prefix", Value: "in/" }] } },
      },
    ],
    LambdaConfigurations: [
      {
        Event: "s3:ObjectRemoved:*",
        Function: "arn:aws:lambda:eu-central-1:000000000000:function:gone",
        Filter: { S3Key: { Rules: [{ Name: "suffix", Value: ".csv" }] } },
      },
    ],
  },
};

export type Stand = {
  storage: Storage;
  s3: S3Client;
  aws: AwsClient;
  url: string;
  dir: string;
  deliveries: Delivery[];
  clock: { now: number };
  restart(): Promise<void>;
  close(): Promise<void>;
};

/** A storage behind a real HTTP port, with the real client in front of it. */
export async function stand(buckets: BucketConfiguration[] = [FILES, { name: "plain" }]): Promise<Stand> {
  const dir = mkdtempSync(join(tmpdir(), "storage-"));
  const clock = { now: Date.now() };
  const deliveries: Delivery[] = [];
  const open = () =>
    createStorage({
      dir,
      account,
      buckets,
      now: () => clock.now,
      secretFor: (id) => (id === keys.accessKeyId ? keys.secretAccessKey : undefined),
      notify: async (delivery) => void deliveries.push(delivery),
    });
  const self = { storage: open(), deliveries, clock, dir } as Stand;
  const mounted: Mounted = await mount((request) => self.storage.handle(request));
  self.url = mounted.url;
  self.s3 = new S3Client({
    endpoint: mounted.url,
    region: account.region,
    credentials: keys,
    maxAttempts: 1,
  });
  self.aws = new AwsClient({ ...keys, region: account.region, service: "s3" });
  self.restart = async () => {
    self.storage.close();
    self.storage = open();
  };
  self.close = async () => {
    self.s3.destroy();
    await mounted.close();
    self.storage.close();
  };
  return self;
}

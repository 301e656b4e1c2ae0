import { S3Fault } from "./fault.ts";

/** A bucket as the template declares it: the properties of AWS::S3::Bucket, intrinsics resolved. */
export type BucketConfiguration = {
  name: string;
  CorsConfiguration?: { CorsRules: CorsRule[] };
  NotificationConfiguration?: NotificationConfiguration;
  LifecycleConfiguration?: { Rules: LifecycleRule[] };
};

export type CorsRule = {
  AllowedOrigins: string[];
  AllowedMethods: string[];
  AllowedHeaders?: string[];
  ExposedHeaders?: string[];
  MaxAge?: number;
  Id?: string;
};

export type KeyFilter = { S3Key: { Rules: { Name: string; Value: string }[] } };

export type NotificationConfiguration = {
  QueueConfigurations?: { Event: string; Queue: string; Filter?: KeyFilter }[];
  LambdaConfigurations?: { Event: string; Function: string; Filter?: KeyFilter }[];
  EventBridgeConfiguration?: { EventBridgeEnabled?: boolean };
};

export type LifecycleRule = {
  Id?: string;
  Status: string;
  Prefix?: string;
  ExpirationInDays?: number;
  AbortIncompleteMultipartUpload?: { DaysAfterInitiation: number };
};

const KNOWN = ["name", "CorsConfiguration", "NotificationConfiguration", "LifecycleConfiguration"];
const KNOWN_RULE = ["Id", "Status", "Prefix", "ExpirationInDays", "AbortIncompleteMultipartUpload"];
const KNOWN_NOTIFICATION = ["QueueConfigurations", "LambdaConfigurations", "EventBridgeConfiguration"];

/** Refuses what would be declared and silently not done. */
export function checkBucket(bucket: BucketConfiguration): void {
  const refuse = (what: string) => {
    throw new Error(`bucket ${bucket.name}: ${what} is not understood by the local stage`);
  };
  for (const name of Object.keys(bucket)) if (!KNOWN.includes(name)) refuse(name);
  for (const name of Object.keys(bucket.NotificationConfiguration ?? {})) {
    if (!KNOWN_NOTIFICATION.includes(name)) refuse(`NotificationConfiguration.${name}`);
  }
  for (const rule of bucket.LifecycleConfiguration?.Rules ?? []) {
    for (const name of Object.keys(rule))
      if (!KNOWN_RULE.includes(name)) refuse(`LifecycleConfiguration.Rules.${name}`);
  }
}

export type Buckets = { find(name: string): BucketConfiguration; all(): BucketConfiguration[] };

export function bucketsOf(list: readonly BucketConfiguration[]): Buckets {
  const byName = new Map(list.map((bucket) => [bucket.name, bucket]));
  for (const bucket of list) checkBucket(bucket);
  return {
    find(name) {
      const bucket = byName.get(name);
      if (!bucket)
        throw new S3Fault("NoSuchBucket", "The specified bucket does not exist", { BucketName: name });
      return bucket;
    },
    all: () => [...byName.values()],
  };
}

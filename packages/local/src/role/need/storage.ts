import type { Call } from "../../call/index.ts";
import type { Need } from "./index.ts";

type Input = Record<string, string | undefined>;

const ON_BUCKET = ["ListBucket", "ListBucketMultipartUploads", "GetBucketLocation"];

/** S3: `input` is `{ Bucket, Key }`, with the source of a copy and the prefix of a list. */
export function storage({ action, input }: Pick<Call, "action" | "input">): Need[] | undefined {
  const { Bucket, Key, CopySource, Prefix, Delimiter, MaxKeys } = input as Input;
  if (!Bucket) return action === "GET" ? undefined : [];
  const bucket = `arn:aws:s3:::${Bucket}`;
  const context: Need["context"] = {};
  if (Prefix !== undefined) context["s3:prefix"] = Prefix;
  if (Delimiter !== undefined) context["s3:delimiter"] = Delimiter;
  if (MaxKeys !== undefined) context["s3:max-keys"] = MaxKeys;
  if (ON_BUCKET.includes(action)) return [{ action: `s3:${action}`, resource: bucket, context }];
  // A request that deletes several has their keys in its body: it needs the right to any.
  const needs: Need[] = [{ action: `s3:${action}`, resource: `${bucket}/${Key ?? "*"}`, context }];
  if (CopySource !== undefined)
    needs.push({ action: "s3:GetObject", resource: `arn:aws:s3:::${CopySource}`, context: {} });
  return needs;
}

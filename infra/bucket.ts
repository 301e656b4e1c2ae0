import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import { Duration, type RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { named } from "./named.ts";

/** A private, encrypted bucket that speaks TLS only and forgets uploads that were never finished. */
export function bucket(
  scope: Construct,
  id: string,
  removalPolicy: RemovalPolicy,
  props: BucketProps = {},
): Bucket {
  const made = named(
    id,
    new Bucket(scope, id, {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy,
      ...props,
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
        ...(props.lifecycleRules ?? []),
      ],
    }),
  );
  if (made.policy) named(`${id}Policy`, made.policy);
  return made;
}

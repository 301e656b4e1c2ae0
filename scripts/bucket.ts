import { DeleteObjectsCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import type { Stage } from "../infra/stages.ts";
import { outputs } from "./stack.ts";

/** CloudFormation deletes no bucket that holds something. */
export async function emptyBuckets(stage: Stage): Promise<void> {
  const client = new S3Client({ region: stage.region });
  const { WebBucket, FilesBucket, MailBucket, FailuresBucket } = await outputs(stage);
  for (const Bucket of [WebBucket, FilesBucket, MailBucket, FailuresBucket]) {
    if (!Bucket) continue;
    for await (const page of paginateListObjectsV2({ client }, { Bucket })) {
      const Objects = page.Contents?.map(({ Key }) => ({ Key: Key! })) ?? [];
      if (Objects.length === 0) continue;
      const { Errors = [] } = await client.send(
        new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
      );
      if (Errors.length > 0)
        throw new Error(`${Bucket}: ${Errors[0]!.Key} can't be deleted: ${Errors[0]!.Message}`);
    }
  }
}

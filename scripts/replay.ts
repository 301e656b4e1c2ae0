import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DeleteObjectCommand, GetObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import type { Stage } from "../infra/stages.ts";
import { outputs } from "./stack.ts";

/** A batch that a stream reader gave up, as Lambda leaves it in the failure bucket: the payload is the whole event. */
export type GivenUp = { requestContext: { functionArn: string; condition: string }; payload: string };

/** Lambda's own prefix for what it leaves. */
const PREFIX = "aws/lambda/";

export async function replay(stage: Stage): Promise<void> {
  const bucket = (await outputs(stage)).FailuresBucket!;
  const { region } = stage;
  const { done, all } = await replayFrom(bucket, new S3Client({ region }), new LambdaClient({ region }));
  console.log(`${done} of ${all} batches went through.`);
  if (done < all) process.exitCode = 1;
}

/** Hands given-up batches to their readers again, oldest first; what succeeds is deleted. Readers bear repetition. */
export async function replayFrom(
  bucket: string,
  storage: S3Client,
  lambda: LambdaClient,
): Promise<{ done: number; all: number }> {
  const keys: { Key: string; at: number }[] = [];
  for await (const page of paginateListObjectsV2({ client: storage }, { Bucket: bucket, Prefix: PREFIX }))
    keys.push(
      ...(page.Contents ?? []).map(({ Key, LastModified }) => ({ Key: Key!, at: LastModified!.getTime() })),
    );
  let done = 0;
  for (const { Key } of keys.sort((a, b) => a.at - b.at)) {
    const { Body } = await storage.send(new GetObjectCommand({ Bucket: bucket, Key }));
    const batch = JSON.parse(await Body!.transformToString()) as GivenUp;
    const answer = await lambda.send(
      new InvokeCommand({
        FunctionName: batch.requestContext.functionArn,
        Payload: Buffer.from(batch.payload),
      }),
    );
    const failed = failureOf(answer.FunctionError, answer.Payload && Buffer.from(answer.Payload).toString());
    if (failed) console.error(`${Key}: ${failed}`);
    else {
      await storage.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
      done++;
    }
  }
  return { done, all: keys.length };
}

/** Why the batch still doesn't go through; undefined when it did. */
export function failureOf(
  functionError: string | undefined,
  payload: string | undefined,
): string | undefined {
  if (functionError) return `${functionError}: ${payload}`;
  const answer = JSON.parse(payload || "null") as { batchItemFailures?: unknown[] } | null;
  const failed = answer?.batchItemFailures?.length ?? 0;
  return failed > 0 ? `records failed again: ${failed}` : undefined;
}

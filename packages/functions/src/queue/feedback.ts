import { during, type Lifetime } from "@rapport/core/aws/patience";
import * as Campaign from "@rapport/core/campaign";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";

/** Mails of one chunk write one item: side by side they would only wait for each other. */
const PARALLEL = 10;

/** What SES says became of mails. Each event can be taken twice and in any order. */
export function handler(event: SQSEvent, lambda?: Lifetime): Promise<SQSBatchResponse> {
  return during(lambda, () => takeAll(event));
}

async function takeAll(event: SQSEvent): Promise<SQSBatchResponse> {
  const failed: string[] = [];
  for (let start = 0; start < event.Records.length; start += PARALLEL)
    await Promise.all(
      event.Records.slice(start, start + PARALLEL).map(async (record) => {
        try {
          await Campaign.happened(JSON.parse(record.body));
        } catch (error) {
          const stack = error instanceof Error ? error.stack : String(error);
          console.error(JSON.stringify({ level: "error", function: "feedback", stack }));
          failed.push(record.messageId);
        }
      }),
    );
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

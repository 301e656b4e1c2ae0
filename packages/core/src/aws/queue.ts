import { call } from "./call.ts";

/** The door to SQS. A queue is named by the variable that holds its URL, set by `infra/` where it is granted. */
export type Queue = "IMPORT_QUEUE_URL" | "AUDIENCE_QUEUE_URL" | "SEND_QUEUE_URL" | "MAIL_QUEUE_URL";

/** SQS delays a message by at most 15 minutes. */
export const MAX_DELAY = 900;

function urlOf(queue: Queue): string {
  const url = process.env[queue];
  if (!url) throw new Error(`${queue} is not set: this function was not granted that queue in infra/.`);
  return url;
}

export type Envelope = { body: unknown; delaySeconds?: number };

export async function enqueue(queue: Queue, body: unknown, delaySeconds = 0): Promise<void> {
  await call("sqs", "AmazonSQS.SendMessage", {
    QueueUrl: urlOf(queue),
    MessageBody: JSON.stringify(body),
    DelaySeconds: Math.min(MAX_DELAY, Math.max(0, Math.round(delaySeconds))),
  });
}

/** Ten a call. Resolves with the places of the messages that SQS did not take. */
export async function enqueueMany(queue: Queue, envelopes: Envelope[]): Promise<number[]> {
  const refused: number[] = [];
  for (let start = 0; start < envelopes.length; start += 10) {
    const answer = await call<{ Failed?: { Id: string }[] }>("sqs", "AmazonSQS.SendMessageBatch", {
      QueueUrl: urlOf(queue),
      Entries: envelopes.slice(start, start + 10).map(({ body, delaySeconds = 0 }, place) => ({
        Id: String(start + place),
        MessageBody: JSON.stringify(body),
        DelaySeconds: Math.min(MAX_DELAY, Math.max(0, Math.round(delaySeconds))),
      })),
    });
    refused.push(...(answer.Failed ?? []).map((failed) => Number(failed.Id)));
  }
  return refused;
}

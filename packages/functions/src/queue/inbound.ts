import { during, type Lifetime } from "@rapport/core/aws/patience";
import { read } from "@rapport/core/aws/storage";
import * as Inbound from "@rapport/core/inbound";
import type { SQSEvent } from "aws-lambda";
import * as z from "zod";

/** EventBridge's `Object Created` of the Mail bucket, as its rule put it into the queue. */
const Arrived = z.object({ detail: z.object({ object: z.object({ key: z.string() }) }) });

/** Records each mail that SES received. A message delivered twice finds the mail recorded. */
export function handler(event: SQSEvent, lambda?: Lifetime): Promise<void> {
  return during(lambda, () => receive(event));
}

async function receive(event: SQSEvent): Promise<void> {
  for (const record of event.Records) {
    const { key } = Arrived.parse(JSON.parse(record.body)).detail.object;
    const raw = await read(key, undefined, process.env.MAIL_BUCKET);
    const received = await Inbound.receive(raw);
    console.log(JSON.stringify({ level: "info", function: "inbound", key, ...received }));
  }
}

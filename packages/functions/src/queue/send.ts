import { setTimeout } from "node:timers/promises";
import { send } from "@rapport/core/aws/email";
import { during } from "@rapport/core/aws/patience";
import * as Campaign from "@rapport/core/campaign";
import * as Context from "@rapport/core/kernel/context";
import { newId } from "@rapport/core/kernel/id";
import * as Template from "@rapport/core/template";
import type { Context as Lambda, SQSBatchResponse, SQSEvent } from "aws-lambda";
import * as z from "zod";

const Chunk = z.object({
  workspaceId: z.string(),
  campaignId: z.string(),
  chunk: z.int().min(0),
  perSecond: z.number().positive(),
  perCall: z.int().min(1),
  waitMs: z.int().min(0),
});
const Message = z.union([Template.TestMessage, Chunk]);
type Message = z.infer<typeof Message>;

/** A chunk of a campaign, or one test mail. A chunk that another one may be sending is looked at again later. */
export function handler(event: SQSEvent, lambda: Lambda): Promise<SQSBatchResponse> {
  return during(lambda, () => takeAll(event, lambda));
}

async function takeAll(event: SQSEvent, lambda: Lambda): Promise<SQSBatchResponse> {
  const half = lambda.getRemainingTimeInMillis() / 2;
  const tools: Campaign.Tools = {
    timeLeft: () => lambda.getRemainingTimeInMillis() > half,
    pause: setTimeout,
  };
  const again: string[] = [];
  for (const record of event.Records) {
    try {
      const message = Message.parse(JSON.parse(record.body));
      if ((await within(message, () => take(message, tools))) === "again") again.push(record.messageId);
    } catch (error) {
      const stack = error instanceof Error ? error.stack : String(error);
      console.error(JSON.stringify({ level: "error", function: "send", stack }));
      again.push(record.messageId);
    }
  }
  return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
}

function within<T>({ workspaceId }: Message, run: () => Promise<T>): Promise<T> {
  const actor = { kind: "system" as const, workspaceId, id: "send" };
  return Context.provide({ actor, cause: newId("request"), depth: 0, silent: false }, run);
}

async function take(message: Message, tools: Campaign.Tools): Promise<Campaign.Done> {
  if (!("test" in message)) return Campaign.sendChunk(message, tools);
  const mail = await Template.testMail(message.test);
  const result = await send({
    ...mail,
    tags: { workspace: message.workspaceId, test: message.test.templateId },
  });
  if (result.kind === "later") throw new Error(`SES did not take the test mail: ${result.reason}`);
  return "done";
}

import { send } from "@rapport/core/aws/email";
import { during, type Lifetime } from "@rapport/core/aws/patience";
import * as Context from "@rapport/core/kernel/context";
import * as Mail from "@rapport/core/mail";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod";

/** The fact `mail.requested` as the bus's rule put it into the queue. */
const Requested = z.object({
  detail: z.object({
    id: z.string(),
    workspaceId: z.string(),
    depth: z.int().default(0),
    subject: z.object({ id: z.string() }),
  }),
});

/** Sends each mail of the outbox once: claimed, sent, and what came of it written. A message delivered twice finds it settled. */
export async function handler(event: SQSEvent, lambda?: Lifetime): Promise<SQSBatchResponse> {
  const results = await during(lambda, () => Promise.allSettled(event.Records.map(deliver)));
  const failed = results.flatMap((result, index) =>
    result.status === "rejected" ? [{ index, reason: result.reason as unknown }] : [],
  );
  for (const { reason } of failed)
    console.error(
      JSON.stringify({
        level: "error",
        function: "mail",
        stack: reason instanceof Error ? reason.stack : String(reason),
      }),
    );
  return {
    batchItemFailures: failed.map(({ index }) => ({ itemIdentifier: event.Records[index]?.messageId ?? "" })),
  };
}

async function deliver(record: SQSRecord): Promise<void> {
  const { id: cause, workspaceId, depth, subject } = Requested.parse(JSON.parse(record.body)).detail;
  const actor = { kind: "system", workspaceId, id: "mail" } as const;
  await Context.provide({ actor, cause, depth: depth + 1, silent: false }, () =>
    sendOne(subject.id, workspaceId),
  );
}

async function sendOne(id: string, workspaceId: string): Promise<void> {
  const claim = await Mail.claim(id);
  if (claim.kind === "settled") return;
  if (claim.kind === "busy") throw new Error(`The mail ${id} is being sent elsewhere.`);
  if (!Mail.isAllowed(claim.mail.to)) {
    await Mail.settle(id, {
      state: "withheld",
      reason: "This stage may not mail this address: see MAIL_ALLOW.",
    });
    return;
  }
  const sent = await send({ ...claim.mail, tags: { workspace: workspaceId, mail: id } });
  if (sent.kind === "later") {
    await Mail.release(id);
    throw new Error(`SES did not take the mail ${id} now: ${sent.reason}`);
  }
  if (sent.kind === "sent") await Mail.settle(id, { state: "sent", messageId: sent.messageId });
  else await Mail.settle(id, { state: sent.kind === "refused" ? "failed" : "unknown", reason: sent.reason });
}

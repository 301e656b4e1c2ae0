import { send } from "@rapport/core/aws/email";
import { during, type Lifetime } from "@rapport/core/aws/patience";
import { enqueue } from "@rapport/core/aws/queue";
import * as Context from "@rapport/core/kernel/context";
import * as Mail from "@rapport/core/mail";
import * as Member from "@rapport/core/member";
import * as Suppression from "@rapport/core/suppression";
import * as Workspace from "@rapport/core/workspace";
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
  const body: unknown = JSON.parse(record.body);
  const { id: cause, workspaceId, depth, subject } = Requested.parse(body).detail;
  const actor = { kind: "system", workspaceId, id: "mail" } as const;
  const early = await Context.provide({ actor, cause, depth: depth + 1, silent: false }, () =>
    sendOne(subject.id, workspaceId),
  );
  // It can still be taken back: one message goes into the queue for the one that leaves it. Whatever is killed here, and
  // however often the fact comes, each of them finds the mail in one state and only one claims it.
  if (early) await enqueue("MAIL_QUEUE_URL", body, Math.ceil(early / 1_000));
}

/** A member's own language; whoever has none, and everybody outside, reads the workspace's. */
const localeOf = async (to: string) => (await Member.localeOf(to)) ?? (await Workspace.locale());

/** Milliseconds until it may leave, where it may not yet. */
async function sendOne(id: string, workspaceId: string): Promise<number | undefined> {
  const claim = await Mail.claim(id, localeOf);
  if (claim.kind === "settled") return undefined;
  if (claim.kind === "early") return claim.milliseconds;
  if (claim.kind === "busy") throw new Error(`The mail ${id} is being sent elsewhere.`);
  const { activityId } = claim;
  if (!Mail.isAllowed(claim.mail.to)) {
    await Mail.settle(id, {
      state: "withheld",
      reason: "This stage may not mail this address: see MAIL_ALLOW.",
    });
    return undefined;
  }
  // The address may have been suppressed since the mail was written.
  if (activityId && (await Suppression.reasonFor(claim.mail.to))) {
    await Mail.settle(id, { state: "failed", reason: "suppressed" });
    return undefined;
  }
  const tags = { workspace: workspaceId, mail: id, ...(activityId ? { activity: activityId } : {}) };
  const sent = await send({ ...claim.mail, tags });
  if (sent.kind === "later") {
    await Mail.release(id);
    throw new Error(`SES did not take the mail ${id} now: ${sent.reason}`);
  }
  if (sent.kind === "sent") await Mail.settle(id, { state: "sent", messageId: sent.messageId });
  else await Mail.settle(id, { state: sent.kind === "refused" ? "failed" : "unknown", reason: sent.reason });
  return undefined;
}

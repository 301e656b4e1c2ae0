import * as z from "zod";
import { Cancelled, transact } from "../aws/transaction.ts";
import * as Contact from "../contact/index.ts";
import * as Context from "../kernel/context.ts";
import { NotFound } from "../kernel/error.ts";
import * as Ledger from "../ledger/index.ts";
import * as Letter from "../letter/index.ts";
import * as Mail from "../mail/index.ts";
import * as Suppression from "../suppression/index.ts";
import { isHeld } from "./claim.ts";
import { recompute } from "./state.ts";

const Tag = z.array(z.string()).min(1);
/** What SES says of a mail, in EventBridge's envelope; members that we don't use may be there. */
const Event = z.object({
  id: z.string(),
  detail: z.object({
    eventType: z.enum([
      "Send",
      "Delivery",
      "Bounce",
      "Complaint",
      "Reject",
      "DeliveryDelay",
      "Rendering Failure",
    ]),
    mail: z.object({
      messageId: z.string(),
      timestamp: z.iso.datetime(),
      destination: z.array(z.string()),
      tags: z.record(z.string(), Tag),
    }),
    bounce: z
      .object({ bounceType: z.string(), bounceSubType: z.string().optional(), timestamp: z.iso.datetime() })
      .optional(),
    complaint: z.object({ timestamp: z.iso.datetime() }).optional(),
    delivery: z.object({ timestamp: z.iso.datetime() }).optional(),
    deliveryDelay: z.object({ timestamp: z.iso.datetime() }).optional(),
  }),
});
export type Event = z.infer<typeof Event>;
type Detail = Event["detail"];

const one = (detail: Detail, tag: string) => detail.mail.tags[tag]?.[0];

function recipientOf(detail: Detail): Ledger.Recipient | undefined {
  const [workspaceId, campaignId, contactId, chunk, at] = [
    "workspace",
    "campaign",
    "recipient",
    "chunk",
    "at",
  ].map((tag) => one(detail, tag));
  if (!workspaceId || !campaignId || !contactId || !chunk || !at) return undefined;
  return { workspaceId, campaignId, contactId, chunk: Number(chunk), at: new Date(Number(at)).toISOString() };
}

/**
 * Takes one event of SES. They come twice, late and in any order: each moment is written once, and what hangs on it
 * (the sums, the suppression) is in the same transaction. Mails without our tags are not ours.
 */
export async function happened(input: unknown): Promise<"taken" | "foreign"> {
  const { id, detail } = Event.parse(input);
  const workspaceId = one(detail, "workspace");
  if (!workspaceId) return "foreign";
  const actor = { kind: "system" as const, workspaceId, id: "ses" };
  return Context.provide({ actor, cause: id, depth: 0, silent: false }, async (): Promise<"taken"> => {
    const recipient = recipientOf(detail);
    if (recipient) await ofCampaign(detail, recipient);
    else await ofOther(detail);
    return "taken";
  });
}

/** A transactional mail: what was unknown of it, and whether its address can be mailed at all. */
async function ofOther(detail: Detail): Promise<void> {
  const mail = one(detail, "mail");
  const { messageId } = detail.mail;
  if (mail && detail.eventType === "Send") await Mail.settle(mail, { state: "sent", messageId });
  const reason = reasonOf(detail);
  if (reason) for (const email of detail.mail.destination) await Suppression.suppress(email, reason);
  const activity = one(detail, "activity");
  if (activity) await ofLetter(detail, activity);
}

/** A member's mail to a contact: its timeline tells. A soft bounce says nothing of the address. */
async function ofLetter(detail: Detail, activity: string): Promise<void> {
  const [email] = detail.mail.destination;
  switch (detail.eventType) {
    case "Delivery":
      return Letter.happened(activity, "delivered");
    case "Reject":
    case "Rendering Failure":
      return Letter.happened(activity, "failed", { reason: detail.eventType });
    case "Complaint":
      return Letter.happened(activity, "complained", { email });
    case "Bounce": {
      const { bounceType, bounceSubType } = detail.bounce ?? {};
      const reason = [bounceType, bounceSubType].filter(Boolean).join(" ");
      return Letter.happened(activity, "bounced", { reason, email: reasonOf(detail) && email });
    }
  }
}

function reasonOf({ eventType, bounce }: Detail): "hard-bounce" | "complaint" | undefined {
  if (eventType === "Complaint") return "complaint";
  return eventType === "Bounce" && bounce?.bounceType === "Permanent" ? "hard-bounce" : undefined;
}

async function ofCampaign(detail: Detail, recipient: Ledger.Recipient): Promise<void> {
  const { mail } = detail;
  switch (detail.eventType) {
    case "Send":
      return sent(recipient, mail);
    case "Reject":
    case "Rendering Failure":
      await Ledger.happened(recipient, { once: { rejectedAt: mail.timestamp } });
      return resolve(recipient, { state: "failed", reason: detail.eventType });
    case "Delivery":
      return Ledger.happened(recipient, {
        once: { deliveredAt: detail.delivery?.timestamp ?? mail.timestamp },
      });
    case "DeliveryDelay":
      return Ledger.happened(recipient, {
        once: { delayedAt: detail.deliveryDelay?.timestamp ?? mail.timestamp },
      });
    case "Bounce":
      if (!reasonOf(detail))
        return Ledger.happened(recipient, {
          once: { softBouncedAt: detail.bounce?.timestamp ?? mail.timestamp },
        });
      return grave(recipient, "bouncedAt", detail.bounce?.timestamp ?? mail.timestamp, mail.destination);
    case "Complaint":
      return grave(
        recipient,
        "complainedAt",
        detail.complaint?.timestamp ?? mail.timestamp,
        mail.destination,
      );
  }
}

/**
 * SES has it. Writes nothing where the ledger says so already; while its sender is at work, the row alone: fifty events
 * a chunk would be fifty transactions on one item, and the sender looks into the rows of those it can't answer for.
 */
async function sent(recipient: Ledger.Recipient, mail: Detail["mail"]): Promise<void> {
  const state = async () => {
    const chunk = await Ledger.chunk(recipient.campaignId, recipient.chunk);
    const place = chunk?.recipients.indexOf(recipient.contactId) ?? -1;
    if (!chunk || place < 0) return undefined;
    const one = Ledger.stateAt(chunk, place);
    return one === "claimed" && isHeld(chunk) ? "held" : one;
  };
  const before = await state();
  if (before === undefined || before === "sent" || before === "failed") return;
  const { timestamp, messageId } = mail;
  await Ledger.happened(recipient, { once: { sentAt: timestamp }, set: { messageId } });
  if ((await state()) !== "held") await resolve(recipient, { state: "sent" });
}

/** What the sender could not know, the ledger does now. */
async function resolve(recipient: Ledger.Recipient, mark: Ledger.Mark): Promise<void> {
  const { campaignId, contactId, chunk: number } = recipient;
  let was: Ledger.State | undefined;
  const result = await Ledger.amend(campaignId, number, (chunk) => {
    const place = chunk.recipients.indexOf(contactId);
    if (place < 0) return undefined;
    was = Ledger.stateAt(chunk, place);
    return was === mark.state ? undefined : { marks: new Map([[place, mark]]) };
  });
  if (!result?.changed) return;
  if (was === "unknown" || mark.state === "failed") await recompute(campaignId);
}

/** Once a mail: the row, the sum that the breaker reads, and the address's suppression in one transaction. */
async function grave(
  recipient: Ledger.Recipient,
  first: "bouncedAt" | "complainedAt",
  at: string,
  to: string[],
): Promise<void> {
  const reason = first === "bouncedAt" ? "hard-bounce" : "complaint";
  const writes = [
    Ledger.happenedWrite(recipient, { once: { [first]: at }, first }),
    ...Ledger.counting(
      recipient.campaignId,
      recipient.chunk,
      first === "bouncedAt" ? { bounced: 1 } : { complained: 1 },
    ),
    ...(await Promise.all(to.map((email) => Suppression.suppressing(email, reason)))),
  ];
  try {
    await transact(writes);
  } catch (error) {
    if (error instanceof Cancelled && error.conditionOf(0)) return;
    throw error;
  }
  await undeliverable(recipient.contactId, first === "bouncedAt" ? "bounced" : "complained");
}

/** On the contact too, where people and facts see it. */
async function undeliverable(id: string, why: Contact.Undeliverable): Promise<void> {
  try {
    await Contact.mark({ id, undeliverable: why });
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
  }
}

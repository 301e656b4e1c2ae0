import * as z from "zod";
import * as Activity from "../activity/index.ts";
import * as Contact from "../contact/index.ts";
import * as Actor from "../kernel/actor.ts";
import * as Context from "../kernel/context.ts";
import { Conflict, Denied, NotFound, Unprocessable } from "../kernel/error.ts";
import { fn } from "../kernel/fn.ts";
import { idOf, newId } from "../kernel/id.ts";
import { idFor } from "../kernel/once.ts";
import * as Mail from "../mail/index.ts";
import * as Member from "../member/index.ts";
import * as Suppression from "../suppression/index.ts";
import { HOLD_SECONDS, type Recipient, Write } from "./letter.schema.ts";

export * from "./letter.schema.ts";

async function recipientOf(contact: Contact.Info): Promise<Recipient> {
  const { id: contactId, name, email } = contact;
  if (!email) return { contactId, name, barrier: "no-email" };
  const reason = await Suppression.reasonFor(email);
  if (reason) return { contactId, name, email, barrier: "suppressed", reason };
  return { contactId, name, email, ...(Mail.isAllowed(email) ? {} : { barrier: "not-allowed" as const }) };
}

/** Whether a contact can be written to, and if not why: asked before anybody types. 2 GetItems. */
export const recipient = fn("contact:read", z.strictObject({ id: idOf("contact") }), async ({ id }) =>
  recipientOf(await Contact.fromID({ id })),
);

const because: Record<Suppression.Reason, string> = {
  "hard-bounce": "a mail to it came back for good",
  complaint: "its owner complained of a mail",
  manual: "somebody of your workspace put it there",
  unsubscribed: "its owner wants no mail",
  erased: "its owner had their data erased",
};

/** @throws {Unprocessable} `no-email`, `suppressed`; both say what to do. */
function expectReachable({ name, email, barrier, reason }: Recipient): string {
  if (!email)
    throw new Unprocessable(
      `${name || "This contact"} has no email. Add one to the contact first.`,
      "no-email",
    );
  if (barrier === "suppressed")
    throw new Unprocessable(
      `${email} is on the list of addresses that nobody may mail: ${because[reason ?? "manual"]}. Give the contact another address, or ask somebody who runs campaigns to free this one.`,
      "suppressed",
    );
  return email;
}

/**
 * A mail to one contact, on its timeline and on those of what it is about. The activity and the outbox's mail are one
 * transaction; it leaves when it can no longer be taken back.
 */
export const write = fn("mail:send", Write, async ({ to, subject, text, about = [], answers }) => {
  const memberId = Actor.memberId();
  if (!memberId) throw new Denied("Only a member writes mails: they are sent in a person's name.");
  const [contact, member] = await Promise.all([Contact.fromID({ id: to }), Member.fromID({ id: memberId })]);
  const answered = answers ? await Activity.fromTimeline(to, answers) : undefined;
  const email = expectReachable(await recipientOf(contact));
  const { once } = Context.use();
  const id = once
    ? idFor("activity", `${Actor.workspaceId()}\n${memberId}\n${once.key}`, new Date(once.at))
    : newId("activity");
  const until = new Date(Context.now().getTime() + HOLD_SECONDS * 1_000).toISOString();
  const mail = Mail.letter({
    activityId: id,
    to: email,
    from: { name: member.name, email: member.email },
    notBefore: until,
    answers: Mail.messageIdOf(answered?.mail?.messageId),
  });
  const written = Activity.record(
    { kind: "mail", title: subject, body: text, direction: "out", about: [to, ...about], ownerId: memberId },
    id,
    {
      state: "waiting",
      mail: { contactId: to, to: email, until, ...(answered ? Activity.answering(answered) : {}) },
      with: [mail],
    },
  );
  return written.catch(async (error: unknown) => {
    // The request came before, and died before it could be answered.
    const before = error instanceof Conflict && error.existing === id ? await Activity.find(id) : undefined;
    if (!before) throw error;
    return before;
  });
});

/**
 * Takes a mail back that has not left: it goes from the timelines into the trash. One that was taken back stays so.
 * @throws {Conflict} `mail-left`
 */
export const cancel = fn("mail:send", z.strictObject({ id: idOf("activity") }), async ({ id }) => {
  const activity = await Activity.find(id);
  if (!activity?.mail?.to) throw new NotFound("mail", id);
  if ((await Mail.cancel(id)) !== "cancelled")
    throw new Conflict("This mail has left already. Write another one to put it right.", {
      type: "mail-left",
    });
  return (await Activity.find(id)) ?? activity;
});

/** SES's word on a mail that has left. The contact carries it when the address is no good any more. */
export async function happened(
  id: string,
  fate: "delivered" | "failed" | "bounced" | "complained",
  { reason, email }: { reason?: string | undefined; email?: string | undefined } = {},
): Promise<void> {
  await Activity.told(id, fate, { reason });
  if (!email || (fate !== "bounced" && fate !== "complained")) return;
  const contact = await Contact.fromEmail(email);
  if (contact) await Contact.mark({ id: contact.id, undeliverable: fate });
}

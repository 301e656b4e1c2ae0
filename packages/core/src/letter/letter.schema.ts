import * as z from "zod";
import { idOf } from "../kernel/id.ts";
import { line, text } from "../kernel/record.ts";
import { Reason } from "../suppression/suppression.schema.ts";
import { Party } from "../timeline/timeline.schema.ts";

/** How long a mail can be taken back, in seconds; it is held a little longer, for the way there. */
export const UNDO_SECONDS = 10;
export const HOLD_SECONDS = 12;

export const Write = z.strictObject({
  to: idOf("contact").meta({ description: "Whom it is written to, at the email that the contact has" }),
  subject: line(200).min(1),
  text: text(20_000)
    .refine((value) => value.trim() !== "", { message: "must not be empty" })
    .meta({ description: "Plain text; an empty line begins a paragraph, web addresses become links" }),
  about: z.array(Party).max(9).optional().meta({
    description: "The deal, the company or whom else it is about: it stands on their timelines, too",
  }),
  answers: idOf("activity")
    .optional()
    .meta({ description: "The mail that it answers, for their mail program" }),
});
export type Write = z.input<typeof Write>;

/** Why nobody can write to a contact now. */
export const Barrier = z.enum(["no-email", "suppressed", "not-allowed"]);
export type Barrier = z.infer<typeof Barrier>;

export const Recipient = z.object({
  contactId: idOf("contact"),
  name: z.string(),
  email: z.string().optional(),
  barrier: Barrier.optional().meta({
    description:
      "no-email and suppressed refuse a mail; not-allowed withholds it: a stage that is not production",
  }),
  reason: Reason.optional().meta({ description: "Why the address is suppressed" }),
});
export type Recipient = z.infer<typeof Recipient>;

import * as z from "zod";
import { idOf } from "../kernel/id.ts";
import { Money } from "../kernel/money.ts";
import { clearable, Email, line, RecordInfo, text, version } from "../kernel/record.ts";

/**
 * `finished` and `finished-with-errors` are recomputed from the ledger: the second when a mail failed, or nobody knows
 * whether it was sent. An unknown one that SES's event resolves later turns the second into the first.
 */
export const State = z.enum([
  "draft",
  "scheduled",
  "running",
  "paused",
  "cancelled",
  "finished",
  "finished-with-errors",
]);
export type State = z.infer<typeof State>;

/**
 * On what ground people are mailed who never said yes or no to the topic. Who unsubscribed, or has not confirmed yet, is
 * never mailed; who subscribed always may be.
 * - `consent`: nobody else.
 * - `contract`: customers too (lifecycle customer or evangelist), for what is like what they bought.
 * - `legitimate-interest`: everybody without an entry.
 */
export const Basis = z.enum(["consent", "contract", "legitimate-interest"]);
export type Basis = z.infer<typeof Basis>;

export const Cap = z.strictObject({
  count: z.int().min(1).max(50).meta({ description: "At most so many campaign mails to one person" }),
  days: z.int().min(1).max(90).meta({ description: "in so many days" }),
});
export type Cap = z.infer<typeof Cap>;

const fields = {
  name: line(120).min(1),
  segmentId: idOf("segment").optional(),
  templateId: idOf("template").optional(),
  fromName: line(80).optional().meta({ description: "Whose name the mail bears" }),
  replyTo: Email.optional(),
  topic: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, "must be a topic such as marketing")
    .optional(),
  basis: Basis.optional(),
  perHour: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .meta({ description: "Throttle: at most so many an hour" }),
  cap: Cap.optional(),
  objective: text(1_000).optional(),
  budget: Money.optional(),
  cost: Money.optional(),
};

export const Audience = z.object({
  matched: z.int(),
  noEmail: z.int(),
  unsubscribed: z.int(),
  noConsent: z
    .int()
    .meta({ description: "No entry for the topic, and the basis does not cover them; or not confirmed" }),
  suppressed: z.int().meta({ description: "Address bounced, complained or was blocked" }),
  capped: z.int(),
  notAllowed: z.int().meta({ description: "This stage may not mail them: see MAIL_ALLOW" }),
  recipients: z.int().meta({ description: "Matched without all of those: who will get it" }),
});
export type Audience = z.infer<typeof Audience>;
export type Verdict = Exclude<keyof Audience, "matched">;

export const Info = RecordInfo.extend({
  id: idOf("campaign"),
  ...fields,
  topic: z.string(),
  basis: Basis,
  state: State,
  preparing: z
    .boolean()
    .meta({ description: "Running, but the audience is still being written into the ledger" }),
  sendAt: z.iso.datetime().optional(),
  startedAt: z.iso.datetime().optional(),
  finishedAt: z.iso.datetime().optional(),
  pausedFor: z
    .string()
    .optional()
    .meta({ description: "Why it was paused by itself: bounces, complaints, audience" }),
  audience: Audience.optional().meta({ description: "As it was when it started" }),
});
export type Info = z.infer<typeof Info>;

export const Create = z.strictObject(fields);
export type Create = z.input<typeof Create>;

export const Edit = z.strictObject({
  id: idOf("campaign"),
  version,
  ...clearable(fields),
  name: fields.name.optional(),
  topic: fields.topic,
  basis: Basis.optional(),
});
export type Edit = z.input<typeof Edit>;

/** So many seconds a sending can be taken back, unless it says otherwise. */
export const SECOND_THOUGHTS = 30;

export const Send = z.strictObject({
  id: idOf("campaign"),
  version,
  holdSeconds: z
    .int()
    .min(0)
    .max(3_600)
    .default(SECOND_THOUGHTS)
    .meta({ description: "Not before so many seconds; until it starts, `unschedule` takes it back. 0: now" }),
});
export type Send = z.input<typeof Send>;

/** What a person may say of a mail of which SES said nothing for 24 hours. */
export const Decision = z.enum(["sent", "failed"]);
export type Decision = z.infer<typeof Decision>;

export const Decide = z.strictObject({ id: idOf("campaign"), as: Decision });
export type Decide = z.input<typeof Decide>;

export const Results = z.object({
  audience: z.int(),
  queued: z.int(),
  sent: z.int(),
  failed: z.int(),
  suppressed: z.int(),
  skipped: z.int(),
  unknown: z.int(),
  bounced: z.int(),
  complained: z.int(),
  unsubscribed: z.int(),
  delivered: z.int(),
  opened: z.int().meta({ description: "By people; a click counts as an open" }),
  machineOpened: z.int().meta({ description: "By mail clients and scanners only" }),
  clicked: z.int(),
});
export type Results = z.infer<typeof Results>;

/** What became of a recipient, in the very words of the results: as many have it as those count. */
export const Outcome = Results.keyof().exclude(["audience"]);
export type Outcome = z.infer<typeof Outcome>;

export const Recipients = z.strictObject({
  id: idOf("campaign"),
  outcome: Outcome.optional().meta({
    description: "Only those of whom this number of the results tells. A page may hold few of them, or none",
  }),
  cursor: z.string().max(2_000).optional(),
});

export const RecipientInfo = z.object({
  contactId: idOf("contact"),
  name: z.string().optional(),
  email: z.string().optional(),
  state: z.enum(["queued", "claimed", "sent", "failed", "suppressed", "skipped", "unknown"]),
  reason: z.string().optional(),
  sentAt: z.string().optional(),
  deliveredAt: z.string().optional(),
  openedAt: z.string().optional(),
  machineOpenedAt: z.string().optional(),
  clickedAt: z.string().optional(),
  bouncedAt: z.string().optional(),
  complainedAt: z.string().optional(),
  unsubscribedAt: z.string().optional(),
});
export type RecipientInfo = z.infer<typeof RecipientInfo>;

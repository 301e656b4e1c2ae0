import * as z from "zod";
import { idOf } from "../kernel/id.ts";
import { clearable, Email, ExternalId, line, RecordInfo, text, version } from "../kernel/record.ts";
import { Party } from "../timeline/timeline.schema.ts";

export const Kind = z.enum(["note", "call", "meeting", "mail", "task"]);
export type Kind = z.infer<typeof Kind>;

/** What became of a mail that was written here, in the order in which it can be told: a later one is not taken back. */
export const Fate = z.enum([
  "waiting",
  "unknown",
  "sent",
  "delivered",
  "withheld",
  "failed",
  "cancelled",
  "bounced",
  "complained",
]);
export type Fate = z.infer<typeof Fate>;

/**
 * Note, and a mail that was written elsewhere: done. Meeting and call: planned, held, not held. Task: not started,
 * started, completed, deferred, cancelled. A mail that was written here: its fate.
 */
export const State = z.enum([
  ...Fate.options,
  "done",
  "planned",
  "held",
  "not-held",
  "not-started",
  "started",
  "completed",
  "deferred",
]);
export type State = z.infer<typeof State>;

/** What a person may say of one; the first when nothing is said. */
export const statesOf: Record<Kind, readonly [State, ...State[]]> = {
  note: ["done"],
  mail: ["done"],
  call: ["held", "planned", "not-held"],
  meeting: ["held", "planned", "not-held"],
  task: ["not-started", "started", "completed", "deferred", "cancelled"],
};

const planned: ReadonlySet<State> = new Set(["planned", "not-started", "started"]);

/** Still to be done: counts as a next activity. */
export function isPlanned(state: State): boolean {
  return planned.has(state);
}

/** What a mail on a timeline has beyond its words. */
export const Mail = z.object({
  contactId: idOf("contact").optional().meta({ description: "Whom it was written to, or came from" }),
  to: Email.optional().meta({ description: "The address it goes to; only of mails written here" }),
  until: z.iso
    .datetime()
    .optional()
    .meta({ description: "It doesn't leave before; so long it can be taken back" }),
  reason: z.string().optional().meta({ description: "Why it did not arrive" }),
  messageId: z.string().optional().meta({ description: "Of a mail that came in" }),
  answers: idOf("activity").optional().meta({ description: "The mail that this one answers" }),
  thread: idOf("activity").optional().meta({ description: "The first mail of its conversation" }),
});
export type Mail = z.infer<typeof Mail>;

const fields = {
  title: line(200).min(1),
  body: text(20_000).optional(),
  at: z.iso
    .datetime()
    .optional()
    .meta({ description: "When it happened, or is planned or due; now when left out" }),
  state: State.optional(),
  direction: z.enum(["in", "out"]).optional(),
  outcome: line(120).optional(),
  durationMinutes: z.int().min(0).max(1_440).optional(),
  about: z
    .array(Party)
    .max(10)
    .optional()
    .meta({ description: "Contacts, companies and deals on whose timelines it stands" }),
  ownerId: idOf("member").optional().meta({ description: "Who does it; oneself when left out" }),
  externalId: ExternalId.optional(),
};

export const Info = RecordInfo.extend({
  id: idOf("activity"),
  kind: Kind,
  ...fields,
  at: z.iso.datetime(),
  state: State,
  about: z.array(Party),
  mail: Mail.optional(),
});
export type Info = z.infer<typeof Info>;

const stateFits = (input: { kind: Kind; state?: State | undefined }) =>
  input.state === undefined || statesOf[input.kind].includes(input.state);

export const Create = z
  .strictObject({ kind: Kind, ...fields })
  .refine(stateFits, { message: "is not a state of this kind of activity", path: ["state"] });
export type Create = z.input<typeof Create>;

export const Edit = z.strictObject({
  id: idOf("activity"),
  version,
  ...clearable(fields),
  title: fields.title.optional(),
  at: z.iso.datetime().optional(),
  state: State.optional(),
  about: z.array(Party).max(10).optional(),
});
export type Edit = z.input<typeof Edit>;

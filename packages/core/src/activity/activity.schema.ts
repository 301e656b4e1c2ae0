import * as z from "zod";
import { idOf } from "../kernel/id.ts";
import { clearable, ExternalId, line, RecordInfo, text, version } from "../kernel/record.ts";
import { Party } from "../timeline/timeline.schema.ts";

export const Kind = z.enum(["note", "call", "meeting", "mail", "task"]);
export type Kind = z.infer<typeof Kind>;

/** Note and mail: done. Meeting and call: planned, held, not held. Task: not started, started, completed, deferred, cancelled. */
export const State = z.enum([
  "done",
  "planned",
  "held",
  "not-held",
  "not-started",
  "started",
  "completed",
  "deferred",
  "cancelled",
]);
export type State = z.infer<typeof State>;

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

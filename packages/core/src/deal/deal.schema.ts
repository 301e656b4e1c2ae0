import * as z from "zod";
import { idOf } from "../kernel/id.ts";
import { Money } from "../kernel/money.ts";
import { clearable, ExternalId, line, RecordInfo, Tags, version } from "../kernel/record.ts";

export const Status = z.enum(["open", "won", "lost"]);
export type Status = z.infer<typeof Status>;

/** What the owner promises, apart from the stage's probability. */
export const Forecast = z.enum(["pipeline", "best-case", "commit", "closed", "omitted"]);

export const Participant = z.strictObject({ contactId: idOf("contact"), role: line(60).optional() });

const fields = {
  name: line(200).min(1),
  amount: Money.optional(),
  companyId: idOf("company").optional(),
  contacts: z.array(Participant).max(10).optional().meta({ description: "The first is the main contact" }),
  expectedCloseOn: z.iso.date().optional(),
  forecast: Forecast.optional(),
  ownerId: idOf("member").optional(),
  tags: Tags.optional(),
  externalId: ExternalId.optional(),
  about: line(2_000).optional(),
};

export const NextActivity = z.object({
  id: idOf("activity"),
  kind: z.string(),
  title: z.string(),
  at: z.iso.datetime(),
});
export type NextActivity = z.infer<typeof NextActivity>;

export const Info = RecordInfo.extend({
  id: idOf("deal"),
  ...fields,
  tags: z.array(z.string()),
  contacts: z.array(Participant),
  pipelineId: idOf("pipeline"),
  stageId: idOf("stage"),
  stageEnteredAt: z.iso.datetime(),
  status: Status,
  probability: z.int().min(0).max(100),
  forecast: Forecast,
  /** Where the card stands in its column; compare as text. */
  position: z.string(),
  nextActivity: NextActivity.optional(),
  lostReason: z.string().optional(),
  closedAt: z.iso.datetime().optional(),
});
export type Info = z.infer<typeof Info>;

export const Create = z.strictObject({
  ...fields,
  pipelineId: idOf("pipeline").optional().meta({ description: "The default pipeline when left out" }),
  stageId: idOf("stage").optional().meta({ description: "The first stage when left out" }),
});
export type Create = z.input<typeof Create>;

export const Edit = z.strictObject({
  id: idOf("deal"),
  version,
  ...clearable(fields),
  name: fields.name.optional(),
});
export type Edit = z.input<typeof Edit>;

/** Between which cards it lands; null or left out = the column's end on that side. */
export const Move = z.strictObject({
  id: idOf("deal"),
  version,
  stageId: idOf("stage"),
  after: idOf("deal").nullable().optional(),
  before: idOf("deal").nullable().optional(),
  lostReason: line(80).min(1).optional(),
});
export type Move = z.input<typeof Move>;

/** One stay in a stage. `leftAt` and `durationMs` are missing for the present one. */
export const StageLog = z.object({
  from: idOf("stage").optional(),
  to: idOf("stage"),
  enteredAt: z.iso.datetime(),
  leftAt: z.iso.datetime().optional(),
  durationMs: z.int().optional(),
  ownerId: idOf("member").optional(),
  probability: z.int(),
  forecast: Forecast,
});
export type StageLog = z.infer<typeof StageLog>;

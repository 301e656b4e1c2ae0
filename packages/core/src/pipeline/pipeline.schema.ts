import * as z from "zod";
import { idOf } from "../kernel/id.ts";
import { clearable, ExternalId, line, RecordInfo, version } from "../kernel/record.ts";

export const StageType = z.enum(["open", "won", "lost"]);

/** Colour is a step on the accent's one ramp, never a hex. */
export const Stage = z.strictObject({
  id: idOf("stage"),
  name: line(60).min(1),
  probability: z.int().min(0).max(100),
  type: StageType,
  /** Days after which a deal in this stage counts as stale. */
  staleAfterDays: z.int().min(1).max(365).optional(),
});
export type Stage = z.infer<typeof Stage>;

const StageInput = Stage.extend({ id: idOf("stage").optional() });

const shaped = (stages: { type: string }[]) =>
  stages.filter((stage) => stage.type === "won").length === 1 &&
  stages.filter((stage) => stage.type === "lost").length === 1 &&
  stages.some((stage) => stage.type === "open");

const stages = z
  .array(StageInput)
  .min(3)
  .max(20)
  .refine(shaped, "needs at least one open stage, and exactly one won and one lost");

const fields = {
  name: line(80).min(1),
  currency: z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code such as EUR"),
  stages,
  lostReasons: z.array(line(80).min(1)).max(30).optional(),
  isDefault: z.boolean().optional(),
  externalId: ExternalId.optional(),
};

export const Info = RecordInfo.extend({
  id: idOf("pipeline"),
  ...fields,
  stages: z.array(Stage),
  lostReasons: z.array(z.string()),
});
export type Info = z.infer<typeof Info>;

export const Create = z.strictObject(fields);
export const Edit = z.strictObject({
  id: idOf("pipeline"),
  version,
  ...clearable(fields),
  name: fields.name.optional(),
  currency: fields.currency.optional(),
  stages: stages.optional(),
});

/** The default pipeline's stages; probabilities as practised in B2B sales. */
export const defaultStages = [
  { name: "Qualification", probability: 10, type: "open" },
  { name: "Demo", probability: 25, type: "open" },
  { name: "Proposal", probability: 50, type: "open" },
  { name: "Negotiation", probability: 70, type: "open" },
  { name: "Ready to close", probability: 90, type: "open" },
  { name: "Won", probability: 100, type: "won" },
  { name: "Lost", probability: 0, type: "lost" },
] as const;

export const defaultLostReasons = [
  "Price",
  "Timing",
  "Chose a competitor",
  "No answer",
  "No budget",
  "Not a fit",
];

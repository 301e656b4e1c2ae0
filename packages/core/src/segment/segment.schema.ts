import * as z from "zod";
import { Filter } from "../kernel/filter.ts";
import { idOf } from "../kernel/id.ts";
import { line, RecordInfo, text, version } from "../kernel/record.ts";

export * from "./segment.fields.ts";

/** A static segment holds whom people put in; a live one whom its filter matches, within seconds of a change. */
export const Kind = z.enum(["static", "live"]);
export type Kind = z.infer<typeof Kind>;

/** While it fills, its members are not yet complete and nothing can be sent to it. */
export const State = z.enum(["filling", "ready"]);
export type State = z.infer<typeof State>;

const fields = { name: line(120).min(1), description: text(1_000).optional() };

export const Info = RecordInfo.extend({
  id: idOf("segment"),
  ...fields,
  kind: Kind,
  filter: Filter.optional(),
  sentence: z.string().meta({ description: "The filter in words" }),
  state: State,
  jobId: z.string().optional().meta({ description: "The job that fills it" }),
});
export type Info = z.infer<typeof Info>;

export const Create = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("static"), ...fields }),
  z.strictObject({ kind: z.literal("live"), ...fields, filter: Filter }),
]);
export type Create = z.input<typeof Create>;

export const Edit = z.strictObject({
  id: idOf("segment"),
  version,
  name: fields.name.optional(),
  description: text(1_000).nullable().optional(),
  filter: Filter.optional(),
});
export type Edit = z.input<typeof Edit>;

export const Count = z.object({
  count: z.int().meta({ description: "Exact" }),
  of: z.int().meta({ description: "All contacts of the workspace" }),
  sentence: z.string(),
  sample: z.array(z.object({ id: idOf("contact"), name: z.string(), email: z.string().optional() })),
});
export type Count = z.infer<typeof Count>;

export const Change = z.strictObject({
  id: idOf("segment"),
  contactIds: z.array(idOf("contact")).min(1).max(100),
});
export type Change = z.input<typeof Change>;

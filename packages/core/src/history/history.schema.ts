import * as z from "zod";

/** One change of one record: who, what, when and why. */
export const Line = z.object({
  version: z.int(),
  what: z.enum(["created", "updated", "removed", "restored", "purged"]),
  at: z.iso.datetime(),
  by: z.string().meta({ description: "Id of the member, or of the job or reaction" }),
  why: z.string().meta({ description: "Id of the request, event or job that led to it" }),
  changed: z
    .record(z.string(), z.tuple([z.unknown(), z.unknown()]))
    .meta({ description: "Field → [old, new]; null where it was not set" }),
  erased: z
    .literal(true)
    .optional()
    .meta({ description: "What changed is gone: it told of a person whose data was erased" }),
});
export type Line = z.infer<typeof Line>;

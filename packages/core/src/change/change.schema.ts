import * as z from "zod";

/** Which record changed, never its content. `id` is `*` where so many changed that lists should be read again. */
export const Change = z.object({ noun: z.string(), id: z.string(), version: z.int().optional() });
export type Change = z.infer<typeof Change>;

export const Changes = z.object({
  items: z.array(Change),
  since: z.string().meta({ description: "Send it with the next request" }),
});
export type Changes = z.infer<typeof Changes>;

export const Since = z.strictObject({
  since: z
    .string()
    .max(4_000)
    .regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z(~[\w-]+)*$/, "must be what the last answer gave")
    .optional(),
});

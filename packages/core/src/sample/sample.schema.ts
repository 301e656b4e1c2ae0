import * as z from "zod";

/** How many records there are to look at. */
export const Filled = z.object({
  contacts: z.int(),
  companies: z.int(),
  deals: z.int(),
  activities: z.int(),
});
export type Filled = z.infer<typeof Filled>;

export const Cleared = z.object({
  removed: z.int().meta({ description: "Records that went into the trash; those already there don't count" }),
});
export type Cleared = z.infer<typeof Cleared>;

import * as z from "zod";

/** How a list is asked for; `cursor` comes from the page before. */
export const PageInput = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2_000).optional(),
});

export type Page<T> = { items: T[]; cursor?: string | undefined };

export function pageOf<S extends z.ZodType>(item: S) {
  return z.object({ items: z.array(item), cursor: z.string().optional() });
}

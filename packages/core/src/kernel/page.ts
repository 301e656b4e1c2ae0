import * as z from "zod";
import { idOf, type Noun } from "./id.ts";

/** How a list is asked for; `cursor` comes from the page before. */
export const PageInput = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2_000).optional(),
});

/** How a list of records is asked for: one owner's of those one sees, oldest first, or what lies in the trash. */
export const ListInput = PageInput.extend({
  ownerId: idOf("member").optional().meta({ description: "Only this member's" }),
  order: z.enum(["asc", "desc"]).optional().meta({ description: "By creation; newest first when left out" }),
  shelf: z.enum(["live", "trash"]).optional(),
});
export type ListInput = z.output<typeof ListInput>;

/** Days of UTC between which a record was created. */
export const Created = {
  createdSince: z.iso.date().optional().meta({ description: "Created on this day of UTC or later" }),
  createdBefore: z.iso.date().optional().meta({ description: "Created before this day of UTC" }),
};

export type Page<T> = { items: T[]; cursor?: string | undefined };

export function pageOf<S extends z.ZodType>(item: S) {
  return z.object({ items: z.array(item), cursor: z.string().optional() });
}

/** In a list's query: these records instead of a page, at most 100; those not found or not visible are left out. */
export function oneOrMore(noun: Noun) {
  return z
    .union([idOf(noun), z.array(idOf(noun)).max(100)])
    .optional()
    .meta({ description: `These instead of a page; ids of a ${noun}, at most 100` });
}

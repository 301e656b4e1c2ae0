import * as z from "zod";
import { idOf } from "../kernel/id.ts";

export const Kind = z.enum(["note", "call", "meeting", "mail", "task", "campaign", "system"]);
export type Kind = z.infer<typeof Kind>;

/** Who has a timeline. */
export const Party = z.union([idOf("contact"), idOf("company"), idOf("deal")]);

/** One line of a timeline: a pointer to the entry and enough of it to show. */
export const Entry = z.object({
  kind: Kind,
  entryId: z.string(),
  at: z.iso.datetime(),
  title: z.string(),
  summary: z.string().optional(),
  state: z.string().optional(),
  by: z.string().optional(),
  direction: z.enum(["in", "out"]).optional(),
  thread: z
    .string()
    .optional()
    .meta({ description: "The first mail of a mail's conversation; itself has none" }),
  reason: z.string().optional().meta({ description: "Why a mail did not arrive" }),
  /** For system entries: what happened, with its values, worded by the client. */
  fact: z.string().optional(),
  values: z.record(z.string(), z.unknown()).optional(),
});
export type Entry = z.infer<typeof Entry>;

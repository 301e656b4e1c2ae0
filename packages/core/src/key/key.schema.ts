import * as z from "zod";
import { idOf } from "../kernel/id.ts";
import { line, RecordInfo } from "../kernel/record.ts";
import { Role } from "../kernel/role.ts";

/** What stands before each key's secret, so that leaked ones are found by scanners. */
export const PREFIX = "rapport_";

/** A key acts as the member who made it, with a role of its own that may do no more than the member's. */
export const Info = RecordInfo.extend({
  id: idOf("apiKey"),
  name: line(80).min(1),
  role: Role,
  memberId: idOf("member"),
  hint: z.string().meta({ description: "How the key begins, to recognize it" }),
  expiresAt: z.iso.datetime(),
  usedOn: z.iso.date().optional().meta({ description: "Day of UTC of its last use; none when never used" }),
});
export type Info = z.infer<typeof Info>;

export const Create = z.strictObject({
  name: line(80).min(1),
  role: Role,
  days: z.int().min(1).max(366).default(90).meta({ description: "Until it expires" }),
});

export const Created = Info.extend({
  key: z.string().meta({ description: "The key itself, shown this once" }),
});
export type Created = z.infer<typeof Created>;

import * as z from "zod";
import { idOf } from "../kernel/id.ts";
import { Email, line, RecordInfo } from "../kernel/record.ts";
import { Role, Visibility } from "../kernel/role.ts";

/** A person who works in the workspace. Sign-in secrets live elsewhere and are never part of this shape. */
export const Info = RecordInfo.extend({
  id: idOf("member"),
  name: line(120).min(1),
  email: Email,
  role: Role,
  visibility: Visibility,
  active: z.boolean(),
});
export type Info = z.infer<typeof Info>;

import * as z from "zod";
import { idOf } from "../kernel/id.ts";
import { Email, line, RecordInfo } from "../kernel/record.ts";
import { Role, Visibility } from "../kernel/role.ts";
import { Code, Token } from "../session/session.schema.ts";

export const Info = RecordInfo.extend({
  id: idOf("invitation"),
  email: Email,
  role: Role,
  visibility: Visibility,
  expiresAt: z.iso.datetime(),
});
export type Info = z.infer<typeof Info>;

export const Create = z.strictObject({
  email: Email,
  role: Role,
  visibility: Visibility.default("all"),
  teamId: idOf("team").optional(),
});
export type Create = z.input<typeof Create>;

/** A new login chooses its password here. One that exists gives its own: holding the mail alone opens no account. */
export const Accept = z.strictObject({
  token: Token,
  name: line(120).min(1),
  password: z.string().min(1).max(200),
  code: Code.optional().meta({ description: "For a login that has a second factor" }),
});
export type Accept = z.input<typeof Accept>;

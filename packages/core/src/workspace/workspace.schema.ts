import * as z from "zod";
import { idOf } from "../kernel/id.ts";
import { Currency, Locale, TimeZone } from "../kernel/locale.ts";
import { clearable, Email, line, RecordInfo, text, version } from "../kernel/record.ts";
import { Info as Member } from "../member/member.schema.ts";
import { Code, Factor, NewPassword } from "../session/session.schema.ts";

const fields = {
  name: line(120).min(1),
  currency: Currency,
  timeZone: TimeZone,
  locale: Locale,
  /** CAN-SPAM and its like: marketing mail names its sender's postal address. */
  postalAddress: text(400).optional(),
};

export const Info = RecordInfo.extend({
  id: idOf("workspace"),
  ...fields,
  samples: z.boolean().optional().meta({ description: "Sample data is among its records" }),
});
export type Info = z.infer<typeof Info>;

const { postalAddress, ...settled } = fields;
export const Edit = z.strictObject({
  version,
  ...(Object.fromEntries(Object.entries(settled).map(([name, schema]) => [name, schema.optional()])) as {
    [K in keyof typeof settled]: z.ZodOptional<(typeof settled)[K]>;
  }),
  ...clearable({ postalAddress }),
});

/** Sign-up: a workspace and the person who owns it. With an email that signs in already, the password must be that one. */
export const Create = z.strictObject({
  workspace: fields.name,
  name: line(120).min(1),
  email: Email,
  password: NewPassword,
  code: Code.optional().meta({ description: "For a login that has a second factor" }),
  currency: Currency.default("EUR"),
  timeZone: TimeZone.default("UTC"),
  locale: Locale.default("en"),
});
export type Create = z.input<typeof Create>;

export const Me = z.object({
  member: Member,
  workspace: Info,
  workspaces: z.array(
    z.object({ id: idOf("workspace"), name: z.string(), memberId: idOf("member"), current: z.boolean() }),
  ),
  permissions: z.array(z.string()),
  via: z.enum(["session", "key"]).optional(),
  secondFactor: Factor.optional(),
});
export type Me = z.infer<typeof Me>;

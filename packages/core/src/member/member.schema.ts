import * as z from "zod";
import { idOf } from "../kernel/id.ts";
import { Locale, TimeZone } from "../kernel/locale.ts";
import { clearable, Email, line, RecordInfo, version } from "../kernel/record.ts";
import { Role, Visibility } from "../kernel/role.ts";

const own = {
  name: line(120).min(1),
  title: line(120).optional(),
  locale: Locale.optional(),
  timeZone: TimeZone.optional(),
};

/** A person who works in the workspace. Sign-in secrets live elsewhere and are never part of this shape. */
export const Info = RecordInfo.extend({
  id: idOf("member"),
  ...own,
  email: Email,
  role: Role,
  visibility: Visibility,
  active: z.boolean().meta({ description: "False for one who can't sign in any more" }),
});
export type Info = z.infer<typeof Info>;

const { name, ...rest } = own;
const profile = { name: name.optional(), ...clearable(rest) };

export const Edit = z.strictObject({
  id: idOf("member"),
  version,
  ...profile,
  role: Role.optional(),
  visibility: Visibility.optional(),
  teamId: idOf("team").nullable().optional(),
});
export type Edit = z.input<typeof Edit>;

/** What one changes of oneself. */
export const EditMe = z.strictObject({ version, ...profile });

/** A member to be, whatever way they come. */
export const Joining = z.strictObject({
  name: line(120).min(1),
  email: Email,
  role: Role,
  visibility: Visibility.default("all"),
  teamId: idOf("team").optional(),
});
export type Joining = z.input<typeof Joining>;

export const Enroll = Joining.extend({ password: z.string().min(10).max(200) });

import { keep, type Stored } from "../aws/record.ts";
import type { Role, Visibility } from "../kernel/role.ts";

export type Fields = {
  name: string;
  email: string;
  role: Role;
  visibility: Visibility;
  active: boolean;
  title?: string | undefined;
  locale?: string | undefined;
  timeZone?: string | undefined;
};
export type Member = Stored<Fields>;

export const emailGuard = (email: string) => ({ kind: "member-email", value: email.toLowerCase() });

/** Guards: one member an email in a workspace. */
export const members = keep<Fields>({
  noun: "member",
  shared: true,
  attributes: ["name", "email", "role", "visibility", "active", "title", "locale", "timeZone"],
  keyed: ["email"],
  guards: (member) => [emailGuard(member.email)],
});

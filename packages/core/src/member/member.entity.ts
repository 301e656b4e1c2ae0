import { keep, type Stored } from "../aws/record.ts";
import type { Role, Visibility } from "../kernel/role.ts";

export type Fields = { name: string; email: string; role: Role; visibility: Visibility; active: boolean };
export type Member = Stored<Fields>;

/** Guards: one member an email in a workspace. */
export const members = keep<Fields>({
  noun: "member",
  attributes: ["name", "email", "role", "visibility", "active"],
  keyed: ["email"],
  guards: (member) => [{ kind: "member-email", value: member.email.toLowerCase() }],
});

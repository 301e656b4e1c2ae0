import { keep, type Stored } from "../aws/record.ts";
import type { Role, Visibility } from "../kernel/role.ts";

export type Fields = {
  email: string;
  role: Role;
  visibility: Visibility;
  /** Raised by each mail: only the newest link is good. */
  round: number;
  expiresAt: string;
};
export type Invitation = Stored<Fields>;

/** Guards: one open invitation an email. */
export const invitations = keep<Fields>({
  noun: "invitation",
  shared: true,
  attributes: ["email", "role", "visibility", "round", "expiresAt"],
  keyed: ["email"],
  guards: (invitation) => [{ kind: "invitation-email", value: invitation.email.toLowerCase() }],
});

import { claim } from "../aws/guard.ts";
import type { Write } from "../aws/transaction.ts";
import { Unprocessable } from "../kernel/error.ts";
import { newId } from "../kernel/id.ts";
import * as Session from "../session/index.ts";
import { membershipOf } from "./authority.ts";
import { type Member, members } from "./member.entity.ts";
import type { Joining } from "./member.schema.ts";
import { firstOwner, ownersChange } from "./owners.ts";

/** A new member's writes, and the login with the workspace added. The member's own write is the first, its email's guard the second. */
export function join(
  login: Session.Login,
  joining: Joining & { id?: string },
  options: { first?: boolean } = {},
) {
  if (Object.keys(login.memberships).length >= Session.MOST.memberships)
    throw new Unprocessable(
      `One login opens at most ${Session.MOST.memberships} workspaces.`,
      "too-many-workspaces",
    );
  const { id = newId("member"), visibility = "all", ...rest } = joining;
  const member: Member = members.fresh({ ...rest, visibility, active: true }, id);
  const writes: Write[] = [
    members.creation(member),
    ...members.guardsOf(member).map((guard) => claim(guard, member.id)),
    ...(options.first ? [firstOwner()] : member.role === "owner" ? [ownersChange(1)] : []),
  ];
  const membership = membershipOf(member);
  const memberships = { ...login.memberships, [member.workspaceId]: membership };
  return { login: { ...login, memberships }, member, membership, writes };
}

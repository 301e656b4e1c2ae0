import { Cancelled, type Write } from "../aws/transaction.ts";
import * as Actor from "../kernel/actor.ts";
import { Denied, NotFound, Stale, Unprocessable } from "../kernel/error.ts";
import * as Key from "../key/index.ts";
import * as Session from "../session/index.ts";
import { following } from "./follow.ts";
import { type Member, members } from "./member.entity.ts";
import { ownersChange } from "./owners.ts";

export type Authority = Pick<Member, "role" | "visibility" | "teamId" | "active">;

/** Owners are made, changed and deactivated by owners only. */
export function expectMayTouch(before: Pick<Member, "role">, after: Pick<Member, "role">): void {
  const actor = Actor.use();
  const owns = actor.kind === "system" || (actor.kind === "person" && actor.role === "owner");
  if (!owns && (before.role === "owner" || after.role === "owner"))
    throw new Denied("Only an owner can make, change or deactivate an owner.");
}

export function membershipOf(member: Member): Session.Membership {
  const { workspaceId, id: memberId, role, visibility, teamId } = member;
  return { workspaceId, memberId, role, visibility, teamId };
}

type Changes = { [K in keyof Member]?: Member[K] | null };

/**
 * Changes what a member may do and see. In one transaction: the member, the login that opens the workspace, its sign-ins
 * here (they end: each has the old authority copied in), its keys, the count of owners, and the job that lets the
 * member's records follow into another team.
 */
export async function changeAuthority(
  id: string,
  version: number | undefined,
  changes: Changes,
): Promise<Member> {
  for (let attempt = 1; ; attempt++) {
    const before = await members.fromID(id);
    if (version !== undefined && before._v !== version) throw new Stale("member", id);
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const after = {
      ...before,
      ...given,
      teamId: changes.teamId === null ? undefined : (changes.teamId ?? before.teamId),
    } as Member;
    expectMayTouch(before, after);
    try {
      return await write(before, after, changes);
    } catch (error) {
      if (!(error instanceof Stale) || version !== undefined || attempt >= 5) throw error;
    }
  }
}

async function write(before: Member, after: Member, changes: Changes): Promise<Member> {
  const counted = (member: Member) => (member.active && member.role === "owner" ? 1 : 0);
  const difference = counted(after) - counted(before);
  const owners = difference === 0 ? [] : [ownersChange(difference > 0 ? 1 : -1)];
  let saved: Member | undefined;
  const follow = before.teamId === after.teamId ? undefined : following(before.id);
  const commit = async (writes: Write[]) => {
    saved = await members.move(before.id, "live", () => changes as never, {
      version: before._v,
      with: [...owners, ...writes, ...(follow ? [follow.write] : [])],
    });
  };
  try {
    await Session.changeLogin(before.email, async (login) => transfer(login, before, after), { commit });
  } catch (error) {
    // The count of owners is the first write after the member's own.
    const last = owners.length > 0 && error instanceof Cancelled && error.conditionOf(1);
    if (last)
      throw new Unprocessable(
        "A workspace keeps at least one owner. Make somebody else an owner first.",
        "last-owner",
      );
    throw error;
  }
  if (!saved) throw new NotFound("member", before.id);
  await follow?.wake();
  return saved;
}

function transfer(login: Session.Login | undefined, before: Member, after: Member): Session.Decision<void> {
  if (!login) throw new NotFound("member", before.id);
  const { workspaceId } = before;
  const ended = Session.end(login, (_, where) => where === workspaceId);
  const keys = Key.follow(ended.login, after.active ? after : undefined);
  const { [workspaceId]: _, ...others } = login.memberships;
  const memberships = after.active ? { ...others, [workspaceId]: membershipOf(after) } : others;
  return {
    login: { ...keys.login, memberships },
    writes: [...ended.writes, ...keys.writes],
    result: undefined,
  };
}

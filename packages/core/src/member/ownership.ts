import { NotFound } from "../kernel/error.ts";
import { members } from "./member.entity.ts";

/** A record's owner and that person's team, which decides who sees it. Null clears both. @throws {NotFound} for no such active member. */
export async function ownership(ownerId: string | null | undefined) {
  if (ownerId === undefined) return {};
  if (ownerId === null) return { ownerId: null, teamId: null };
  const member = await members.find(ownerId);
  if (member?.shelf !== "live" || !member.active) throw new NotFound("member", ownerId);
  return { ownerId, teamId: member.teamId ?? null };
}

import * as Actor from "../kernel/actor.ts";
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

/** As `ownership`; who sees only a part of the workspace owns what they make, or they would lose sight of it. No read. */
export async function ownershipOfNew(ownerId: string | null | undefined) {
  const actor = Actor.use();
  const limited = actor.kind === "person" && Actor.scope(actor).kind !== "all";
  if (ownerId === undefined && limited) return { ownerId: actor.id, teamId: actor.teamId ?? null };
  return ownership(ownerId);
}

import { use as useContext } from "./context.ts";
import { Denied, NotFound } from "./error.ts";
import { grants, type Permission, type Role, type Visibility } from "./role.ts";

/**
 * Who acts. The tenant is part of it and never a parameter a caller could get wrong.
 * `person` is a signed-in member or an API key of one; `system` is Rapport itself (a job, a reaction, the demo);
 * `visitor` came through the open host and may only do what a verb explicitly leaves open.
 */
export type Actor =
  | {
      kind: "person";
      workspaceId: string;
      id: string;
      role: Role;
      visibility: Visibility;
      teamId?: string | undefined;
      via?: Via | undefined;
    }
  | { kind: "system"; workspaceId: string; id: string }
  | { kind: "visitor"; workspaceId: string; id: string };

/** How a person came in: with a password, or with an API key, which may do less. `email` is the login it belongs to. */
export type Via = { kind: "session" | "key"; id: string; email: string };

export function use(): Actor {
  return useContext().actor;
}

export function workspaceId(): string {
  return use().workspaceId;
}

/** The acting member's id, for "mine"; undefined for the system and visitors. */
export function memberId(): string | undefined {
  const actor = use();
  return actor.kind === "person" ? actor.id : undefined;
}

/** The acting person, signed in without a key: passwords and sign-ins are for people, not for programs. @throws {Denied} */
export function person(): Extract<Actor, { kind: "person" }> & { via: Via } {
  const actor = use();
  if (actor.kind !== "person" || actor.via?.kind !== "session")
    throw new Denied("Sign in with your password to do this: an API key can't.");
  return { ...actor, via: actor.via };
}

export function may(permission: Permission, actor = use()): boolean {
  if (actor.kind === "system") return true;
  if (actor.kind === "visitor") return false;
  return grants[actor.role].has(permission);
}

/** @throws {Denied} when the actor's role lacks the permission. */
export function require(permission: Permission): void {
  if (!may(permission)) throw new Denied();
}

export type Owned = { ownerId?: string | undefined; teamId?: string | undefined };

/** The part of the workspace the actor sees: everything, one team's, or one owner's records. */
export type Scope = { kind: "all" } | { kind: "team"; teamId: string } | { kind: "own"; ownerId: string };

export function scope(actor = use()): Scope {
  if (actor.kind !== "person" || actor.visibility === "all") return { kind: "all" };
  if (actor.visibility === "team" && actor.teamId) return { kind: "team", teamId: actor.teamId };
  return { kind: "own", ownerId: actor.id };
}

export function sees(record: Owned, actor = use()): boolean {
  const part = scope(actor);
  if (part.kind === "all") return true;
  return part.kind === "team" ? record.teamId === part.teamId : record.ownerId === part.ownerId;
}

/** The record, if the actor may see it. @throws {NotFound} otherwise, as if it did not exist. */
export function visible<T extends Owned>(record: T | undefined, noun: string, id: string): T {
  if (!record || !sees(record)) throw new NotFound(noun, id);
  return record;
}

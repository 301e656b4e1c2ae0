import type { Actor } from "./actor.ts";

/** Whose a record is, where the caller has looked that up. */
export type Owned = { ownerId: string; teamId?: string | undefined };

/** @throws {TypeError} Drafts trust their input's references: for migrations and the demo, never for people. */
export function expectSystem(actor: Actor): void {
  if (actor.kind !== "system") throw new TypeError("Only the system writes drafts.");
}

import { createHash } from "node:crypto";
import * as Actor from "../kernel/actor.ts";
import { Invalid } from "../kernel/error.ts";
import { seal, unseal } from "./sign.ts";

/** A cursor is signed and bound to the workspace, the actor's scope and the query it came from. */
function purpose(query: unknown): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([Actor.scope(), query]))
    .digest("base64url");
  return `cursor:${Actor.workspaceId()}:${hash}`;
}

export async function toCursor(query: unknown, position: unknown): Promise<string | undefined> {
  return position === null || position === undefined ? undefined : seal(purpose(query), position);
}

/** @throws {Invalid} when the cursor is forged, or belongs to another workspace or query. */
export async function fromCursor<T>(query: unknown, cursor: string | undefined): Promise<T | undefined> {
  if (cursor === undefined) return undefined;
  const position = await unseal<T>(purpose(query), cursor);
  if (position === undefined)
    throw new Invalid([
      { path: "cursor", message: "is not a cursor of this query: start again without one" },
    ]);
  return position;
}

import { get, type Item } from "../aws/statement.ts";
import * as Actor from "../kernel/actor.ts";
import { NotFound } from "../kernel/error.ts";
import { sampleScope, scopeOf } from "../render/index.ts";

/** What a mail sees of one contact, as it is stored. @throws {NotFound} for a contact that the actor may not see. */
export async function scopeFor(contactId: string | undefined): Promise<Record<string, unknown>> {
  const workspace = await workspaceNow();
  if (!contactId) return { ...sampleScope(), workspace: { name: workspace?.name } };
  const contact = await record("contact", contactId);
  if (contact?.shelf !== "live" || !Actor.sees(contact)) throw new NotFound("contact", contactId);
  const company =
    typeof contact.companyId === "string" ? await record("company", contact.companyId) : undefined;
  return scopeOf({ contact, company, workspace });
}

export function workspaceNow(): Promise<Item | undefined> {
  return record("workspace", Actor.workspaceId());
}

function record(noun: string, id: string): Promise<Item | undefined> {
  return get({ pk: `w#${Actor.workspaceId()}#${noun}#${id}`, sk: noun });
}

import type { Contact } from "./contact.entity.ts";

/** What happened to a contact beyond created, updated, removed and restored. */
export function facts(before: Contact | undefined, after: Contact | undefined): string[] {
  if (after?.shelf !== "live") return [];
  const happened: string[] = [];
  for (const [topic, { state }] of Object.entries(after.consent ?? {})) {
    const was = before?.consent?.[topic]?.state;
    if (was !== state && state === "unsubscribed") happened.push("contact.unsubscribed");
    if (was !== state && state === "subscribed") happened.push("contact.subscribed");
  }
  if (after.undeliverable && before?.undeliverable !== after.undeliverable)
    happened.push(`contact.${after.undeliverable}`);
  return happened;
}

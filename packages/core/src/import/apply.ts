import { companies, nameKey } from "../company/company.entity.ts";
import { type Contact, contacts } from "../contact/contact.entity.ts";
import * as Context from "../kernel/context.ts";
import { Conflict } from "../kernel/error.ts";
import { idFor } from "../kernel/once.ts";
import type { Fields, Parsed } from "./row.ts";

/** What will be done for a row; made before anything is written, kept in the slice's manifest. */
export type Plan = { line: number; id: string; before?: Record<string, unknown>; create: boolean };

/** The company of this name: the one there is, else a new one. */
export async function companyOf(
  name: string,
  jobId: string,
  importId: string,
  at: Date,
): Promise<{ id: string; created: boolean }> {
  const key = nameKey(name);
  const known = await companies.first("gsi4", ["company", "name", key]);
  if (known) return { id: known.id, created: false };
  const id = idFor("company", `${jobId}\n${key}`, at);
  const created = await companies.bring({ name, tags: [], importId }, id);
  return { id, created };
}

/**
 * A new contact: its guards, then itself, 1 write unit each. Created when its import began, as its id says.
 * @throws {Conflict} when its external id is another's.
 */
export async function bringIn(
  row: Parsed,
  id: string,
  extra: Partial<Fields> & { createdAt?: string },
): Promise<void> {
  const fields = { ...row.contact, ...extra };
  await contacts.bring(
    {
      ...fields,
      lifecycle: fields.lifecycle ?? "lead",
      source: "import",
      tags: fields.tags ?? [],
      consent: dated(fields.consent),
    } as never,
    id,
  );
}

function dated(consent: Fields["consent"]): Fields["consent"] {
  if (!consent) return undefined;
  const now = Context.now().toISOString();
  return Object.fromEntries(
    Object.entries(consent).map(([topic, entry]) => [topic, { ...entry, at: entry.at || now }]),
  );
}

/** What a row changes of a contact that is there: only fields that the file fills, tags are added, never taken. */
export function changesFor(contact: Contact, row: Parsed, extra: Partial<Fields>): Record<string, unknown> {
  const { tags, consent, address, email: _, ...rest } = { ...row.contact, ...extra };
  const wanted: Record<string, unknown> = { ...rest };
  if (tags) wanted.tags = [...new Set([...contact.tags, ...tags])].slice(0, 50);
  if (address) wanted.address = { ...contact.address, ...address };
  // An import never subscribes again who unsubscribed.
  if (
    consent &&
    contact.consent?.marketing?.state !== "unsubscribed" &&
    contact.consent?.marketing?.state !== "subscribed"
  )
    wanted.consent = { ...contact.consent, ...dated(consent) };
  const current = contact as unknown as Record<string, unknown>;
  const changed = Object.entries(wanted).filter(
    ([name, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(current[name]),
  );
  return Object.fromEntries(changed);
}

/** The values that undo puts back; null where there was none. */
export function beforeOf(contact: Contact, changes: Record<string, unknown>): Record<string, unknown> {
  const current = contact as unknown as Record<string, unknown>;
  return Object.fromEntries(Object.keys(changes).map((name) => [name, current[name] ?? null]));
}

export async function update(id: string, changes: Record<string, unknown>): Promise<void> {
  if (Object.keys(changes).length > 0) await contacts.edit(id, changes as never);
}

export function reasonOf(error: unknown): string {
  if (error instanceof Conflict) return error.message;
  throw error;
}

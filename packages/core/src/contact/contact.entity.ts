import type { Guard } from "../aws/guard.ts";
import { keep, type Stored } from "../aws/record.ts";
import type { Info } from "./contact.schema.ts";

/** What a contact stores of its own. */
export type Fields = Omit<
  Info,
  | "id"
  | "name"
  | "version"
  | "createdAt"
  | "createdBy"
  | "updatedAt"
  | "updatedBy"
  | "removedAt"
  | "ownerId"
  | "teamId"
  | "externalId"
>;
export type Contact = Stored<Fields>;

export function emailGuard(email: string): Guard {
  return { kind: "contact-email", value: email.toLowerCase() };
}

/** Indexes: gsi1–gsi3 by workspace, owner, team; gsi4 `byCompany`. Guards: email, external id. */
export const contacts = keep<Fields>({
  noun: "contact",
  person: true,
  attributes: [
    "firstName",
    "lastName",
    "email",
    "phone",
    "phone2",
    "title",
    "companyId",
    "website",
    "address",
    "timeZone",
    "language",
    "lifecycle",
    "tags",
    "about",
    "source",
    "welcome",
    "consent",
    "undeliverable",
    "lastActivityAt",
    "importId",
  ],
  keyed: ["email", "companyId"],
  keys: (contact, at) => ({
    gsi4: contact.companyId ? [at("contact", "company", contact.companyId), contact.id] : undefined,
  }),
  guards: (contact) => (contact.email ? [emailGuard(contact.email)] : []),
});

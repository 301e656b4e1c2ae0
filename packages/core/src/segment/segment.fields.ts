import { Lifecycle, Source } from "../contact/contact.schema.ts";
import type { Catalogue, Field, Readable } from "../kernel/filter.ts";

const attribute = (name: string) => (record: Readable) => record[name];
const ofAddress = (name: string) => (record: Readable) => (record.address as Readable | undefined)?.[name];

function plain(name: string, kind: Field["kind"], label: string, choices?: readonly string[]): Field {
  return { name, kind, label, from: [name], read: attribute(name), ...(choices ? { choices } : {}) };
}

/** What contacts can be filtered by. Each is read from the stored contact alone: no other record is asked. */
export const contactFields: Catalogue = {
  noun: "contact",
  plural: "contacts",
  fields: [
    plain("tags", "list", "the tags"),
    plain("lifecycle", "choice", "the lifecycle stage", Lifecycle.options),
    { name: "country", kind: "text", label: "the country", from: ["address"], read: ofAddress("country") },
    { name: "city", kind: "text", label: "the city", from: ["address"], read: ofAddress("city") },
    { name: "region", kind: "text", label: "the region", from: ["address"], read: ofAddress("region") },
    plain("source", "choice", "the source", Source.options),
    { name: "owner", kind: "reference", label: "the owner", from: ["ownerId"], read: attribute("ownerId") },
    {
      name: "company",
      kind: "reference",
      label: "the company",
      from: ["companyId"],
      read: attribute("companyId"),
    },
    {
      name: "import",
      kind: "reference",
      label: "the import",
      from: ["importId"],
      read: attribute("importId"),
    },
    plain("firstName", "text", "the first name"),
    plain("lastName", "text", "the last name"),
    plain("title", "text", "the position"),
    plain("language", "text", "the language"),
    plain("timeZone", "text", "the time zone"),
    plain("email", "text", "the email"),
    {
      name: "emailDomain",
      kind: "text",
      label: "the mail domain",
      from: ["email"],
      read: (record) => (typeof record.email === "string" ? record.email.split("@").at(-1) : undefined),
    },
    plain("phone", "text", "the phone"),
    {
      name: "consent",
      kind: "choice",
      label: "the consent to marketing",
      from: ["consent"],
      read: (record) => ((record.consent as Readable | undefined)?.marketing as Readable | undefined)?.state,
      choices: ["subscribed", "unconfirmed", "unsubscribed"],
    },
    plain("createdAt", "date", "the day of creation"),
    plain("lastActivityAt", "date", "the last activity"),
  ],
};

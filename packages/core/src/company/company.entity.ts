import type { Guard } from "../aws/guard.ts";
import { keep, type Stored } from "../aws/record.ts";
import type { RecordInfo } from "../kernel/record.ts";
import type { Info } from "./company.schema.ts";

export type Fields = Omit<Info, "id" | keyof RecordInfo>;
export type Company = Stored<Fields>;

export function domainGuard(domain: string): Guard {
  return { kind: "company-domain", value: domain.toLowerCase() };
}

/** Names are compared without case and surrounding space; only `fromName` uses this, and two companies may share one. */
export function nameKey(name: string): string {
  return name.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase().slice(0, 200);
}

/** Indexes: gsi1–gsi3 by workspace, owner, team; gsi4 `byName`. Guards: domain, external id. */
export const companies = keep<Fields>({
  noun: "company",
  attributes: [
    "name",
    "domain",
    "website",
    "phone",
    "industry",
    "size",
    "address",
    "tags",
    "about",
    "importId",
  ],
  keyed: ["name", "domain"],
  keys: (company, at) => ({ gsi4: [at("company", "name", nameKey(company.name)), company.id] }),
  guards: (company) => (company.domain ? [domainGuard(company.domain)] : []),
});

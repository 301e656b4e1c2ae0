import * as Contact from "../contact/contact.schema.ts";
import { normalizePhone } from "../kernel/phone.ts";
import { Email, WebAddress } from "../kernel/record.ts";
import { countryCode } from "./country.ts";
import type { Options, Target } from "./import.schema.ts";
import { parseDate } from "./mapping.ts";

/** What a row of the file becomes; `error` means that it does not come in. */
export type Parsed = {
  line: number;
  contact: Fields;
  company?: string | undefined;
  warnings: string[];
  error?: string | undefined;
};

export type Fields = Partial<Omit<Contact.Info, "version" | "createdAt" | "updatedAt">>;

const limits: Partial<Record<Target, number>> = {
  firstName: 100,
  lastName: 100,
  title: 120,
  company: 200,
  street: 200,
  city: 120,
  region: 120,
  postcode: 20,
  externalId: 200,
  language: 35,
  timeZone: 60,
  about: 2_000,
};

/** Values by target, trimmed; a spreadsheet's guard before a formula (`'=`) is taken off, control characters become spaces. */
function valuesOf(cells: string[], mapping: Target[]): Map<Target, string> {
  const values = new Map<Target, string>();
  for (const [place, target] of mapping.entries()) {
    if (target === "ignore") continue;
    const raw = cells[place] ?? "";
    const value = raw
      .replace(/\p{Cc}+/gu, " ")
      .trim()
      .replace(/^'(?=[=+\-@])/, "");
    if (value !== "") values.set(target, value);
  }
  return values;
}

/**
 * One row to the fields of a contact. A phone, country or date that doesn't parse is kept as text or left out, with a
 * warning; only a row that names nobody, or whose email is none, is refused.
 */
export function parseRow(
  row: { line: number; values: string[] },
  mapping: Target[],
  options: Options,
): Parsed {
  const values = valuesOf(row.values, mapping);
  const warnings: string[] = [];
  const take = (target: Target) => {
    const value = values.get(target);
    const limit = limits[target] ?? 500;
    if (value === undefined || value.length <= limit) return value;
    warnings.push(`${target} is longer than ${limit} characters and was cut`);
    return value.slice(0, limit);
  };

  const [firstName, lastName] = names(take("name"), take("firstName"), take("lastName"));
  const email = values.get("email")?.replace(/^mailto:/i, "");
  const address = addressOf(take, warnings);
  const contact: Fields = {
    firstName,
    lastName,
    email: email && Email.safeParse(email).success ? email : undefined,
    phone: phoneOf(values.get("phone"), address?.country, warnings),
    phone2: phoneOf(values.get("phone2"), address?.country, warnings),
    title: take("title"),
    website: websiteOf(values.get("website"), warnings),
    address,
    language: take("language"),
    timeZone: take("timeZone"),
    lifecycle: lifecycleOf(values.get("lifecycle"), warnings) ?? options.lifecycle,
    tags: tagsOf(values.get("tags"), options.tags),
    externalId: take("externalId"),
    about: take("about"),
    ...consentOf(values.get("subscribedAt"), options, warnings),
  };
  const parsed: Parsed = { line: row.line, contact, company: take("company"), warnings };
  if (email && !contact.email) parsed.error = `“${email.slice(0, 100)}” is not an email address`;
  else if (!firstName && !lastName && !contact.email && !contact.phone)
    parsed.error = "has no name, email or phone";
  return parsed;
}

/** A whole name is cut at its last space when first and last name have no columns of their own. */
function names(
  name: string | undefined,
  first: string | undefined,
  last: string | undefined,
): [string?, string?] {
  if (!name || first || last) return [first, last];
  const cut = name.lastIndexOf(" ");
  return cut < 0 ? [name] : [name.slice(0, cut).slice(0, 100), name.slice(cut + 1).slice(0, 100)];
}

function phoneOf(
  value: string | undefined,
  country: string | undefined,
  warnings: string[],
): string | undefined {
  if (!value) return undefined;
  const { phone, parsed } = normalizePhone(value.slice(0, 60), country);
  if (!parsed)
    warnings.push(`phone “${phone}” could not be read as an international number and is kept as it is`);
  return phone;
}

function addressOf(
  take: (target: Target) => string | undefined,
  warnings: string[],
): Contact.Info["address"] {
  const text = take("country");
  const code = text && countryCode(text);
  if (text && !code) warnings.push(`country “${text}” is not known and is kept as it is`);
  const parts = {
    street: take("street"),
    city: take("city"),
    region: take("region"),
    postcode: take("postcode"),
    country: code ?? text?.slice(0, 80),
  };
  const filled = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
  return Object.keys(filled).length > 0 ? filled : undefined;
}

function websiteOf(value: string | undefined, warnings: string[]): string | undefined {
  if (!value) return undefined;
  const address = /^https?:\/\//i.test(value) ? value : `https://${value}`;
  if (WebAddress.safeParse(address).success) return address;
  warnings.push(`website “${value.slice(0, 100)}” is not a web address and was left out`);
  return undefined;
}

function lifecycleOf(value: string | undefined, warnings: string[]): Contact.Lifecycle | undefined {
  if (!value) return undefined;
  const parsed = Contact.Lifecycle.safeParse(value.toLowerCase().replace(/[\s_]+/g, "-"));
  if (!parsed.success) warnings.push(`lifecycle “${value.slice(0, 60)}” is not known and was left out`);
  return parsed.data;
}

function tagsOf(value: string | undefined, extra: string[] | undefined): string[] | undefined {
  const own = value?.split(/[,;|]/).map((tag) => tag.trim().slice(0, 60)) ?? [];
  const all = [...new Set([...own, ...(extra ?? [])])].filter((tag) => tag !== "");
  return all.length > 0 ? all.slice(0, 50) : undefined;
}

function consentOf(value: string | undefined, options: Options, warnings: string[]): Pick<Fields, "consent"> {
  if (!options.consent) return {};
  const date = value && parseDate(value, options.dateOrder ?? "dmy");
  if (value && !date)
    warnings.push(`date “${value.slice(0, 40)}” could not be read; the consent counts from today`);
  const at = date ? `${date}T00:00:00.000Z` : undefined;
  return { consent: { marketing: { state: "subscribed", ...options.consent, at: at ?? "" } } };
}

import { type Catalogue, type Condition, type Filter, fieldOf, isGroup, type Operator } from "./filter.ts";

/** Ids of references as people know them: `{ mem_…: "Ada Lovelace" }`. */
export type Names = Readonly<Record<string, string>>;

const phrases: Record<Operator, string> = {
  is: "is {value}",
  isNot: "is not {value}",
  isAnyOf: "is one of {value}",
  isNoneOf: "is none of {value}",
  contains: "contains {value}",
  notContains: "does not contain {value}",
  startsWith: "starts with {value}",
  endsWith: "ends with {value}",
  has: "include {value}",
  hasNot: "do not include {value}",
  hasAnyOf: "include any of {value}",
  hasAllOf: "include all of {value}",
  hasNoneOf: "include none of {value}",
  atLeast: "is at least {value}",
  atMost: "is at most {value}",
  before: "is before {value}",
  after: "is on or after {value}",
  inLast: "is in the last {value} {unit}",
  notInLast: "is not in the last {value} {unit}",
  isSet: "is known",
  isNotSet: "is not known",
  isTrue: "is true",
  isFalse: "is not true",
};

/** One English sentence: "Contacts where the tags include “vip” and the country is not “Iran”." */
export function explain(filter: Filter, catalogue: Catalogue, names: Names = {}): string {
  const subject = catalogue.plural.charAt(0).toUpperCase() + catalogue.plural.slice(1);
  if (isGroup(filter) && "all" in filter && filter.all.length === 0) return `All ${catalogue.plural}.`;
  return `${subject} where ${phrase(filter, catalogue, names, false)}.`;
}

function phrase(filter: Filter, catalogue: Catalogue, names: Names, inner: boolean): string {
  if (!isGroup(filter)) return sentence(filter, catalogue, names);
  if ("not" in filter) return `not (${phrase(filter.not, catalogue, names, false)})`;
  const [parts, word, none] =
    "all" in filter ? [filter.all, "and", "everything matches"] : [filter.any, "or", "nothing matches"];
  if (parts.length === 0) return none;
  if (parts.length === 1) return phrase(parts[0] as Filter, catalogue, names, inner);
  const joined = parts.map((part) => phrase(part, catalogue, names, true)).join(` ${word} `);
  return inner ? `(${joined})` : joined;
}

function sentence({ field, operator, value, unit }: Condition, catalogue: Catalogue, names: Names): string {
  const label = fieldOf(catalogue, field)?.label ?? field;
  const quote = (one: unknown) => (typeof one === "number" ? String(one) : `“${names[String(one)] ?? one}”`);
  const values = Array.isArray(value) ? value.map(quote).join(", ") : quote(value);
  const counted = unit && value === 1 ? unit.slice(0, -1) : (unit ?? "");
  return `${label} ${phrases[operator].replace("{unit}", counted).replace("{value}", () => values)}`;
}

import type { Condition, Field, Filter, Operator, Unit } from "@rapport/core/kernel/filter";
import { operators } from "@rapport/core/kernel/filter";
import { contactFields } from "@rapport/core/segment/schema";

export const joins = ["all", "any", "none"] as const;
export type Join = (typeof joins)[number];
/** A filter as it is being built: a group of conditions of which all, any or none must hold, each perhaps a group itself. */
export type Draft = { kind: "group"; join: Join; parts: Part[] };
export type Part = Draft | { kind: "condition"; condition: Partial<Condition> };

/** "None of" is two levels of the filter, and that takes six. */
export const MAX_GROUPS = 3;

export const emptyDraft: Draft = {
  kind: "group",
  join: "all",
  parts: [{ kind: "condition", condition: { field: "tags", operator: "has" } }],
};

export const fields: readonly Field[] = contactFields.fields;
export const fieldNamed = (name: string | undefined) => fields.find((field) => field.name === name);

/** Which values are records of their own, chosen one at a time. */
const lookedUp = ["company", "import"];
const many: readonly Operator[] = ["isAnyOf", "isNoneOf", "hasAnyOf", "hasAllOf", "hasNoneOf"];
const valueless: readonly Operator[] = ["isSet", "isNotSet", "isTrue", "isFalse"];
const recent: readonly Operator[] = ["inLast", "notInLast"];
export const units: readonly Unit[] = ["days", "weeks", "months"];

export function operatorsOf(name: string | undefined): readonly Operator[] {
  const all: readonly Operator[] = operators[fieldNamed(name)?.kind ?? "text"];
  return lookedUp.includes(name ?? "") ? all.filter((operator) => !many.includes(operator)) : all;
}

export type ValueKind =
  | "none"
  | "country"
  | "company"
  | "import"
  | "choices"
  | "words"
  | "recent"
  | "choice"
  | "number"
  | "date"
  | "text";

/** Which control the value of a condition needs. */
export function valueKind({ field: name, operator = "is" }: Partial<Condition>): ValueKind {
  const field = fieldNamed(name);
  const chosen = name === "owner" || field?.choices !== undefined;
  if (valueless.includes(operator)) return "none";
  if (many.includes(operator)) return chosen ? "choices" : "words";
  if (recent.includes(operator)) return "recent";
  if (name === "country" && (operator === "is" || operator === "isNot")) return "country";
  if (name === "company" || name === "import") return name;
  if (chosen) return "choice";
  if (field?.kind === "number") return "number";
  return field?.kind === "date" ? "date" : "text";
}

/** The filter of a draft, or undefined while a condition still misses its value. */
export function toFilter({ join, parts }: Draft): Filter | undefined {
  const whole: Filter[] = [];
  for (const part of parts) {
    const filter = part.kind === "group" ? toFilter(part) : conditionOf(part.condition);
    if (!filter) return undefined;
    whole.push(filter);
  }
  if (join === "none") return { not: { any: whole } };
  return join === "all" ? { all: whole } : { any: whole };
}

function conditionOf({ field, operator, value, unit }: Partial<Condition>): Condition | undefined {
  if (!field || !operator) return undefined;
  const kind = valueKind({ field, operator });
  if (kind === "none") return { field, operator };
  if (value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) return undefined;
  return kind === "recent" ? { field, operator, value, unit: unit ?? "days" } : { field, operator, value };
}

export function toDraft(filter: Filter | undefined): Draft {
  if (!filter) return emptyDraft;
  const part = partOf(filter);
  return part.kind === "group" ? part : { kind: "group", join: "all", parts: [part] };
}

function partOf(filter: Filter): Part {
  if ("all" in filter) return { kind: "group", join: "all", parts: filter.all.map(partOf) };
  if ("any" in filter) return { kind: "group", join: "any", parts: filter.any.map(partOf) };
  if (!("not" in filter)) return { kind: "condition", condition: filter };
  const parts = "any" in filter.not ? filter.not.any : [filter.not];
  return { kind: "group", join: "none", parts: parts.map(partOf) };
}

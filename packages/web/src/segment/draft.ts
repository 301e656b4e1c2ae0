import type { Condition, Field, Filter, Operator, Unit } from "@rapport/core/kernel/filter";
import { operators } from "@rapport/core/kernel/filter";
import { contactFields } from "@rapport/core/segment/schema";

/** A filter as it is being built: one group of conditions that all or any must hold, each perhaps a group itself. */
export type Draft = { kind: "group"; join: "all" | "any"; parts: Part[] };
export type Part =
  | Draft
  | { kind: "condition"; condition: Partial<Condition> }
  | { kind: "kept"; filter: Filter };

export const emptyDraft: Draft = {
  kind: "group",
  join: "all",
  parts: [{ kind: "condition", condition: { field: "tags", operator: "has" } }],
};

export const fields: readonly Field[] = contactFields.fields;
export const fieldNamed = (name: string | undefined) => fields.find((field) => field.name === name);
export const operatorsOf = (name: string | undefined): readonly Operator[] =>
  operators[fieldNamed(name)?.kind ?? "text"];

const valueless: readonly Operator[] = ["isSet", "isNotSet", "isTrue", "isFalse"];
const many: readonly Operator[] = ["isAnyOf", "isNoneOf", "hasAnyOf", "hasAllOf", "hasNoneOf"];
const recent: readonly Operator[] = ["inLast", "notInLast"];
export const units: readonly Unit[] = ["days", "weeks", "months"];

/** Which control the value of a condition needs. */
export function valueKind(
  condition: Partial<Condition>,
): "none" | "many" | "recent" | "choice" | "number" | "date" | "member" | "text" {
  const field = fieldNamed(condition.field);
  const operator = condition.operator ?? "is";
  if (valueless.includes(operator)) return "none";
  if (many.includes(operator)) return "many";
  if (recent.includes(operator)) return "recent";
  if (field?.name === "owner") return "member";
  if (field?.choices) return "choice";
  if (field?.kind === "number") return "number";
  return field?.kind === "date" ? "date" : "text";
}

/** The filter of a draft, or undefined while a condition still misses its value. */
export function toFilter(draft: Draft): Filter | undefined {
  const parts = draft.parts.map(partFilter);
  if (parts.some((part) => part === undefined)) return undefined;
  const whole = parts as Filter[];
  return draft.join === "all" ? { all: whole } : { any: whole };
}

function partFilter(part: Part): Filter | undefined {
  if (part.kind === "kept") return part.filter;
  if (part.kind === "group") return toFilter(part);
  const { field, operator, value, unit } = part.condition;
  if (!field || !operator) return undefined;
  const kind = valueKind(part.condition);
  if (kind === "none") return { field, operator };
  if (value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) return undefined;
  return kind === "recent" ? { field, operator, value, unit: unit ?? "days" } : { field, operator, value };
}

/** What the builder has no control for (a negated group) is kept as it is and shown in words. */
export function toDraft(filter: Filter | undefined): Draft {
  if (!filter) return emptyDraft;
  const part = partOf(filter);
  return part.kind === "group" ? part : { kind: "group", join: "all", parts: [part] };
}

function partOf(filter: Filter): Part {
  if ("all" in filter) return { kind: "group", join: "all", parts: filter.all.map(partOf) };
  if ("any" in filter) return { kind: "group", join: "any", parts: filter.any.map(partOf) };
  return "not" in filter ? { kind: "kept", filter } : { kind: "condition", condition: filter };
}

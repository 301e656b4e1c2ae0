import * as z from "zod";

/**
 * One language for views, segments, automation conditions, assignment, SLA and VIP rules: and, or and not over
 * conditions `{field, operator, value, unit}`. Pure: the web client uses the same schema, evaluator and explainer.
 *
 * Two-valued: a condition on a value that is not set is false, and `isNot`, `hasNone`, `notInLast` … are exactly the
 * negation of their positive twins, so `not` means what people think it means.
 */
export const Unit = z.enum(["hours", "days", "weeks", "months"]);
export type Unit = z.infer<typeof Unit>;

/** What kind of value a field has decides which operators it takes. */
export const operators = {
  text: ["is", "isNot", "contains", "notContains", "startsWith", "endsWith", "isSet", "isNotSet"],
  choice: ["is", "isNot", "isAnyOf", "isNoneOf", "isSet", "isNotSet"],
  reference: ["is", "isNot", "isAnyOf", "isNoneOf", "isSet", "isNotSet"],
  list: ["has", "hasNot", "hasAnyOf", "hasAllOf", "hasNoneOf", "isSet", "isNotSet"],
  number: ["is", "isNot", "atLeast", "atMost", "isSet", "isNotSet"],
  date: ["before", "after", "inLast", "notInLast", "isSet", "isNotSet"],
  yesNo: ["isTrue", "isFalse"],
} as const;
export type Kind = keyof typeof operators;
export type Operator = (typeof operators)[Kind][number];
const allOperators = [...new Set(Object.values(operators).flat())] as [Operator, ...Operator[]];

const Text = z.string().min(1).max(200);
export const Value = z.union([Text, z.number(), z.array(Text).min(1).max(50)]);

export const Condition = z.strictObject({
  field: z.string().min(1).max(60),
  operator: z.enum(allOperators),
  value: Value.optional(),
  unit: Unit.optional(),
});
export type Condition = z.infer<typeof Condition>;
export type Filter = Condition | { all: Filter[] } | { any: Filter[] } | { not: Filter };

export const MAX_CONDITIONS = 50;
export const MAX_DEPTH = 6;

type Path = (string | number)[];
type Found = { path: Path; message: string };

/** Names the group or condition that is wrong, which a union of four shapes could not. */
function misshapen(value: unknown, path: Path): Found[] {
  const wrong = (message: string, at = path) => [{ path: at, message }];
  const depth = path.filter((part) => typeof part === "number" || part === "not").length;
  if (depth > MAX_DEPTH) return wrong(`must not be nested deeper than ${MAX_DEPTH} groups`);
  const node = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const alone = Object.keys(node).length === 1;
  for (const group of ["all", "any"] as const) {
    const list = node[group];
    if (!Array.isArray(list)) continue;
    if (!alone) return wrong(`has other fields beside "${group}"`);
    if (list.length > MAX_CONDITIONS)
      return wrong(`must hold at most ${MAX_CONDITIONS} conditions`, [...path, group]);
    return list.flatMap((child, place) => misshapen(child, [...path, group, place]));
  }
  if ("not" in node && alone) return misshapen(node.not, [...path, "not"]);
  if (!("field" in node)) return wrong('must be a condition with a field, or a group "all", "any" or "not"');
  const issues = Condition.safeParse(node).error?.issues ?? [];
  return issues.map((issue) => ({ path: [...path, ...(issue.path as Path)], message: issue.message }));
}

/** The shape alone; `problems` checks it against the fields of a noun. */
export const Filter = z
  .custom<Filter>()
  .superRefine((value, context) => {
    const found = misshapen(value, []);
    if (found.length === 0 && conditionsOf(value).length > MAX_CONDITIONS)
      found.push({ path: [], message: `must hold at most ${MAX_CONDITIONS} conditions` });
    for (const issue of found) context.addIssue({ code: "custom", ...issue });
  })
  .meta({
    description:
      'A condition {field, operator, value, unit}, or a group: {"all": […]}, {"any": […]}, {"not": …}',
  });

export type Field = {
  name: string;
  kind: Kind;
  /** How the explainer names it: "the lifecycle stage". */
  label: string;
  /** The record's attributes it is read from: a change of none of them changes no answer. */
  from: readonly string[];
  read: (record: Readable) => unknown;
  choices?: readonly string[];
};
export type Readable = Record<string, unknown>;
/** What a noun's records can be filtered by. */
export type Catalogue = { noun: string; plural: string; fields: readonly Field[] };

export function isGroup(filter: Filter): filter is Exclude<Filter, Condition> {
  return !("field" in filter);
}

export function childrenOf(filter: Filter): Filter[] {
  if ("all" in filter) return filter.all;
  if ("any" in filter) return filter.any;
  return "not" in filter ? [filter.not] : [];
}

export function conditionsOf(filter: Filter): Condition[] {
  return isGroup(filter) ? childrenOf(filter).flatMap(conditionsOf) : [filter];
}

export function fieldOf(catalogue: Catalogue, name: string): Field | undefined {
  return catalogue.fields.find((field) => field.name === name);
}

/** Attributes of a record whose change can change the answer. */
export function attributesOf(filter: Filter, catalogue: Catalogue): Set<string> {
  return new Set(conditionsOf(filter).flatMap(({ field }) => fieldOf(catalogue, field)?.from ?? []));
}

const relative: readonly Operator[] = ["inLast", "notInLast"];

/** True where the answer can change while the record stays as it is. */
export function dependsOnTime(filter: Filter): boolean {
  return conditionsOf(filter).some(({ operator }) => relative.includes(operator));
}

/** What is wrong with a filter for this noun, with the path of each condition. Empty: it can be evaluated. */
export function problems(
  filter: Filter,
  catalogue: Catalogue,
  path: Path = [],
): { path: string; message: string }[] {
  if (isGroup(filter)) {
    const [group] = Object.keys(filter) as [string];
    return childrenOf(filter).flatMap((child, place) =>
      problems(child, catalogue, group === "not" ? [...path, group] : [...path, group, place]),
    );
  }
  const at = (part: string) => [...path, part].join(".");
  const field = fieldOf(catalogue, filter.field);
  if (!field) {
    const names = catalogue.fields.map(({ name }) => name).join(", ");
    return [{ path: at("field"), message: `is not a field of ${catalogue.plural}: use one of ${names}` }];
  }
  const allowed: readonly Operator[] = operators[field.kind];
  if (!allowed.includes(filter.operator))
    return [
      { path: at("operator"), message: `does not fit ${field.name}: use one of ${allowed.join(", ")}` },
    ];
  const message = wrongValue(filter, field);
  if (message) return [{ path: at("value"), message }];
  const unitFits = relative.includes(filter.operator) === (filter.unit !== undefined);
  return unitFits
    ? []
    : [
        {
          path: at("unit"),
          message: relative.includes(filter.operator)
            ? "is needed: hours, days, weeks or months"
            : "does not belong here",
        },
      ];
}

function wrongValue({ operator, value }: Condition, field: Field): string | undefined {
  switch (operator) {
    case "isSet":
    case "isNotSet":
    case "isTrue":
    case "isFalse":
      return value === undefined ? undefined : "does not belong here";
    case "isAnyOf":
    case "isNoneOf":
    case "hasAnyOf":
    case "hasAllOf":
    case "hasNoneOf":
      return Array.isArray(value) ? wrongChoice(value, field) : "must be a list";
    case "inLast":
    case "notInLast":
      return Number.isInteger(value) && (value as number) > 0 && (value as number) <= 10_000
        ? undefined
        : "must be a whole number from 1 to 10000";
    case "before":
    case "after":
      return typeof value === "string" && z.union([z.iso.date(), z.iso.datetime()]).safeParse(value).success
        ? undefined
        : "must be a date such as 2025-01-31 or a time in UTC";
    case "atLeast":
    case "atMost":
      return typeof value === "number" ? undefined : "must be a number";
    default:
      if (field.kind === "number") return typeof value === "number" ? undefined : "must be a number";
      return typeof value === "string" ? wrongChoice([value], field) : "must be a text";
  }
}

function wrongChoice(values: string[], { choices }: Field): string | undefined {
  const unknown = choices && values.find((value) => !choices.includes(value));
  return unknown === undefined ? undefined : `must be one of ${choices?.join(", ")}`;
}

import { serialization, validation } from "./error.ts";
import type { Value } from "./value.ts";

interface Limits {
  required?: boolean;
  min?: number;
  max?: number;
  pattern?: string;
  orArn?: boolean;
  oneOf?: readonly string[];
  /** What a map's keys look like, where they are no ARNs. */
  keys?: RegExp;
  /** Least and most entries of the lists in a map. */
  lists?: readonly [min: number, max: number];
  /** AWS shows no value that breaks this one's limits, and spells the parameter as the caller does. */
  bare?: boolean;
  /** When it is empty AWS names its length alone, and nothing else of a request that lacks nothing. */
  alone?: boolean;
  /** AWS repeats this one as JSON. */
  json?: boolean;
  /** What AWS says when it is missing, where that is no constraint. */
  missing?: string;
}
export type Shape = Limits &
  (
    | { is: "string" | "boolean" | "integer" | "long" | "double" | "item" | "value" }
    | { is: "list" | "map"; of: Shape; each?: Limits }
    | { is: "struct"; fields: Record<string, Shape>; called?: string }
  );

export const string = (limits: Limits = {}): Shape => ({ is: "string", ...limits });
export const boolean = (limits: Limits = {}): Shape => ({ is: "boolean", ...limits });
export const integer = (limits: Limits = {}): Shape => ({ is: "integer", ...limits });
export const long = (limits: Limits = {}): Shape => ({ is: "long", ...limits });
export const item = (limits: Limits = {}): Shape => ({ is: "item", ...limits });
export const value = (limits: Limits = {}): Shape => ({ is: "value", ...limits });
export const list = (of: Shape, limits: Limits = {}): Shape => ({ is: "list", of, ...limits });
export const map = (of: Shape, limits: Limits = {}): Shape => ({ is: "map", of, ...limits });
export const struct = (fields: Record<string, Shape>, limits: Limits & { called?: string } = {}): Shape => ({
  is: "struct",
  fields,
  ...limits,
});
export const choice = (oneOf: readonly string[], limits: Limits = {}): Shape => ({
  is: "string",
  oneOf,
  ...limits,
});

const shown = {
  string: "String",
  boolean: "Boolean",
  integer: "Integer",
  long: "Long",
  double: "Double",
} as const;

function tokenName(data: unknown): string {
  if (typeof data === "string") return "STRING_VALUE";
  if (typeof data === "number") return Number.isInteger(data) ? "NUMBER_VALUE" : "DECIMAL_VALUE";
  return data ? "TRUE_VALUE" : "FALSE_VALUE";
}

function checkScalar(data: unknown, wanted: keyof typeof shown): void {
  if (Array.isArray(data)) throw serialization("Unrecognized collection type class java.util.ArrayList");
  if (typeof data === "object") throw serialization("Start of structure or map found where not expected");
  const type = wanted === "string" || wanted === "boolean" ? wanted : "number";
  if (typeof data === type) return;
  throw serialization(`${tokenName(data)} cannot be converted to ${shown[wanted]}`);
}

function checkObject(data: unknown): void {
  if (Array.isArray(data)) throw serialization("Start of list found where not expected");
  if (typeof data !== "object") throw serialization("Unexpected field type");
}

function checkArray(data: unknown): void {
  if (Array.isArray(data)) return;
  if (typeof data === "object") throw serialization("Start of structure or map found where not expected");
  throw serialization("Unexpected field type");
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function checkBlob(data: unknown): void {
  if (data instanceof Uint8Array) return;
  checkScalar(data, "string");
  const text = data as string;
  if (base64.test(text)) return;
  throw serialization(
    text.length % 4
      ? `Base64 encoded length is expected a multiple of 4 bytes but found: ${text.length}`
      : `Invalid Base64 character: '${/[^A-Za-z0-9+/=]/.exec(text)?.[0] ?? "="}'`,
  );
}

/** What is too deep for an item is refused with its other faults; only a hostile body is as deep as this. */
const maxJsonDepth = 512;

/** Types of one attribute value as they come from outside. */
function checkValue(data: unknown, depth: number): void {
  checkObject(data);
  if (depth > maxJsonDepth)
    throw validation(
      "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
    );
  for (const name in data as Value) {
    const inner: unknown = data![name as keyof typeof data];
    if (inner === null || inner === undefined) continue;
    switch (name) {
      case "S":
      case "N":
        if (typeof inner !== "string") checkScalar(inner, "string");
        break;
      case "BOOL":
      case "NULL":
        checkScalar(inner, "boolean");
        break;
      case "B":
        checkBlob(inner);
        break;
      case "SS":
      case "NS":
        checkArray(inner);
        for (const each of inner as unknown[]) {
          if (each === null)
            throw validation(
              "One or more parameter values were invalid: An string set may not have a null string as a member",
            );
          checkScalar(each, "string");
        }
        break;
      case "BS":
        checkArray(inner);
        for (const each of inner as unknown[]) checkBlob(each);
        break;
      case "L":
        checkArray(inner);
        for (const each of inner as unknown[]) checkValue(each ?? {}, depth + 1);
        break;
      case "M":
        checkItem(inner, depth + 1);
        break;
    }
  }
}

function checkItem(data: unknown, depth: number): void {
  checkObject(data);
  for (const name in data as object) {
    if (name === "") throw validation("Empty attribute name");
    checkValue(data![name as keyof typeof data] ?? {}, depth);
  }
}

/** Throws a SerializationException where the JSON's types aren't the shape's. */
export function checkTypes(data: unknown, shape: Shape): void {
  if (data === null || data === undefined) return;
  switch (shape.is) {
    case "item":
      checkItem(data, 0);
      return;
    case "value":
      checkValue(data, 0);
      return;
    case "list":
      checkArray(data);
      for (const each of data as unknown[]) checkTypes(each, shape.of);
      return;
    case "map":
      checkObject(data);
      for (const each of Object.values(data as object)) checkTypes(each, shape.of);
      return;
    case "struct":
      checkObject(data);
      for (const name in shape.fields)
        checkTypes((data as Record<string, unknown>)[name], shape.fields[name]!);
      return;
    default:
      checkScalar(data, shape.is);
  }
}

const lower = (name: string) =>
  /^[A-Z]{2}/.test(name)
    ? name.replace(/^[A-Z]+(?=[A-Z])/, (head) => head.toLowerCase())
    : name[0]!.toLowerCase() + name.slice(1);

/** A value as AWS repeats it. */
function textOf(data: unknown, shape?: Shape): string {
  if (shape?.json) return JSON.stringify(data);
  const of = shape?.is === "list" || shape?.is === "map" ? shape.of : undefined;
  if (Array.isArray(data)) return `[${data.map((each) => textOf(each, of)).join(", ")}]`;
  if (typeof data !== "object" || data === null) return String(data);
  const fields = data as Record<string, unknown>;
  if (shape?.is === "struct" && shape.called)
    return `${shape.called}(${Object.entries(shape.fields)
      .map(([name, field]) => `${lower(name)}=${textOf(fields[name] ?? null, field)}`)
      .join(", ")})`;
  return `{${Object.entries(fields)
    .map(([name, inner]) => `${name}=${textOf(inner, of)}`)
    .join(", ")}}`;
}

const head = (name: string) => name[0]!.toUpperCase() + name.slice(1);
const spelled = (path: string) => {
  const last = path.lastIndexOf(".") + 1;
  return last ? head(path.slice(0, last)) + head(path.slice(last)) : head(path);
};

const sizeOf = (data: unknown) =>
  typeof data === "string" || Array.isArray(data) ? data.length : Object.keys(data as object).length;

function checkLimits(data: unknown, shape: Shape, path: string, found: string[]): void {
  if (found.length >= 10) return;
  const say = (problem: string) => {
    const [shown, at] = shape.bare
      ? ["", spelled(path)]
      : [data === null || data === undefined ? "null " : `'${textOf(data, shape)}' `, path];
    found.push(`Value ${shown}at '${at}' failed to satisfy constraint: ${problem}`);
  };
  if (data === null || data === undefined) {
    if (shape.missing) throw validation(shape.missing);
    if (shape.required) say("Member must not be null");
    return;
  }
  const numeric = shape.is === "integer" || shape.is === "long" || shape.is === "double";
  const size = numeric
    ? (data as number)
    : shape.min !== undefined || shape.max !== undefined
      ? sizeOf(data)
      : 0;
  const what = numeric ? "value" : "length";
  // Most operations take a table's ARN in place of its name.
  if (shape.orArn && (data as string).startsWith("arn:")) return;
  if (shape.oneOf && !shape.oneOf.includes(data as string))
    say(`Member must satisfy enum value set: [${shape.oneOf.join(", ")}]`);
  const empty = shape.alone && data === "";
  if (shape.pattern && !empty && !new RegExp(`^(?:${shape.pattern})$`).test(data as string))
    say(`Member must satisfy regular expression pattern: ${shape.pattern}`);
  if (shape.keys && !Object.keys(data).every((name) => name.startsWith("arn:") || shape.keys!.test(name)))
    say(
      `Map keys must satisfy constraint: [Member must have length less than or equal to 255, Member must have length greater than or equal to 3, Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]`,
    );
  if (shape.lists) {
    const [min, max] = shape.lists;
    if (Object.values(data).some((each) => Array.isArray(each) && (each.length < min || each.length > max)))
      say(
        `Map value must satisfy constraint: [Member must have length less than or equal to ${max}, Member must have length greater than or equal to ${min}]`,
      );
  }
  if (shape.min !== undefined && size < shape.min)
    say(`Member must have ${what} greater than or equal to ${shape.min}`);
  if (shape.max !== undefined && size > shape.max)
    say(`Member must have ${what} less than or equal to ${shape.max}`);
  if (shape.is === "list")
    for (const [i, each] of (data as unknown[]).entries())
      checkLimits(each, shape.of, `${path}.${i + 1}.member`, found);
  else if (shape.is === "map")
    for (const [name, each] of Object.entries(data as object))
      checkLimits(each, shape.of, `${path}.${name}.member`, found);
  else if (shape.is === "struct")
    for (const name in shape.fields)
      checkLimits(
        (data as Record<string, unknown>)[name],
        shape.fields[name]!,
        path ? `${path}.${lower(name)}` : lower(name),
        found,
      );
}

/** Throws one ValidationException that names each constraint a request breaks. */
export function checkConstraints(data: unknown, shape: Shape): void {
  const found: string[] = [];
  checkLimits(data, shape, "", found);
  if (!found.length) return;
  const empty = found.find(
    (each) => each.startsWith("Value '' at 'tableName'") && each.endsWith("equal to 1"),
  );
  const missing = found.some((each) => each.startsWith("Value null"));
  throw refused(empty && !missing ? [empty] : found);
}

const refused = (found: string[]) =>
  validation(`${found.length} validation error${found.length > 1 ? "s" : ""} detected: ${found.join("; ")}`);

import { invalid, validation } from "./error.ts";
import * as Num from "./number.ts";

/** An attribute value in AWS's JSON form; binary is base64 text. Exactly one member is set. */
export interface Value {
  S?: string;
  N?: string;
  B?: string;
  BOOL?: boolean;
  NULL?: boolean;
  SS?: string[];
  NS?: string[];
  BS?: string[];
  L?: Value[];
  M?: Item;
}
export type Item = { [name: string]: Value };
export type Type = "S" | "N" | "B" | "BOOL" | "NULL" | "SS" | "NS" | "BS" | "L" | "M";

export const types: readonly Type[] = ["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M"];
const known: ReadonlySet<string> = new Set(types);
/** AWS allows 32 levels, the item itself being the first. */
export const maxDepth = 31;

export function typeOf(value: Value): Type {
  for (const name in value) return name as Type;
  return "NULL";
}

export const bytes = (base64: string) => Buffer.from(base64, "base64");

/** In-process callers may hand bytes as they are. */
const base64 = (raw: string | Uint8Array) =>
  typeof raw === "string" ? raw : Buffer.from(raw).toString("base64");

/** Length in bytes of base64 text, without decoding it. */
export function binaryLength(base64: string): number {
  const n = base64.length;
  if (n === 0) return 0;
  return (n / 4) * 3 - (base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0);
}

/** Checks a value as AWS does and returns it with normal numbers; the same object where nothing changes. */
export function normalize(value: Value, depth = 0): Value {
  let type: Type | undefined;
  let count = 0;
  for (const name in value) {
    if (!known.has(name) || value[name as Type] === undefined || value[name as Type] === null) continue;
    count++;
    type ??= name as Type;
  }
  if (type === undefined)
    throw validation("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  if (count > 1) {
    for (const name in value)
      if (known.has(name)) one({ [name]: value[name as Type] } as Value, name as Type, depth);
    throw validation(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    );
  }
  return one(value, type, depth);
}

function one(value: Value, type: Type, depth: number): Value {
  switch (type) {
    case "S":
    case "BOOL":
      return value;
    case "B":
      return typeof value.B === "string" ? value : { B: base64(value.B!) };
    case "N": {
      const text = Num.normalize(value.N!);
      return text === value.N ? value : { N: text };
    }
    case "NULL":
      if (!value.NULL) throw invalid("Null attribute value types must have the value of true");
      return value;
    case "SS":
      if (value.SS!.length === 0) throw invalid("An string set  may not be empty");
      unique(value.SS!);
      return value;
    case "NS": {
      if (value.NS!.length === 0) throw invalid("An number set  may not be empty");
      const numbers = value.NS!.map(Num.normalize);
      if (new Set(numbers).size !== numbers.length) throw validation("Input collection contains duplicates");
      return { NS: numbers };
    }
    case "BS":
      if (value.BS!.length === 0) throw invalid("Binary sets should not be empty");
      if (value.BS!.some((each) => typeof each !== "string"))
        return one({ BS: value.BS!.map(base64) }, "BS", depth);
      if (new Set(value.BS!).size !== value.BS!.length)
        throw invalid(`Input collection [${value.BS!.join(", ")}]of type BS contains duplicates.`);
      return value;
    case "L": {
      if (depth >= maxDepth) throw tooDeep();
      let list = value.L!;
      for (let i = 0; i < list.length; i++) {
        const next = normalize(list[i]!, depth + 1);
        if (next === list[i]) continue;
        if (list === value.L) list = [...list];
        list[i] = next;
      }
      return list === value.L ? value : { L: list };
    }
    case "M": {
      if (depth >= maxDepth) throw tooDeep();
      const map = normalizeItem(value.M!, depth + 1);
      return map === value.M ? value : { M: map };
    }
  }
}

const tooDeep = () =>
  validation(
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
  );

function unique(set: string[]): void {
  if (set.length > 1 && new Set(set).size !== set.length)
    throw invalid(`Input collection [${set.join(", ")}] contains duplicates.`);
}

export function normalizeItem(item: Item, depth = 0): Item {
  let result = item;
  for (const name in item) {
    const before = item[name]!;
    const next = normalize(before, depth);
    if (next === before) continue;
    if (result === item) result = { ...item };
    result[name] = next;
  }
  return result;
}

/** Levels of lists and maps below a value. */
export function depthOf(value: Value): number {
  if (value.L) return 1 + value.L.reduce((most, each) => Math.max(most, depthOf(each)), 0);
  if (value.M) return 1 + Object.values(value.M).reduce((most, each) => Math.max(most, depthOf(each)), 0);
  return 0;
}

export function checkDepth(item: Item): void {
  for (const name in item)
    if ((item[name]!.L || item[name]!.M) && depthOf(item[name]!) > maxDepth) throw tooDeep();
}

const sameSet = (a: string[], b: string[]) => {
  if (a.length !== b.length) return false;
  const set = new Set(a);
  return b.every((each) => set.has(each));
};

export function equal(a: Value, b: Value): boolean {
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  switch (type) {
    case "SS":
    case "NS":
    case "BS":
      return sameSet(a[type]!, b[type]!);
    case "L":
      return a.L!.length === b.L!.length && a.L!.every((each, i) => equal(each, b.L![i]!));
    case "M":
      return equalItems(a.M!, b.M!);
    default:
      return a[type] === b[type];
  }
}

export function equalItems(a: Item, b: Item): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && equal(a[name]!, b[name]!))
  );
}

/** Order of two strings by their UTF-8 bytes; UTF-16 order differs once surrogates meet U+E000 and above. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    let x = a.charCodeAt(i);
    let y = b.charCodeAt(i);
    if (x === y) continue;
    if (x >= 0xd800 && y >= 0xd800) {
      x = x >= 0xe000 ? x - 0x800 : x + 0x2000;
      y = y >= 0xe000 ? y - 0x800 : y + 0x2000;
    }
    return x - y;
  }
  return a.length - b.length;
}

/** Negative, 0 or positive for two values of one comparable type; undefined where AWS can't order them. */
export function compare(a: Value, b: Value): number | undefined {
  if (a.S !== undefined && b.S !== undefined) return compareText(a.S, b.S);
  if (a.N !== undefined && b.N !== undefined) return Num.compare(a.N, b.N);
  if (a.B !== undefined && b.B !== undefined) return Buffer.compare(bytes(a.B), bytes(b.B));
  return undefined;
}

import { BlockList, isIP } from "node:net";
import { Unsupported } from "../template/unsupported.ts";

/**
 * Event patterns of EventBridge, which Lambda's filter criteria share.
 * Rules: docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export type Matcher = (event: unknown) => boolean;

type Test = (value: unknown) => boolean;
type Json = { [key: string]: unknown };

const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** Compiles once, at start-up: an operator that nobody emulates stops the stage there. */
export function compile(pattern: unknown, where: string): Matcher {
  if (!isObject(pattern)) throw new Error(`An event pattern must be an object (at ${where})`);
  const parts = Object.entries(pattern).map(([key, value]): Matcher => {
    if (key === "$or") {
      if (!Array.isArray(value)) throw new Error(`$or takes a list of patterns (at ${where})`);
      const some = value.map((one, index) => compile(one, `${where}.$or[${index}]`));
      return (event) => some.some((matches) => matches(event));
    }
    return field(key, value, `${where}.${key}`);
  });
  return (event) => {
    // Lists of objects match when one of their members does, as a whole.
    if (Array.isArray(event)) return event.some((member) => parts.every((part) => part(member)));
    return parts.every((part) => part(event));
  };
}

function field(key: string, value: unknown, where: string): Matcher {
  if (isObject(value)) {
    const inner = compile(value, where);
    return (event) => inner(isObject(event) ? event[key] : undefined);
  }
  if (!Array.isArray(value) || value.length === 0)
    throw new Error(`A field of an event pattern takes a list of values or an object (at ${where})`);
  const tests = value.map((one) => test(one, where));
  const orAbsent = value.some((one) => isObject(one) && one.exists === false);
  return (event) => {
    const found = isObject(event) ? event[key] : undefined;
    if (found === undefined) return orAbsent;
    if (Array.isArray(found)) return found.some((member) => tests.some((matches) => matches(member)));
    // Only leaves are compared; an object here is no match for a list of values.
    return !isObject(found) && tests.some((matches) => matches(found));
  };
}

function test(value: unknown, where: string): Test {
  if (!isObject(value)) return (found) => found === value;
  const [operator, ...more] = Object.keys(value);
  if (operator === undefined || more.length > 0)
    throw new Error(`One operator a value, found ${JSON.stringify(value)} (at ${where})`);
  const make = operators[operator];
  if (!make) throw new Unsupported(`the event pattern operator ${operator}`, where);
  return make(value[operator], where);
}

const texts = (matches: (found: string) => boolean): Test => {
  return (found) => typeof found === "string" && matches(found);
};

const text = (argument: unknown, where: string): string => {
  if (typeof argument !== "string")
    throw new Error(`Expected text, found ${JSON.stringify(argument)} (at ${where})`);
  return argument;
};

/** `prefix` and `suffix` take text, or an object that says to ignore case. */
const edge =
  (matches: (found: string, edge: string) => boolean) =>
  (argument: unknown, where: string): Test => {
    if (!isObject(argument)) {
      const wanted = text(argument, where);
      return texts((found) => matches(found, wanted));
    }
    for (const key of Object.keys(argument))
      if (key !== "equals-ignore-case")
        throw new Unsupported(`the event pattern operator ${key} in an affix`, where);
    const wanted = text(argument["equals-ignore-case"], where).toLowerCase();
    return texts((found) => matches(found.toLowerCase(), wanted));
  };

const operators: Record<string, (argument: unknown, where: string) => Test> = {
  prefix: edge((found, wanted) => found.startsWith(wanted)),
  suffix: edge((found, wanted) => found.endsWith(wanted)),
  "equals-ignore-case": (argument, where) => {
    const wanted = text(argument, where).toLowerCase();
    return texts((found) => found.toLowerCase() === wanted);
  },
  wildcard: (argument, where) => {
    const expression = wildcard(text(argument, where));
    return texts((found) => expression.test(found));
  },
  exists: (argument, where) => {
    if (typeof argument !== "boolean") throw new Error(`exists takes true or false (at ${where})`);
    return () => argument;
  },
  numeric,
  cidr: (argument, where) => {
    const [address, bits] = text(argument, where).split("/");
    const list = new BlockList();
    const family = (ip: string) => (isIP(ip) === 6 ? "ipv6" : "ipv4");
    list.addSubnet(address!, Number(bits), family(address!));
    return texts((found) => isIP(found) > 0 && list.check(found, family(found)));
  },
  "anything-but": (argument, where) => {
    const refused = isObject(argument)
      ? exceptions(argument, where)
      : list(argument).map((one) => test(one, where));
    return (found) => !refused.some((matches) => matches(found));
  },
};

const list = (argument: unknown): unknown[] => (Array.isArray(argument) ? argument : [argument]);

function exceptions(argument: Json, where: string): Test[] {
  const [operator, ...more] = Object.keys(argument);
  const allowed = ["prefix", "suffix", "equals-ignore-case", "wildcard"];
  if (operator === undefined || more.length > 0 || !allowed.includes(operator))
    throw new Unsupported(
      `the event pattern operator anything-but ${Object.keys(argument).join(", ")}`,
      where,
    );
  return list(argument[operator]).map((one) => test({ [operator]: one }, where));
}

function wildcard(pattern: string): RegExp {
  let source = "";
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]!;
    const next = pattern[at + 1];
    if (char === "\\" && (next === "*" || next === "\\")) {
      source += `\\${next}`;
      at++;
    } else source += char === "*" ? ".*" : char.replace(/[.+?^${}()|[\]\\/-]/g, "\\$&");
  }
  return new RegExp(`^${source}$`, "su");
}

function numeric(argument: unknown, where: string): Test {
  const compare: Record<string, (found: number, wanted: number) => boolean> = {
    "=": (found, wanted) => found === wanted,
    "<": (found, wanted) => found < wanted,
    "<=": (found, wanted) => found <= wanted,
    ">": (found, wanted) => found > wanted,
    ">=": (found, wanted) => found >= wanted,
  };
  const parts = list(argument);
  const tests: ((found: number) => boolean)[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const operator = compare[String(parts[at])];
    const wanted = parts[at + 1];
    if (!operator || typeof wanted !== "number")
      throw new Unsupported(`the event pattern operator numeric ${JSON.stringify(argument)}`, where);
    tests.push((found) => operator(found, wanted));
  }
  return (found) => typeof found === "number" && tests.every((matches) => matches(found));
}

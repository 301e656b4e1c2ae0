import type { Value } from "./assembly.ts";
import { Unsupported } from "./unsupported.ts";

/** What an expression may refer to; a stack's model answers. */
export type Scope = {
  ref(id: string, where: string): Value | undefined;
  attribute(id: string, name: string, where: string): Value;
  imported(name: string, where: string): Value;
  condition(name: string, where: string): boolean;
  mapping(map: string, top: string, second: string, where: string): Value;
};

type Intrinsic = (argument: Value, scope: Scope, where: string) => Value | undefined;

const text = (value: Value | undefined, where: string): string => {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Error(`Expected text at ${where}, found ${JSON.stringify(value)}`);
};

const list = (value: Value | undefined, where: string): Value[] => {
  if (Array.isArray(value)) return value;
  throw new Error(`Expected a list at ${where}, found ${JSON.stringify(value)}`);
};

const truth = (value: Value | undefined, where: string): boolean => {
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw new Error(`Expected a condition at ${where}, found ${JSON.stringify(value)}`);
};

const all = (argument: Value, scope: Scope, where: string): boolean[] =>
  list(argument, where).map((entry) => truth(evaluate(entry, scope, where), where));

const intrinsics: Record<string, Intrinsic> = {
  Ref: (argument, scope, where) => scope.ref(text(argument, where), where),
  Condition: (argument, scope, where) => scope.condition(text(argument, where), where),
  "Fn::GetAtt": (argument, scope, where) => {
    const parts = typeof argument === "string" ? argument.split(".") : list(argument, where);
    const [id, ...name] = parts.map((part) => text(evaluate(part, scope, where), where));
    return scope.attribute(id!, name.join("."), where);
  },
  "Fn::ImportValue": (argument, scope, where) =>
    scope.imported(text(evaluate(argument, scope, where), where), where),
  "Fn::Join": (argument, scope, where) => {
    const [delimiter, parts] = list(argument, where);
    const values = list(evaluate(parts!, scope, where), where);
    return values.map((value) => text(value, where)).join(text(delimiter, where));
  },
  "Fn::Sub": (argument, scope, where) => substitute(argument, scope, where),
  "Fn::Select": (argument, scope, where) => {
    const [index, from] = list(argument, where);
    const values = list(evaluate(from!, scope, where), where);
    const value = values[Number(evaluate(index!, scope, where))];
    if (value === undefined) throw new Error(`Fn::Select out of range at ${where}`);
    return value;
  },
  "Fn::Split": (argument, scope, where) => {
    const [delimiter, from] = list(argument, where);
    return text(evaluate(from!, scope, where), where).split(text(delimiter, where));
  },
  "Fn::Base64": (argument, scope, where) =>
    Buffer.from(text(evaluate(argument, scope, where), where)).toString("base64"),
  "Fn::FindInMap": (argument, scope, where) => {
    const [map, top, second] = list(argument, where).map((part) => text(evaluate(part, scope, where), where));
    return scope.mapping(map!, top!, second!, where);
  },
  "Fn::If": (argument, scope, where) => {
    const [condition, yes, no] = list(argument, where);
    return evaluate(scope.condition(text(condition, where), where) ? yes! : no!, scope, where);
  },
  "Fn::Equals": (argument, scope, where) => {
    const [left, right] = list(argument, where).map((entry) => evaluate(entry, scope, where));
    return JSON.stringify(left) === JSON.stringify(right);
  },
  "Fn::Not": (argument, scope, where) => !all(argument, scope, where)[0],
  "Fn::And": (argument, scope, where) => all(argument, scope, where).every(Boolean),
  "Fn::Or": (argument, scope, where) => all(argument, scope, where).some(Boolean),
};

/** Evaluates a template value; `undefined` is `AWS::NoValue`, which removes the property or list entry. */
export function evaluate(value: Value, scope: Scope, where: string): Value | undefined {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value))
    return value.flatMap((entry, index) => {
      const result = evaluate(entry, scope, `${where}[${index}]`);
      return result === undefined ? [] : [result];
    });
  const keys = Object.keys(value);
  const [only] = keys;
  if (keys.length === 1 && only !== undefined && isIntrinsic(only, value[only])) {
    const intrinsic = intrinsics[only];
    if (!intrinsic) throw new Unsupported(`the intrinsic ${only}`, where);
    return intrinsic(value[only]!, scope, where);
  }
  const result: { [key: string]: Value } = {};
  for (const key of keys) {
    if (key.startsWith("Fn::")) throw new Unsupported(`the intrinsic ${key} beside other keys`, where);
    const inner = evaluate(value[key]!, scope, `${where}.${key}`);
    if (inner !== undefined) result[key] = inner;
  }
  return result;
}

/** `Condition` is also a member of policies, where it holds an object. */
const isIntrinsic = (key: string, argument: Value | undefined): boolean =>
  key === "Ref" || key.startsWith("Fn::") || (key === "Condition" && typeof argument === "string");

function substitute(argument: Value, scope: Scope, where: string): string {
  const [pattern, names] = typeof argument === "string" ? [argument, {}] : list(argument, where);
  const own = (names ?? {}) as { [key: string]: Value };
  return text(pattern, where).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (name in own) return text(evaluate(own[name]!, scope, where), where);
    const [id, ...attribute] = name.split(".");
    if (attribute.length > 0) return text(scope.attribute(id!, attribute.join("."), where), where);
    return text(scope.ref(name, where), where);
  });
}

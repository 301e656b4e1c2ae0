import { validation } from "../error.ts";
import * as Value from "../value.ts";
import { type Action, type Call, describePath, type Operand, type Source, type Step } from "./ast.ts";
import { arity } from "./condition.ts";

export const refuse = (source: Source, problem: string) => validation(`Invalid ${source}: ${problem}`);
export const wrongType = (source: Source, name: string, type: string) =>
  refuse(
    source,
    `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`,
  );
export const needsPath = (source: Source, name: string) =>
  refuse(source, `Operator or function requires a document path; operator or function: ${name}`);

export function checkArity(source: Source, call: Call): void {
  if (call.args.length !== arity[call.name])
    throw refuse(
      source,
      `Incorrect number of operands for operator or function; operator or function: ${call.name}, number of operands: ${call.args.length}`,
    );
}

/** The type an operand has whatever the item holds; undefined for a path. */
export function typeOf(operand: Operand): Value.Type | undefined {
  if (operand.kind === "value") return Value.typeOf(operand.value!);
  return operand.kind === "call" ? "N" : undefined;
}

const longName: Record<Value.Type, string> = {
  S: "STRING",
  N: "NUMBER",
  B: "BINARY",
  BOOL: "BOOLEAN",
  NULL: "NULL",
  SS: "SS",
  NS: "NS",
  BS: "BS",
  L: "LIST",
  M: "MAP",
};

/** ADD takes numbers and sets, DELETE sets. */
export function checkAction(action: Action): void {
  if (action.kind !== "add" && action.kind !== "delete") return;
  const type = Value.typeOf(action.operand.value!);
  if (type === "SS" || type === "NS" || type === "BS" || (type === "N" && action.kind === "add")) return;
  const operator = action.kind.toUpperCase();
  throw refuse(
    "UpdateExpression",
    `Incorrect operand type for operator or function; operator: ${operator}, operand type: ${longName[type]}, typeSet: ALLOWED_FOR_${operator}_OPERAND`,
  );
}

export function checkUpdateOperand(operand: Operand): void {
  const source = "UpdateExpression";
  if (operand.kind === "call") {
    for (const arg of operand.args) checkUpdateOperand(arg);
    checkArity(source, operand);
    if (operand.name === "if_not_exists" && operand.args[0]!.kind !== "path")
      throw needsPath(source, operand.name);
    if (operand.name === "list_append")
      for (const arg of operand.args)
        if (arg.kind === "value" && !arg.value!.L)
          throw wrongType(source, operand.name, Value.typeOf(arg.value!));
  } else if (operand.kind === "sum") {
    for (const side of [operand.left, operand.right]) checkUpdateOperand(side);
    for (const side of [operand.left, operand.right])
      if (side.kind === "value" && side.value!.N === undefined)
        throw wrongType(source, operand.sign, Value.typeOf(side.value!));
  }
}

export function checkOrdered(source: Source, name: string, operands: Operand[]): void {
  for (const each of operands) {
    if (each.kind !== "value") continue;
    const type = Value.typeOf(each.value!);
    if (type !== "S" && type !== "N" && type !== "B") throw wrongType(source, name, type);
  }
}

export function distinct(source: Source, name: string, first: Operand, rest: Operand[]): void {
  if (first.kind !== "path") return;
  const shown = describePath(first.steps);
  for (const each of rest)
    if (each.kind === "path" && describePath(each.steps) === shown)
      throw refuse(
        source,
        `The first operand must be distinct from the remaining operands for this operator or function; operator: ${name}, first operand: ${shown}`,
      );
}

const show = (value: Value.Value) => {
  const type = Value.typeOf(value);
  return `AttributeValue: {${type}:${value[type]}}`;
};

export function checkBounds(source: Source, low: Value.Value, high: Value.Value): void {
  const order = Value.compare(low, high);
  const bounds = `lower bound operand: ${show(low)}, upper bound operand: ${show(high)}`;
  if (order === undefined)
    throw refuse(
      source,
      `The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`,
    );
  if (order > 0)
    throw refuse(
      source,
      `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
    );
}

/** Two paths of one expression may neither contain each other nor need a value to be both list and map. */
export function checkPaths(source: Source, paths: Step[][]): void {
  interface Seen {
    path?: Step[];
    below?: Step[];
    steps: Map<Step, Seen>;
  }
  const root: Seen = { steps: new Map() };
  const clash = (how: string, one: Step[], two: Step[]) =>
    refuse(
      source,
      `Two document paths ${how} with each other; must remove or rewrite one of these paths; path one: ${describePath(one)}, path two: ${describePath(two)}`,
    );
  for (const path of paths) {
    let at = root;
    for (const step of path) {
      if (at.path) throw clash("overlap", at.path, path);
      const other = at.steps.keys().next().value;
      if (other !== undefined && typeof other !== typeof step) throw clash("conflict", at.below!, path);
      at.below ??= path;
      let next = at.steps.get(step);
      if (!next) {
        next = { steps: new Map() };
        at.steps.set(step, next);
      }
      at = next;
    }
    const earlier = at.path ?? at.below;
    if (earlier) throw clash("overlap", earlier, path);
    at.path = path;
  }
}

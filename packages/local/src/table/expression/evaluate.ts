import * as Value from "../value.ts";
import type { Call, Comparator, Condition, Operand, Step } from "./ast.ts";

/** The value at a path, or undefined. */
export function resolve(item: Value.Item, steps: readonly Step[]): Value.Value | undefined {
  const [first, ...rest] = steps;
  let at = Object.hasOwn(item, first as string) ? item[first as string] : undefined;
  for (const step of rest) {
    if (!at) return undefined;
    if (typeof step === "number") at = at.L?.[step];
    else at = at.M && Object.hasOwn(at.M, step) ? at.M[step] : undefined;
  }
  return at;
}

function read(operand: Operand, item: Value.Item): Value.Value | undefined {
  if (operand.kind === "path") return resolve(item, operand.steps);
  if (operand.kind === "value") return operand.value;
  if (operand.kind === "call") {
    const value = read(operand.args[0]!, item);
    const size = value && sizeOf(value);
    return size === undefined ? undefined : { N: String(size) };
  }
  return undefined;
}

/** What `size()` gives: the length of a text, bytes of a binary, or the number of elements. */
function sizeOf(value: Value.Value): number | undefined {
  if (value.S !== undefined) return value.S.length;
  if (value.B !== undefined) return Value.binaryLength(value.B);
  const set = value.SS ?? value.NS ?? value.BS ?? value.L;
  if (set) return set.length;
  return value.M ? Object.keys(value.M).length : undefined;
}

function compares(
  comparator: Comparator,
  left: Value.Value | undefined,
  right: Value.Value | undefined,
): boolean {
  if (comparator === "=") return !!left && !!right && Value.equal(left, right);
  if (comparator === "<>") return !(left && right && Value.equal(left, right));
  const order = left && right ? Value.compare(left, right) : undefined;
  if (order === undefined) return false;
  switch (comparator) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

function contains(whole: Value.Value | undefined, part: Value.Value | undefined): boolean {
  if (!whole || !part) return false;
  if (whole.S !== undefined) return part.S !== undefined && whole.S.includes(part.S);
  if (whole.B !== undefined)
    return part.B !== undefined && Value.bytes(whole.B).includes(Value.bytes(part.B));
  if (whole.SS) return part.S !== undefined && whole.SS.includes(part.S);
  if (whole.NS) return part.N !== undefined && whole.NS.includes(part.N);
  if (whole.BS) return part.B !== undefined && whole.BS.includes(part.B);
  return whole.L?.some((each) => Value.equal(each, part)) ?? false;
}

function begins(whole: Value.Value | undefined, start: Value.Value | undefined): boolean {
  if (!whole || !start) return false;
  if (whole.S !== undefined && start.S !== undefined) return whole.S.startsWith(start.S);
  if (whole.B === undefined || start.B === undefined) return false;
  const prefix = Value.bytes(start.B);
  return Value.bytes(whole.B).subarray(0, prefix.length).equals(prefix);
}

function calls(call: Call, item: Value.Item): boolean {
  const first = read(call.args[0]!, item);
  switch (call.name) {
    case "attribute_exists":
      return first !== undefined;
    case "attribute_not_exists":
      return first === undefined;
    case "attribute_type":
      return first !== undefined && Value.typeOf(first) === read(call.args[1]!, item)?.S;
    case "begins_with":
      return begins(first, read(call.args[1]!, item));
    default:
      return contains(first, read(call.args[1]!, item));
  }
}

/** Whether a bound condition holds for an item; an item that does not exist is `{}`. */
export function holds(node: Condition, item: Value.Item): boolean {
  switch (node.kind) {
    case "and":
      return node.terms.every((term) => holds(term, item));
    case "or":
      return node.terms.some((term) => holds(term, item));
    case "not":
      return !holds(node.term, item);
    case "call":
      return calls(node, item);
    case "compare":
      return compares(node.comparator, read(node.left, item), read(node.right, item));
    case "between": {
      const value = read(node.operand, item);
      return compares(">=", value, read(node.low, item)) && compares("<=", value, read(node.high, item));
    }
    case "in": {
      const value = read(node.operand, item);
      return node.list.some((each) => compares("=", value, read(each, item)));
    }
  }
}

import { invalid, validation } from "../error.ts";
import * as Key from "../key.ts";
import type { Item, Value } from "../value.ts";
import type { Condition, Operand } from "./ast.ts";

/** The rows a key condition selects: from `low` (inclusive) to `high` (exclusive). */
export interface Range {
  low: Buffer;
  high: Buffer;
  /** First bytes of the partition asked for. */
  partition: Buffer;
  /** Whether the sort key is restricted too. */
  ranged: boolean;
}

export interface Term {
  name: string;
  operator: "=" | "<" | "<=" | ">" | ">=" | "BETWEEN" | "begins_with";
  values: Value[];
}

const refuse = (problem: string) => validation(`Invalid KeyConditionExpression: ${problem}`);
const badOperator = (name: string) => validation(`Invalid operator used in KeyConditionExpression: ${name}`);
const flipped = { "=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function nameOf(operand: Operand): string | undefined {
  if (operand.kind === "call") throw validation("KeyConditionExpressions cannot contain nested operations");
  if (operand.kind !== "path") return undefined;
  if (operand.steps.length > 1)
    throw validation("KeyConditionExpressions cannot have conditions on nested attributes");
  return operand.steps[0] as string;
}

function make(operator: Term["operator"], subject: Operand, objects: Operand[]): Term {
  const name = nameOf(subject);
  if (name === undefined && (operator === "BETWEEN" || operator === "begins_with"))
    throw validation(
      `Invalid condition in KeyConditionExpression: ${operator} operator must have the key attribute as its first operand`,
    );
  const others = objects.map(nameOf);
  if (name === undefined)
    throw validation("Invalid condition in KeyConditionExpression: No key attribute specified");
  if (others.some((other) => other !== undefined))
    throw validation(
      "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition",
    );
  return {
    name,
    operator,
    values: objects.map((each) => (each.kind === "value" ? each.value! : { NULL: true })),
  };
}

function termsOf(node: Condition): Term[] {
  switch (node.kind) {
    case "and":
      return node.terms.flatMap(termsOf);
    case "or":
    case "not":
    case "in":
      throw badOperator(node.kind.toUpperCase());
    case "between":
      return [make("BETWEEN", node.operand, [node.low, node.high])];
    case "call":
      if (node.name !== "begins_with") throw badOperator(node.name);
      return [make("begins_with", node.args[0]!, [node.args[1]!])];
    case "compare":
      if (node.comparator === "<>") throw badOperator("<>");
      return node.left.kind === "value" && node.right.kind === "path"
        ? [make(flipped[node.comparator], node.right, [node.left])]
        : [make(node.comparator, node.left, [node.right])];
  }
}

function check(term: Term, part: Key.KeyPart): void {
  for (const value of term.values) {
    if (value[part.type] === undefined) throw invalid("Condition parameter type does not match schema type");
    if (part.type !== "N" && value[part.type] === "")
      throw validation(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${part.type === "S" ? "string" : "binary"} value. Key: ${part.name}`,
      );
  }
  if (term.operator === "begins_with" && part.type === "N")
    throw refuse(
      "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N",
    );
}

/** What a key condition says of each attribute; faults that no table is needed to see are refused here. */
export function keyTerms(node: Condition): Map<string, Term> {
  const terms = new Map<string, Term>();
  for (const term of termsOf(node)) {
    if (terms.has(term.name)) throw refuse("KeyConditionExpressions must only contain one condition per key");
    terms.set(term.name, term);
  }
  return terms;
}

/** Turns the terms of a key condition into the range of rows it means. */
export function rangeOf(keys: Key.Keys, given: Map<string, Term>): Range {
  const terms = new Map(given);
  const most = keys.hash.length + keys.range.length;
  if (terms.size > Math.max(2, most))
    throw validation(
      `The number of query conditions (${terms.size}) exceeds the number of key attributes defined in the schema (${most})`,
    );
  const hash: Item = {};
  for (const part of keys.hash) {
    const term = terms.get(part.name);
    if (!term) throw validation(`Query condition missed key schema element: ${part.name}`);
    check(term, part);
    if (term.operator !== "=") throw validation("Query key condition not supported");
    hash[part.name] = term.values[0]!;
    terms.delete(part.name);
  }
  const equal: Item = { ...hash };
  let leading = 0;
  let last: { term: Term; part: Key.KeyPart } | undefined;
  for (const part of keys.range) {
    const term = terms.get(part.name);
    if (!term) break;
    check(term, part);
    terms.delete(part.name);
    if (term.operator !== "=") {
      last = { term, part };
      break;
    }
    equal[part.name] = term.values[0]!;
    leading++;
  }
  if (terms.size) throw unmet(keys, terms, leading, !!last);
  const start = Key.prefix(keys, equal, leading);
  const partition = leading ? Key.prefix(keys, hash) : start;
  const ranged = leading > 0 || !!last;
  if (!last) return { low: start, high: Key.after(start), partition, ranged };
  return { ...bounds(start, last.term, last.part.type), partition, ranged };
}

/** Why terms are left over once a key is gone through from its front. */
function unmet(keys: Key.Keys, left: Map<string, Term>, leading: number, ranged: boolean) {
  const present = keys.range.findIndex((part) => left.has(part.name));
  if (present < 0) {
    const next = keys.range[leading];
    return validation(
      next && !ranged
        ? `Query condition missed key schema element: ${next.name}`
        : "Query key condition not supported",
    );
  }
  const missing = keys.range.slice(leading, present).map((part) => part.name);
  return validation(
    `RANGE key attributes ${missing.join(", ")} must have equality conditions specified in the query because a condition is present on key attribute ${keys.range[present]!.name}`,
  );
}

function bounds(start: Buffer, term: Term, type: Key.KeyType): Pick<Range, "low" | "high"> {
  const [first, second] = term.values as [Value, Value];
  const at = (value: Value) => Key.withValue(start, value, type, true);
  switch (term.operator) {
    case "<":
      return { low: start, high: at(first) };
    case "<=":
      return { low: start, high: Key.after(at(first)) };
    case ">":
      return { low: Key.after(at(first)), high: Key.after(start) };
    case ">=":
      return { low: at(first), high: Key.after(start) };
    case "BETWEEN":
      return { low: at(first), high: Key.after(at(second)) };
    default: {
      const open = Key.withValue(start, first, type, term.operator === "=");
      return { low: open, high: Key.after(open) };
    }
  }
}

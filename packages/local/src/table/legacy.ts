import { invalid, validation } from "./error.ts";
import type { Condition, Literal, Operand, Path, Step, Update } from "./expression/ast.ts";
import * as Value from "./value.ts";

/** The parameters from before expressions, translated into the same trees. */
interface Filter {
  AttributeValueList?: Value.Value[];
  ComparisonOperator?: string;
  Value?: Value.Value;
  Exists?: boolean;
}
interface Legacy {
  AttributesToGet?: string[];
  Expected?: Record<string, Filter>;
  ConditionalOperator?: "AND" | "OR";
  AttributeUpdates?: Record<string, { Action?: "PUT" | "ADD" | "DELETE"; Value?: Value.Value }>;
  QueryFilter?: Record<string, Filter>;
  ScanFilter?: Record<string, Filter>;
  KeyConditions?: Record<string, Filter>;
}

const path = (name: string): Path => ({ kind: "path", steps: [name] });
const literal = (value: Value.Value): Literal => ({
  kind: "value",
  name: ":",
  value: Value.normalize(value),
});
const comparators = { EQ: "=", NE: "<>", LT: "<", LE: "<=", GT: ">", GE: ">=" } as const;

const counts: Record<string, (n: number) => boolean> = {
  NULL: (n) => n === 0,
  NOT_NULL: (n) => n === 0,
  IN: (n) => n > 0,
  BETWEEN: (n) => n === 2,
};

function checkArguments(operator: string, values: Value.Value[]): void {
  if (!(counts[operator] ?? ((n: number) => n === 1))(values.length))
    throw invalid(`Invalid number of argument(s) for the ${operator} ComparisonOperator`);
  if (values.some((value) => Value.typeOf(value) !== Value.typeOf(values[0]!)))
    throw invalid("AttributeValues inside AttributeValueList must be of same type");
  const ordered = ["LT", "LE", "GT", "GE", "BETWEEN", "BEGINS_WITH"].includes(operator);
  for (const value of values) {
    const type = Value.typeOf(value);
    const fits =
      operator === "BEGINS_WITH"
        ? type === "S" || type === "B"
        : type === "S" || type === "N" || type === "B";
    if (ordered && !fits)
      throw invalid(`ComparisonOperator ${operator} is not valid for ${type} AttributeValue type`);
    if (operator === "IN" && (type === "BOOL" || type === "NULL"))
      throw invalid(`ComparisonOperator IN is not valid for ${type} AttributeValue type`);
    if (
      (operator === "CONTAINS" || operator === "NOT_CONTAINS" || operator === "IN") &&
      (type === "L" || type === "M" || type.length === 2)
    )
      throw invalid(`ComparisonOperator ${operator} is not valid for ${type} AttributeValue type`);
  }
  const [low, high] = values;
  if (operator === "BETWEEN" && (Value.compare(low!, high!) ?? 0) > 0)
    throw validation(
      "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound",
    );
}

function compare(name: string, operator: string, given: Value.Value[]): Condition {
  const values = given.map((each) => Value.normalize(each));
  checkArguments(operator, values);
  const operand = path(name);
  const args = values.map(literal);
  const call = (kind: string, ...rest: Operand[]): Condition => ({
    kind: "call",
    name: kind,
    args: [operand, ...rest],
  });
  switch (operator) {
    case "NULL":
      return call("attribute_not_exists");
    case "NOT_NULL":
      return call("attribute_exists");
    case "IN":
      return { kind: "in", operand, list: args };
    case "BETWEEN":
      return { kind: "between", operand, low: args[0]!, high: args[1]! };
    case "BEGINS_WITH":
      return call("begins_with", args[0]!);
    case "CONTAINS":
      return call("contains", args[0]!);
    case "NOT_CONTAINS":
      return {
        kind: "and",
        terms: [call("attribute_exists"), { kind: "not", term: call("contains", args[0]!) }],
      };
    default:
      return {
        kind: "compare",
        comparator: comparators[operator as keyof typeof comparators],
        left: operand,
        right: args[0]!,
      };
  }
}

function expectation(name: string, filter: Filter): Condition {
  const { ComparisonOperator: operator, AttributeValueList: list, Value: value, Exists: exists } = filter;
  if (operator) {
    if (exists !== undefined && exists !== null)
      throw invalid(`Exists and ComparisonOperator cannot be used together for Attribute: ${name}`);
    if (list && value)
      throw invalid(`Value and AttributeValueList cannot be used together for Attribute: ${name}`);
    if (!list && !value && operator !== "NULL" && operator !== "NOT_NULL")
      throw invalid(
        `Value or AttributeValueList must be used with ComparisonOperator: ${operator} for Attribute: ${name}`,
      );
    return compare(name, operator, list ?? (value ? [value] : []));
  }
  if (list)
    throw invalid(`AttributeValueList can only be used with a ComparisonOperator for Attribute: ${name}`);
  if (exists === false) {
    if (value) throw invalid(`Value cannot be used when Exists is false for Attribute: ${name}`);
    return compare(name, "NULL", []);
  }
  if (!value)
    throw invalid(`Value must be provided when Exists is ${exists ?? "null"} for Attribute: ${name}`);
  return compare(name, "EQ", [value]);
}

function join(terms: Condition[], operator: "AND" | "OR" | undefined): Condition | undefined {
  if (terms.length < 2) return terms[0];
  return { kind: operator === "OR" ? "or" : "and", terms };
}

const entries = (filters: Record<string, Filter> | undefined) => Object.entries(filters ?? {});

function checkOperator(operator: string | undefined, filters: Record<string, Filter> | undefined): void {
  if (operator && !filters) throw validation("ConditionalOperator cannot be used without Filter or Expected");
  if (operator && entries(filters).length < 2)
    throw validation("ConditionalOperator can only be used when Filter or Expected has two or more elements");
}

/** The condition of a write's `Expected`. */
export function conditionOf(input: object): Condition | undefined {
  const { Expected, ConditionalOperator } = input as Legacy;
  const terms = entries(Expected).map(([name, filter]) => expectation(name, filter));
  checkOperator(ConditionalOperator, Expected);
  return join(terms, ConditionalOperator);
}

/** The filter of `QueryFilter` or `ScanFilter`. */
export function filterOf(input: object): Condition | undefined {
  const { QueryFilter, ScanFilter, ConditionalOperator } = input as Legacy;
  const filters = QueryFilter ?? ScanFilter;
  const terms = entries(filters).map(([name, filter]) =>
    compare(name, filter.ComparisonOperator!, filter.AttributeValueList ?? []),
  );
  checkOperator(ConditionalOperator, filters);
  return join(terms, ConditionalOperator);
}

/** The key condition of `KeyConditions`. */
export function keyConditionOf(input: object): Condition | undefined {
  const { KeyConditions } = input as Legacy;
  if (!KeyConditions) return undefined;
  const terms = entries(KeyConditions).map(([name, filter]) => {
    if (["NE", "IN", "NULL", "NOT_NULL", "CONTAINS", "NOT_CONTAINS"].includes(filter.ComparisonOperator!))
      throw validation("Attempted conditional constraint is not an indexable operation");
    return compare(name, filter.ComparisonOperator!, filter.AttributeValueList ?? []);
  });
  if (!terms.length || terms.length > 2) throw validation("Conditions can be of length 1 or 2 only");
  return join(terms, "AND");
}

/** The paths of `AttributesToGet`. */
export function toGetPaths(input: object): Step[][] | undefined {
  const names = (input as Legacy).AttributesToGet;
  if (!names) return undefined;
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw invalid(`Duplicate value in attribute name: ${twice}`);
  return names.map((name) => [name]);
}

/** The actions of `AttributeUpdates`. */
export function updatesOf(input: object): Update | undefined {
  const updates = (input as Legacy).AttributeUpdates;
  if (!updates) return undefined;
  return Object.entries(updates).map(([name, { Action: action = "PUT", Value: value }]) => {
    if (!value) {
      if (action !== "DELETE")
        throw invalid("Only DELETE action is allowed when no attribute value is specified");
      return { kind: "remove", path: path(name) };
    }
    const operand = literal(value);
    const type = Value.typeOf(operand.value!);
    const set = type === "SS" || type === "NS" || type === "BS";
    if (action === "PUT") return { kind: "set", path: path(name), operand };
    if (action === "DELETE") {
      if (!set) throw invalid(`DELETE action with value is not supported for the type ${type}`);
      return { kind: "delete", path: path(name), operand, legacy: true };
    }
    if (!set && type !== "N" && type !== "L")
      throw invalid(`ADD action is not supported for the type ${type}`);
    return { kind: "add", path: path(name), operand, legacy: true };
  });
}

import type { Value } from "../value.ts";

/** A step of a document path: an attribute's name, a `#placeholder`, or a list index. */
export type Step = string | number;

export interface Path {
  kind: "path";
  steps: Step[];
}
export interface Literal {
  kind: "value";
  name: string;
  value?: Value;
}
export interface Call {
  kind: "call";
  name: string;
  args: Operand[];
}
export interface Sum {
  kind: "sum";
  sign: "+" | "-";
  left: Operand;
  right: Operand;
}
export type Operand = Path | Literal | Call | Sum;

export type Comparator = "=" | "<>" | "<" | "<=" | ">" | ">=";
export interface Compare {
  kind: "compare";
  comparator: Comparator;
  left: Operand;
  right: Operand;
}
export interface Between {
  kind: "between";
  operand: Operand;
  low: Operand;
  high: Operand;
}
export interface In {
  kind: "in";
  operand: Operand;
  list: Operand[];
}
export interface Junction {
  kind: "and" | "or";
  terms: Condition[];
}
export interface Not {
  kind: "not";
  term: Condition;
}
export type Condition = Compare | Between | In | Junction | Not | Call;

export type Action =
  | { kind: "set"; path: Path; operand: Operand }
  | { kind: "remove"; path: Path }
  | { kind: "add" | "delete"; path: Path; operand: Literal; legacy?: boolean };
export type Update = Action[];

/** The parameter an expression came in; AWS names it in every refusal. */
export type Source =
  | "ConditionExpression"
  | "FilterExpression"
  | "KeyConditionExpression"
  | "ProjectionExpression"
  | "UpdateExpression";

export const describePath = (steps: Step[]) =>
  `[${steps.map((step) => (typeof step === "number" ? `[${step}]` : step)).join(", ")}]`;

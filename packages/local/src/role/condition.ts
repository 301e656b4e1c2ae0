import { covers, likeArn, type Piece, pieces, type Variables } from "./pattern.ts";

/** Values of a request by condition key, in lower case; a key with several values is a list. */
export type Context = ReadonlyMap<string, string | readonly string[]>;

/** A condition that the stage can't answer: it counts against the caller, and is said aloud. */
export class Unanswerable extends Error {}

type Compare = (given: string, wanted: string, pattern: () => Piece[] | undefined) => boolean;

const numbers =
  (holds: (left: number, right: number) => boolean): Compare =>
  (given, wanted) => {
    const [left, right] = [Number(given), Number(wanted)];
    return !Number.isNaN(left) && !Number.isNaN(right) && holds(left, right);
  };

/** Dates are ISO 8601 or seconds since 1970. */
const time = (text: string): number => (/^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text));
const dates =
  (holds: (left: number, right: number) => boolean): Compare =>
  (given, wanted) => {
    const [left, right] = [time(given), time(wanted)];
    return !Number.isNaN(left) && !Number.isNaN(right) && holds(left, right);
  };

const byPattern =
  (match: (pattern: Piece[], given: string) => boolean): Compare =>
  (given, _wanted, pattern) => {
    const compiled = pattern();
    return compiled !== undefined && match(compiled, given);
  };

const same = (pattern: Piece[], given: string): boolean =>
  given === pattern.map((piece) => (piece.kind === "text" ? piece.text : "")).join("");

type Operator = { compare: Compare; wildcards: boolean };
const plain = (compare: Compare): Operator => ({ compare, wildcards: false });
const arn: Operator = { compare: byPattern(likeArn), wildcards: true };

/** docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: Record<string, Operator> = {
  StringEquals: plain(byPattern(same)),
  StringEqualsIgnoreCase: plain((given, _, pattern) => {
    const compiled = pattern();
    return (
      compiled
        ?.map((piece) => (piece.kind === "text" ? piece.text : ""))
        .join("")
        .toLowerCase() === given.toLowerCase()
    );
  }),
  StringLike: { compare: byPattern(covers), wildcards: true },
  NumericEquals: plain(numbers((left, right) => left === right)),
  NumericLessThan: plain(numbers((left, right) => left < right)),
  NumericLessThanEquals: plain(numbers((left, right) => left <= right)),
  NumericGreaterThan: plain(numbers((left, right) => left > right)),
  NumericGreaterThanEquals: plain(numbers((left, right) => left >= right)),
  DateEquals: plain(dates((left, right) => left === right)),
  DateLessThan: plain(dates((left, right) => left < right)),
  DateLessThanEquals: plain(dates((left, right) => left <= right)),
  DateGreaterThan: plain(dates((left, right) => left > right)),
  DateGreaterThanEquals: plain(dates((left, right) => left >= right)),
  Bool: plain((given, wanted) => given.toLowerCase() === wanted.toLowerCase()),
  BinaryEquals: plain((given, wanted) => given === wanted),
  ArnEquals: arn,
  ArnLike: arn,
};

/** Operators that hold where their opposite doesn't. */
const OPPOSITES: Record<string, string> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  NumericNotEquals: "NumericEquals",
  DateNotEquals: "DateEquals",
  ArnNotEquals: "ArnEquals",
  ArnNotLike: "ArnLike",
};

type Read = { set: "all" | "any" | undefined; ifExists: boolean; name: string };

function read(operator: string): Read {
  const [, set, name = "", exists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const known = name === "Null" ? !exists && !set : name in OPERATORS || name in OPPOSITES;
  if (!known) throw new Unanswerable(`the condition operator ${operator}`);
  return {
    set: set === "ForAllValues" ? "all" : set ? "any" : undefined,
    ifExists: exists !== undefined,
    name,
  };
}

/** Refuses an operator that nobody knows. */
export const checkOperator = (operator: string): void => void read(operator);

/** One key of a condition; throws `Unanswerable` where the operator isn't known. */
export function holds(
  operator: string,
  given: string | readonly string[] | undefined,
  wanted: readonly string[],
  variables: Variables | undefined,
): boolean {
  const { set, ifExists, name } = read(operator);
  const values = given === undefined ? [] : typeof given === "string" ? [given] : given;
  const absent = values.length === 0;
  if (name === "Null") return wanted.some((one) => (one.toLowerCase() === "true") === absent);
  // An absent key satisfies each of its values, of which there are none.
  if (absent && (ifExists || set === "all")) return true;
  const opposite = OPPOSITES[name];
  if (absent) return opposite !== undefined && set === undefined;
  const operatorOf = OPERATORS[opposite ?? name]!;
  const one = (value: string): boolean =>
    wanted.some((text) =>
      operatorOf.compare(value, text, () => pieces(text, variables, operatorOf.wildcards)),
    ) ===
    (opposite === undefined);
  return set === "any" ? values.some(one) : values.every(one);
}

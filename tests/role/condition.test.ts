import { describe, expect, test } from "vitest";
import { holds, Unanswerable } from "../../packages/local/src/role/condition.ts";

type Row = [operator: string, given: string | string[] | undefined, wanted: string[], expected: boolean];
const check = (rows: Row[]) => {
  for (const [operator, given, wanted, expected] of rows)
    expect(holds(operator, given, wanted, undefined), `${operator} ${given} ${wanted}`).toBe(expected);
};

describe("condition operators", () => {
  test("compare text by letter, without regard to case, or by wildcards", () => {
    check([
      ["StringEquals", "a", ["a", "b"], true],
      ["StringEquals", "A", ["a"], false],
      ["StringEquals", "a*", ["a*"], true],
      ["StringEquals", "ab", ["a*"], false],
      ["StringNotEquals", "a", ["b", "c"], true],
      ["StringNotEquals", "b", ["b", "c"], false],
      ["StringEqualsIgnoreCase", "AbC", ["aBc"], true],
      ["StringNotEqualsIgnoreCase", "AbC", ["aBc"], false],
      ["StringLike", "w#1#contact", ["w#*"], true],
      ["StringLike", "x#1", ["w#*", "due#?"], false],
      ["StringNotLike", "x#1", ["w#*"], true],
    ]);
  });

  test("compare numbers, dates, booleans and bytes by value", () => {
    check([
      ["NumericEquals", "10", ["10.0"], true],
      ["NumericNotEquals", "10", ["11"], true],
      ["NumericLessThan", "9", ["10"], true],
      ["NumericLessThanEquals", "10", ["10"], true],
      ["NumericGreaterThan", "10", ["10"], false],
      ["NumericGreaterThanEquals", "10", ["10"], true],
      ["NumericEquals", "ten", ["ten"], false],
      ["DateLessThan", "2026-01-01T00:00:00Z", ["2026-01-02T00:00:00Z"], true],
      ["DateGreaterThan", "2026-01-01T00:00:00Z", ["1700000000"], true],
      ["DateEquals", "2026-01-01T00:00:00Z", ["2026-01-01T01:00:00+01:00"], true],
      ["DateNotEquals", "2026-01-01T00:00:00Z", ["2026-01-01T00:00:00Z"], false],
      ["DateGreaterThanEquals", "2026-01-01", ["2026-01-02"], false],
      ["DateLessThanEquals", "2026-01-01", ["2026-01-01"], true],
      ["Bool", "true", ["True"], true],
      ["Bool", "true", ["false"], false],
      ["BinaryEquals", "QmluYXJ5", ["QmluYXJ5"], true],
    ]);
  });

  test("compare ARNs part by part", () => {
    const rule = "arn:aws:events:us-east-1:000000000000:rule/bus/welcome";
    check([
      ["ArnLike", rule, ["arn:aws:events:*:*:rule/*"], true],
      ["ArnEquals", rule, ["arn:aws:events:*:*:rule/*"], true],
      ["ArnLike", rule, ["arn:aws:*:rule/*"], false],
      ["ArnLike", rule, ["*"], true],
      ["ArnNotLike", rule, ["arn:aws:events:us-west-2:*:*"], true],
      ["ArnNotEquals", rule, [rule], false],
      ["ArnLike", "no arn", ["*"], false],
    ]);
  });

  test("know what an absent key means", () => {
    check([
      ["StringEquals", undefined, ["a"], false],
      ["StringNotEquals", undefined, ["a"], true],
      ["StringEqualsIfExists", undefined, ["a"], true],
      ["StringEqualsIfExists", "b", ["a"], false],
      ["StringNotEqualsIfExists", "a", ["a"], false],
      ["Bool", undefined, ["false"], false],
      ["ArnNotLike", undefined, ["*"], true],
      ["Null", undefined, ["true"], true],
      ["Null", "x", ["true"], false],
      ["Null", "x", ["false"], true],
      ["Null", [], ["true"], true],
    ]);
  });

  test("ask all or any of several values", () => {
    const keys = ["w#1", "due#2"];
    check([
      ["ForAllValues:StringLike", keys, ["w#*", "due#*"], true],
      ["ForAllValues:StringLike", keys, ["w#*"], false],
      ["ForAllValues:StringLike", undefined, ["w#*"], true],
      ["ForAllValues:StringNotLike", keys, ["x#*"], true],
      ["ForAllValues:StringNotLike", keys, ["w#*"], false],
      ["ForAnyValue:StringLike", keys, ["w#*"], true],
      ["ForAnyValue:StringLike", undefined, ["w#*"], false],
      ["ForAnyValue:StringNotLike", keys, ["w#*"], true],
      ["ForAnyValue:StringNotLike", undefined, ["w#*"], false],
      ["ForAnyValue:StringEqualsIfExists", undefined, ["a"], true],
      ["StringEquals", ["a", "b"], ["a"], false],
    ]);
  });

  test("that nobody knows are no condition at all", () => {
    for (const operator of [
      "IpAddress",
      "StringMatches",
      "NullIfExists",
      "ForAllValues:Null",
      "stringequals",
    ])
      expect(() => holds(operator, "a", ["a"], undefined), operator).toThrow(Unanswerable);
  });
});

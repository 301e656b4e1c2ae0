import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../packages/local/src/table/index.ts";
import { key, records } from "./stand.ts";

const item = {
  ...key("a"),
  n: { N: "5" },
  s: { S: "hello" },
  ss: { SS: ["a", "b"] },
  l: { L: [{ S: "x" }, { N: "1" }, { M: { q: { N: "1" } } }] },
  m: { M: { a: { N: "1" }, b: { M: { c: { S: "z" } } } } },
  b: { B: "AAEC" },
  t: { BOOL: true },
};
let engine: Engine;

beforeAll(async () => {
  engine = createEngine({ sweepMs: 0 });
  await engine.call("CreateTable", records);
  await engine.call("PutItem", { TableName: "Records", Item: item });
  return () => engine.close();
});

async function holds(expression: string, v?: object, w?: object, names?: object): Promise<boolean> {
  const values = { ...(v ? { ":v": v } : {}), ...(w ? { ":w": w } : {}) };
  const found = await engine.call<{ Count: number }>("Scan", {
    TableName: "Records",
    FilterExpression: expression,
    ...(Object.keys(values).length ? { ExpressionAttributeValues: values } : {}),
    ...(names ? { ExpressionAttributeNames: names } : {}),
  });
  return found.Count === 1;
}

const N = (value: string) => ({ N: value });
const S = (value: string) => ({ S: value });

describe("conditions", () => {
  it.each<[string, object?, object?]>([
    ["n = :v", N("5.0")],
    ["n <> :v", N("6")],
    ["zz <> :v", N("5")],
    ["zz <> yy"],
    ["NOT zz = :v", N("5")],
    ["n BETWEEN :v AND :w", N("5"), N("7")],
    ["n IN (:v, :w)", N("1"), N("5")],
    ["(n = :v OR s = :w) AND NOT attribute_exists(zz)", N("9"), S("hello")],
    ["n = :v OR n = :v AND n = :w", N("5"), N("6")],
    ["size(s) = :v", N("5")],
    ["size(ss) = :v", N("2")],
    ["size(b) = :v", N("3")],
    ["size(m) < :v", N("3")],
    ["contains(s, :v)", S("ell")],
    ["contains(ss, :v)", S("a")],
    ["contains(l, :v)", N("1.0")],
    ["begins_with(s, :v)", S("he")],
    ["attribute_type(m, :v)", S("M")],
    ["attribute_exists(m.b.c)"],
    ["attribute_exists(l[2].q)"],
    ["attribute_not_exists(l[3])"],
    ["ss = :v", { SS: ["b", "a"] }],
    ["m.b = :v", { M: { c: { S: "z" } } }],
  ])("hold: %s", async (expression, v, w) => {
    expect(await holds(expression, v, w)).toBe(true);
  });

  it.each<[string, object?, object?]>([
    ["n = :v", S("5")],
    ["n < :v", S("9")],
    ["zz = yy"],
    ["zz < :v", N("5")],
    ["size(n) > :v", N("0")],
    ["contains(n, :v)", N("5")],
    ["begins_with(n, :v)", S("5")],
    ["NOT attribute_exists(n)"],
    ["attribute_exists(s.x)"],
  ])("don't hold: %s", async (expression, v, w) => {
    expect(await holds(expression, v, w)).toBe(false);
  });

  const many = (n: number) => Array.from({ length: n }, () => "n = :v").join(" OR ");
  it.each<[string, string, object?, object?, object?]>([
    ["n = ", 'Syntax error; token: "<EOF>", near: "= "'],
    ["n == :v", 'Syntax error; token: "="', N("5")],
    ["_x = :v", 'Syntax error; token: "_"', N("5")],
    ["", "The expression can not be empty;"],
    ["((n = :v))", "The expression has redundant parentheses;", N("5")],
    ["foo(n)", "Invalid function name; function: foo"],
    ["size(n)", "The function is not allowed to be used this way in an expression; function: size"],
    [
      "if_not_exists(n, :v) = :v",
      "The function is not allowed in a condition expression; function: if_not_exists",
      N("5"),
    ],
    [
      "attribute_exists(n, s)",
      "Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2",
    ],
    ["begins_with(s, :v)", "operator or function: begins_with, operand type: N", N("5")],
    ["n < :v", "operator or function: <, operand type: BOOL", { BOOL: true }],
    ["attribute_type(s, :v)", "Invalid attribute type name found; type: X", S("X")],
    ["data = :v", "Attribute name is a reserved keyword; reserved keyword: data", N("5")],
    [
      "n = n",
      "The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [n]",
    ],
    [
      "n BETWEEN :v AND :w",
      "upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:6}",
      N("6"),
      N("5"),
    ],
    [
      "#q = :v",
      "An expression attribute name used in the document path is not defined; attribute name: #q",
      N("5"),
    ],
    [
      "n = :w",
      "An expression attribute value used in expression is not defined; attribute value: :w",
      N("5"),
    ],
    [
      "n = :v",
      "Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}",
      N("5"),
      N("6"),
    ],
    [
      "n = :v",
      "Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}",
      N("5"),
      undefined,
      { "#x": "x" },
    ],
    [many(151), "The expression contains too many operators; operator count: 301", N("5")],
    [
      `n = :v${" ".repeat(4091)}`,
      "Expression size has exceeded the maximum allowed size; expression size: 4097",
      N("5"),
    ],
    [`${"(".repeat(2000)}n = :v${")".repeat(2000)}`, "Invalid FilterExpression", N("5")],
    [`${"NOT ".repeat(900)}n = :v`, "too many operators", N("5")],
  ])("are refused: %.60s", async (expression, problem, v, w, names) => {
    await expect(holds(expression, v, w, names)).rejects.toThrow(problem);
  });

  it("may use 300 operators", async () => {
    expect(await holds(many(150), N("5"))).toBe(true);
  });
});

describe("updates", () => {
  async function update(expression: string, values?: object): Promise<Record<string, object>> {
    const fresh = { ...item, ...key("u") };
    await engine.call("PutItem", { TableName: "Records", Item: fresh });
    const { Attributes } = await engine.call<{ Attributes: Record<string, object> }>("UpdateItem", {
      TableName: "Records",
      Key: key("u"),
      UpdateExpression: expression,
      ...(values ? { ExpressionAttributeValues: values } : {}),
      ReturnValues: "ALL_NEW",
    });
    return Attributes;
  }

  it.each<[string, object | undefined, object]>([
    ["SET n = n - :v", { ":v": N("7.5") }, { n: N("-2.5") }],
    ["SET a1 = n, n = :v", { ":v": N("1") }, { a1: N("5"), n: N("1") }],
    [
      "SET l = list_append(:v, l) REMOVE s",
      { ":v": { L: [S("first")] } },
      { l: { L: [S("first"), ...item.l.L] } },
    ],
    ["SET l[9] = :v, l[8] = :w", { ":v": S("9"), ":w": S("8") }, { l: { L: [...item.l.L, S("8"), S("9")] } }],
    ["REMOVE l[0], l[2]", undefined, { l: { L: [N("1")] } }],
    ["REMOVE l[0], l[2].q", undefined, { l: { L: [N("1"), { M: {} }] } }],
    [
      "SET m.b.c = :v, m.d = :v",
      { ":v": S("q") },
      { m: { M: { a: N("1"), b: { M: { c: S("q") } }, d: S("q") } } },
    ],
    ["ADD n :v, fresh :v", { ":v": N("0.1") }, { n: N("5.1"), fresh: N("0.1") }],
    ["ADD ss :v", { ":v": { SS: ["b", "c"] } }, { ss: { SS: ["a", "b", "c"] } }],
    ["DELETE ss :v", { ":v": { SS: ["a", "zz"] } }, { ss: { SS: ["b"] } }],
  ])("do %s", async (expression, values, wanted) => {
    expect(await update(expression, values)).toMatchObject(wanted);
  });

  it("drop a set that has lost its last member", async () => {
    expect(await update("DELETE ss :v", { ":v": { SS: ["a", "b"] } })).not.toHaveProperty("ss");
  });

  it.each<[string, string, object?]>([
    ["SET n = zz + :v", "refers to an attribute that does not exist in the item", { ":v": N("1") }],
    ["SET n = s + :v", "An operand in the update expression has an incorrect data type", { ":v": N("1") }],
    [
      "SET q.a = :v",
      "The document path provided in the update expression is invalid for update",
      { ":v": N("1") },
    ],
    [
      "SET m = :v, m.a = :v",
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m], path two: [m, a]",
      { ":v": N("1") },
    ],
    ["SET m.a = :v, m[0] = :v", "Two document paths conflict with each other", { ":v": N("1") }],
    ["SET pk = :v", "Cannot update attribute pk. This attribute is part of the key", { ":v": N("1") }],
    [
      "SET a = :v SET b = :v",
      'The "SET" section can only be used once in an update expression;',
      { ":v": N("1") },
    ],
    [
      "ADD s :v",
      "Incorrect operand type for operator or function; operator: ADD, operand type: STRING",
      { ":v": S("1") },
    ],
    ["SET group = :v", "Attribute name is a reserved keyword; reserved keyword: group", { ":v": N("1") }],
    [
      "SET #g = :v",
      "An expression attribute name used in the document path is not defined",
      { ":v": N("1") },
    ],
  ])("refuse %s", async (expression, problem, values) => {
    await expect(update(expression, values)).rejects.toThrow(problem);
  });
});

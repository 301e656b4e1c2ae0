import { describe, expect, test } from "vitest";
import { compile } from "../../packages/local/src/event/pattern.ts";

const matches = (pattern: unknown, event: unknown): boolean => compile(pattern, "Rule")(event);
const detail = (operator: unknown, found: unknown): boolean =>
  matches({ detail: { field: [operator] } }, { detail: { field: found } });

describe("event patterns", () => {
  test("match a value, a number, true and null exactly", () => {
    expect(detail("a", "a")).toBe(true);
    expect(detail("a", "A")).toBe(false);
    expect(detail(1, 1)).toBe(true);
    expect(detail(1, "1")).toBe(false);
    expect(detail(true, true)).toBe(true);
    expect(detail(null, null)).toBe(true);
    expect(detail(null, "")).toBe(false);
  });

  test("need every named field and any of its values", () => {
    const pattern = { source: ["rapport"], "detail-type": ["deal.won", "deal.lost"] };
    expect(matches(pattern, { source: "rapport", "detail-type": "deal.lost" })).toBe(true);
    expect(matches(pattern, { source: "rapport", "detail-type": "deal.created" })).toBe(false);
    expect(matches(pattern, { "detail-type": "deal.won" })).toBe(false);
  });

  test("match a list when one member does", () => {
    expect(detail("b", ["a", "b"])).toBe(true);
    expect(detail({ prefix: "c" }, ["a", "b"])).toBe(false);
  });

  test("match a list of objects only when one object fits as a whole", () => {
    const pattern = { detail: { lines: { kind: ["a"], size: [1] } } };
    const event = (...lines: unknown[]) => ({ detail: { lines } });
    expect(matches(pattern, event({ kind: "b", size: 2 }, { kind: "a", size: 1 }))).toBe(true);
    expect(matches(pattern, event({ kind: "a", size: 2 }, { kind: "b", size: 1 }))).toBe(false);
  });

  test.each([
    [{ prefix: "w#" }, "w#1", "x#1"],
    [{ prefix: { "equals-ignore-case": "W#" } }, "w#1", "x#1"],
    [{ suffix: ".png" }, "a.png", "a.jpg"],
    [{ suffix: { "equals-ignore-case": ".PNG" } }, "a.png", "a.jpg"],
    [{ "equals-ignore-case": "Alice" }, "aLICE", "bob"],
    [{ wildcard: "in*/a.*" }, "inbound/a.eml", "inbound/b.eml"],
    [{ wildcard: "a\\*b" }, "a*b", "axb"],
    [{ "anything-but": "x" }, "y", "x"],
    [{ "anything-but": ["x", "y"] }, "z", "y"],
    [{ "anything-but": 5 }, 6, 5],
    [{ "anything-but": { prefix: "x" } }, "yx", "xy"],
    [{ "anything-but": { suffix: ["x", "y"] } }, "xz", "zx"],
    [{ "anything-but": { wildcard: "*x*" } }, "abc", "axc"],
    [{ "anything-but": { "equals-ignore-case": "X" } }, "y", "x"],
    [{ numeric: [">", 0, "<=", 5] }, 5, 0],
    [{ numeric: ["=", 3] }, 3, 4],
    [{ cidr: "10.0.0.0/24" }, "10.0.0.255", "10.0.1.0"],
    [{ cidr: "2001:db8::/32" }, "2001:db8::1", "2001:db9::1"],
  ])("%j takes %j and refuses %j", (operator, taken, refused) => {
    expect(detail(operator, taken)).toBe(true);
    expect(detail(operator, refused)).toBe(false);
  });

  test("tell a field that is there from one that isn't", () => {
    const there = { detail: { field: [{ exists: true }] } };
    const absent = { detail: { field: [{ exists: false }] } };
    expect(matches(there, { detail: { field: null } })).toBe(true);
    expect(matches(there, { detail: {} })).toBe(false);
    expect(matches(absent, { detail: {} })).toBe(true);
    expect(matches(absent, {})).toBe(true);
    expect(matches(absent, { detail: { field: 1 } })).toBe(false);
  });

  test("take one of several patterns under $or, with what stands beside it", () => {
    const pattern = { source: ["s"], $or: [{ a: [1] }, { b: [{ exists: false }], c: [2] }] };
    expect(matches(pattern, { source: "s", a: 1, b: 1 })).toBe(true);
    expect(matches(pattern, { source: "s", c: 2 })).toBe(true);
    expect(matches(pattern, { source: "s", b: 1, c: 2 })).toBe(false);
    expect(matches(pattern, { source: "t", a: 1 })).toBe(false);
  });

  test.each([
    [{ field: [{ soundex: "a" }] }, "soundex"],
    [{ field: [{ "anything-but": { cidr: "10.0.0.0/8" } }] }, "anything-but cidr"],
    [{ field: [{ prefix: { "starts-with": "a" } }] }, "starts-with"],
    [{ field: [{ numeric: ["~", 1] }] }, "numeric"],
  ])("refuse an unknown operator by name: %j", (pattern, name) => {
    expect(() => compile(pattern, "App/Rule")).toThrow(new RegExp(`${name}.*App/Rule`));
  });
});

import {
  type Condition,
  conditionsOf,
  dependsOnTime,
  Filter,
  operators,
  problems,
} from "@rapport/core/kernel/filter";
import { before, matches, nextChange } from "@rapport/core/kernel/filter-evaluate";
import { explain } from "@rapport/core/kernel/filter-explain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contactFields } from "../../packages/core/src/segment/segment.fields.ts";

const now = new Date("2025-03-31T12:00:00.000Z");
const texts = ["vip", "Baku", "berlin", "é", "a b"];
const choices = ["lead", "customer", "former"];

const record = fc.record(
  {
    tags: fc.subarray(texts),
    lifecycle: fc.constantFrom(...choices),
    address: fc.record(
      { country: fc.constantFrom("AZ", "de"), city: fc.constantFrom(...texts) },
      { requiredKeys: [] },
    ),
    ownerId: fc.constantFrom("mem_1", "mem_2"),
    createdAt: fc
      .date({ min: new Date("2024-06-01"), max: new Date("2025-04-20"), noInvalidDate: true })
      .map((d) => d.toISOString()),
  },
  { requiredKeys: ["createdAt"] },
);

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    field: fc.constant("tags"),
    operator: fc.constantFrom("has", "hasNot"),
    value: fc.constantFrom(...texts),
  }),
  fc.record({
    field: fc.constant("tags"),
    operator: fc.constantFrom("hasAnyOf", "hasAllOf", "hasNoneOf"),
    value: fc.subarray(texts, { minLength: 1 }),
  }),
  fc.record({
    field: fc.constant("lifecycle"),
    operator: fc.constantFrom("is", "isNot"),
    value: fc.constantFrom(...choices),
  }),
  fc.record({
    field: fc.constant("lifecycle"),
    operator: fc.constantFrom("isAnyOf", "isNoneOf"),
    value: fc.subarray(choices, { minLength: 1 }),
  }),
  fc.record({
    field: fc.constantFrom("city", "country"),
    operator: fc.constantFrom("contains", "notContains", "startsWith", "endsWith"),
    value: fc.constantFrom("A", "b", "de"),
  }),
  fc.record({
    field: fc.constantFrom("owner", "city", "tags"),
    operator: fc.constantFrom("isSet", "isNotSet"),
  }),
  fc.record({
    field: fc.constant("createdAt"),
    operator: fc.constantFrom("inLast", "notInLast"),
    value: fc.integer({ min: 1, max: 60 }),
    unit: fc.constantFrom("hours", "days", "weeks", "months"),
  }),
  fc.record({
    field: fc.constant("createdAt"),
    operator: fc.constantFrom("before", "after"),
    value: fc.constantFrom("2025-01-01", "2025-03-31"),
  }),
) as fc.Arbitrary<Condition>;

const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    condition,
    fc.record({ all: fc.array(tie("filter"), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("filter"), { maxLength: 3 }) }),
    fc.record({ not: tie("filter") }),
  ) as fc.Arbitrary<Filter>,
}));

const holds = (one: Filter, of: Record<string, unknown>, at = now) => matches(one, of, contactFields, at);

/** The rules once more, as plainly as they can be said. */
function oracle(one: Filter, of: Record<string, unknown>): boolean {
  if ("all" in one) return !one.all.map((child) => oracle(child, of)).includes(false);
  if ("any" in one) return one.any.map((child) => oracle(child, of)).includes(true);
  if ("not" in one) return oracle(one.not, of) === false;
  const address = (of.address ?? {}) as Record<string, string | undefined>;
  const own: unknown = {
    tags: of.tags,
    lifecycle: of.lifecycle,
    city: address.city,
    country: address.country,
    owner: of.ownerId,
    createdAt: of.createdAt,
  }[one.field];
  const low = (text: unknown) => (text as string).toLowerCase();
  const [text, list] = [
    typeof own === "string" ? low(own) : undefined,
    Array.isArray(own) ? own.map(low) : [],
  ];
  const wanted = (Array.isArray(one.value) ? one.value : [one.value]).map((value) =>
    typeof value === "string" ? low(value) : "",
  );
  const negations: Record<string, string> = {
    isNot: "is",
    isNoneOf: "isAnyOf",
    notContains: "contains",
    hasNot: "has",
    hasNoneOf: "hasAnyOf",
    notInLast: "inLast",
    isNotSet: "isSet",
  };
  const positive = negations[one.operator];
  if (positive) return !oracle({ ...one, operator: positive as Condition["operator"] }, of);
  if (one.operator === "isSet") return list.length > 0 || (text !== undefined && text !== "");
  if (one.operator === "has" || one.operator === "hasAnyOf") return list.some((tag) => wanted.includes(tag));
  if (one.operator === "hasAllOf") return wanted.every((tag) => list.includes(tag));
  if (text === undefined) return false;
  if (one.operator === "is" || one.operator === "isAnyOf") return wanted.includes(text);
  if (one.operator === "contains") return text.indexOf(wanted[0]!) >= 0;
  if (one.operator === "startsWith") return text.slice(0, wanted[0]!.length) === wanted[0];
  if (one.operator === "endsWith") return text.slice(-wanted[0]!.length) === wanted[0];
  if (one.operator === "before") return new Date(own as string) < new Date(one.value as string);
  if (one.operator === "after") return new Date(own as string) >= new Date(one.value as string);
  const at = new Date(own as string);
  return at <= now && at > before(now, one.value as number, one.unit ?? "days");
}

describe("the filter", () => {
  it("agrees with the rules said plainly, on any filter and any contact", async () => {
    await fc.assert(
      fc.property(filter, record, (one, of) => {
        expect(holds(one, of)).toBe(oracle(one, of));
      }),
      { numRuns: 500 },
    );
  });

  it("means by not not x the same as by x", async () => {
    await fc.assert(
      fc.property(filter, record, (x, of) => {
        expect(holds({ not: { not: x } }, of)).toBe(holds(x, of));
      }),
    );
  });

  it("holds De Morgan's laws", async () => {
    await fc.assert(
      fc.property(filter, filter, record, (x, y, of) => {
        expect(holds({ not: { all: [x, y] } }, of)).toBe(holds({ any: [{ not: x }, { not: y }] }, of));
        expect(holds({ not: { any: [x, y] } }, of)).toBe(holds({ all: [{ not: x }, { not: y }] }, of));
      }),
    );
  });

  it("takes for each kind of field exactly its own operators", () => {
    for (const field of contactFields.fields) {
      for (const operator of new Set(Object.values(operators).flat())) {
        const issues = problems({ field: field.name, operator }, contactFields);
        const fits = (operators[field.kind] as readonly string[]).includes(operator);
        expect(issues.some(({ message }) => message.startsWith("does not fit"))).toBe(!fits);
      }
    }
  });

  it("accepts what it generates and explains it in a sentence", async () => {
    await fc.assert(
      fc.property(filter, (one) => {
        fc.pre(conditionsOf(one).length <= 50);
        if (Filter.safeParse(one).success) expect(problems(one, contactFields)).toEqual([]);
        expect(explain(one, contactFields)).toMatch(/^(Contacts where .+|All contacts)\.$/);
      }),
    );
  });

  it("never changes its answer before the time that it names", async () => {
    await fc.assert(
      fc.property(filter, record, fc.integer({ min: 0, max: 100 }), (one, of, part) => {
        const next = nextChange(one, of, contactFields, now);
        const end = next?.getTime() ?? now.getTime() + 3 * 365 * 86_400_000;
        const between = new Date(now.getTime() + ((end - now.getTime() - 1) * part) / 100);
        fc.pre(between >= now);
        expect(holds(one, of, between)).toBe(holds(one, of));
        if (!dependsOnTime(one)) expect(next).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});

describe("a filter with a mistake", () => {
  const wrong = (value: unknown) =>
    Filter.safeParse(value).error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);

  it("is named with its place", () => {
    expect(wrong({ all: [{ field: "tags", operator: "likes", value: "x" }] })?.[0]).toMatch(
      /^all.0.operator: /,
    );
    expect(wrong({ all: [{ field: "tags", operator: "has", value: "x", extra: 1 }] })?.[0]).toMatch(
      /^all.0: /,
    );
    expect(wrong({ any: "x" })?.[0]).toMatch(/must be a condition/);
    expect(wrong("tags = vip")?.[0]).toMatch(/must be a condition/);
    expect(wrong({ all: [], any: [] })?.[0]).toMatch(/other fields/);
  });

  it("is refused when it is nested too deep or too long", () => {
    let deep: unknown = { field: "tags", operator: "isSet" };
    for (let level = 0; level < 10_000; level++) deep = { not: deep };
    expect(wrong(deep)?.[0]).toMatch(/nested deeper than 6/);
    const many = Array.from({ length: 51 }, () => ({ field: "tags", operator: "isSet" }));
    expect(wrong({ all: many })?.[0]).toMatch(/at most 50/);
    expect(wrong({ all: [{ any: many.slice(0, 30) }, { any: many.slice(0, 30) }] })?.[0]).toMatch(
      /at most 50/,
    );
  });

  it("is refused for a field, an operator, a value or a unit that does not fit", () => {
    const of = (one: Filter) => problems(one, contactFields)[0];
    expect(of({ field: "shoeSize", operator: "is", value: "44" })).toMatchObject({ path: "field" });
    expect(of({ field: "tags", operator: "startsWith", value: "v" })).toMatchObject({ path: "operator" });
    expect(of({ field: "lifecycle", operator: "is", value: "friend" })?.message).toMatch(
      /must be one of subscriber/,
    );
    expect(of({ field: "tags", operator: "hasAnyOf", value: "v" })).toMatchObject({
      path: "value",
      message: "must be a list",
    });
    expect(of({ field: "createdAt", operator: "inLast", value: 0, unit: "days" })).toMatchObject({
      path: "value",
    });
    expect(of({ field: "createdAt", operator: "inLast", value: 3 })).toMatchObject({ path: "unit" });
    expect(of({ field: "createdAt", operator: "after", value: "soon" })).toMatchObject({ path: "value" });
    expect(of({ not: { any: [{ field: "email", operator: "isSet", value: "x" }] } })?.path).toBe(
      "not.any.0.value",
    );
  });
});

describe("the explainer", () => {
  it("says and, or, not and who is meant", () => {
    const one: Filter = {
      all: [
        { field: "tags", operator: "has", value: "vip" },
        {
          any: [
            { field: "country", operator: "is", value: "AZ" },
            { field: "owner", operator: "is", value: "mem_1" },
          ],
        },
        { not: { field: "lastActivityAt", operator: "inLast", value: 1, unit: "months" } },
      ],
    };
    expect(explain(one, contactFields, { mem_1: "Mira" })).toBe(
      "Contacts where the tags include “vip” and (the country is “AZ” or the owner is “Mira”) and not (the last activity is in the last 1 month).",
    );
    expect(explain({ all: [] }, contactFields)).toBe("All contacts.");
  });
});

import * as Contact from "@rapport/core/contact";
import { firstId, newId } from "@rapport/core/kernel/id";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { aMember, as, type Core, startCore } from "../core.ts";

let core: Core;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());
beforeEach(() => core.forget());

const ada = () => ({ firstName: "Ada", email: `${newId("note").toLowerCase()}@example.com` });

describe("a list of contacts", () => {
  it("is of the days, the source and the lifecycle asked for, exactly, from one range of the index", async () => {
    const own = { workspaceId: newId("workspace") };
    const { id: ownerId } = await aMember();
    const days = ["2026-03-31T23:59:59.999Z", "2026-04-01T00:00:00.000Z", "2026-04-02T12:00:00.000Z"];
    const made: Contact.Info[] = [];
    // Not in the order of time: a past may be written later.
    for (const [place, at] of [...days, "2026-04-03T00:00:00.000Z", "2026-03-01T09:00:00.000Z"].entries())
      for (const source of ["form", "manual"] as const) {
        const more = { source, lifecycle: place % 2 ? ("customer" as const) : ("lead" as const) };
        const options = { ...own, at: new Date(at) };
        made.push(await as("sales", () => Contact.create({ ...ada(), ...more }), options));
      }
    const expected = (fits: (one: Contact.Info) => boolean) =>
      made
        .filter(fits)
        .map(({ id }) => id)
        .sort();
    const found = async (input: object, limit = 3) => {
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        core.forget();
        const page = await as("sales", () => Contact.list({ ...input, limit, cursor }), own);
        expect(core.requests.map(({ operation }) => operation).filter((one) => one === "Query")).toEqual([
          "Query",
        ]);
        expect(core.requests.length).toBeLessThanOrEqual(2);
        ids.push(...page.items.map(({ id }) => id));
        cursor = page.cursor;
      } while (cursor);
      expect(new Set(ids).size).toBe(ids.length);
      return ids.sort();
    };
    const april = { createdSince: "2026-04-01", createdBefore: "2026-04-03" };
    const inApril = ({ createdAt }: Contact.Info) => createdAt >= "2026-04-01" && createdAt < "2026-04-03";
    expect(expected(inApril)).toHaveLength(4);
    expect(await found(april)).toEqual(expected(inApril));
    expect(await found({ ...april, order: "asc" })).toEqual(expected(inApril));
    expect(await found({ ...april, source: "form" })).toEqual(
      expected((one) => inApril(one) && one.source === "form"),
    );
    expect(await found({ lifecycle: "customer" })).toEqual(
      expected(({ lifecycle }) => lifecycle === "customer"),
    );
    expect(await found({ createdSince: "2026-04-02" })).toEqual(
      expected(({ createdAt }) => createdAt >= "2026-04-02"),
    );
    expect(await found({ createdBefore: "2026-04-01" })).toEqual(
      expected(({ createdAt }) => createdAt < "2026-04-01"),
    );
    expect(await found({ createdSince: "2027-01-01" })).toEqual([]);
    expect(await found({ ...april, ownerId })).toEqual([]);
  });

  it("reads no more than the days asked for, whatever lies around them", async () => {
    const own = { workspaceId: newId("workspace") };
    for (let day = 1; day <= 20; day++) {
      const at = new Date(Date.UTC(2026, 4, day, 10));
      await as("sales", () => Contact.create(ada()), { ...own, at });
    }
    core.forget();
    const day = { createdSince: "2026-05-07", createdBefore: "2026-05-08" };
    const page = await as("sales", () => Contact.list(day), own);
    expect([page.items.length, page.cursor]).toEqual([1, undefined]);
    expect(core.requests.map(({ operation, read }) => [operation, read])).toEqual([
      ["Query", 0.5],
      ["BatchGetItem", 1],
    ]);
  });

  it.each([
    ["a day that is none", { createdSince: "yesterday" }],
    ["an end before the beginning", { createdSince: "2026-05-02", createdBefore: "2026-05-01" }],
    ["a source that is none", { source: "fax" }],
    ["days of a company's contacts", { companyId: newId("company"), createdSince: "2026-05-02" }],
  ])("refuses %s", async (_, input) => {
    await expect(as("sales", () => Contact.list(input as never))).rejects.toMatchObject({ status: 400 });
  });

  it("has cursors that belong to what was asked", async () => {
    const own = { workspaceId: newId("workspace") };
    for (let place = 0; place < 3; place++) await as("sales", () => Contact.create(ada()), own);
    const { cursor } = await as("sales", () => Contact.list({ limit: 1, source: "manual" }), own);
    expect(cursor).toBeDefined();
    for (const other of [{}, { source: "form" as const }, { createdSince: "2020-01-01" }])
      await expect(
        as("sales", () => Contact.list({ limit: 1, ...other, cursor }), own),
      ).rejects.toMatchObject({
        status: 400,
      });
  });
});

describe("an id", () => {
  it("carries its time, though a later one was made before, and rises within the same time", () => {
    const times = [5_000, 5_000, 1_000, 1_000, 1_000, 9_000, 2_000];
    const ids = times.map((at) => newId("contact", at));
    for (const [place, at] of times.entries()) {
      expect(ids[place]! >= firstId("contact", at)).toBe(true);
      expect(ids[place]! < firstId("contact", at + 1)).toBe(true);
    }
    expect(ids.slice(2, 5)).toEqual(ids.slice(2, 5).sort());
  });
});

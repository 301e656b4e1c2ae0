import * as Contact from "@rapport/core/contact";
import * as Deal from "@rapport/core/deal";
import * as Pipeline from "@rapport/core/pipeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handler, type Seeded } from "../../packages/functions/src/demo/handler.ts";
import { firm, person, places } from "../../packages/functions/src/demo/people.ts";
import { Random } from "../../packages/functions/src/demo/random.ts";
import { as, type Core, startCore } from "../core.ts";

let core: Core;
let seeded: Seeded;
const now = "2026-06-15T12:00:00Z";
const scale = { companies: 12, contacts: 60, deals: 20, activities: 40 };

beforeAll(async () => {
  core = await startCore();
  seeded = await handler({ scale, now });
});
afterAll(() => core.stop());

const asOwner = <T>(run: () => T) => as("owner", run, { workspaceId: seeded.workspaceId as string });

describe("the demo workspace", () => {
  it("has a year of contacts and deals, none of them in the future", async () => {
    const contacts = (await asOwner(() => Contact.list({ limit: 100 }))).items;
    expect(contacts).toHaveLength(60);
    expect(contacts.every((contact) => contact.createdAt < now)).toBe(true);
    const { items } = await asOwner(() => Pipeline.list({}));
    const board = await asOwner(() => Deal.board({ id: items[0]?.id as string }));
    const won = (await asOwner(() => Deal.list({ status: "won" }))).items;
    const lost = (await asOwner(() => Deal.list({ status: "lost" }))).items;
    expect(board.items.length + won.length + lost.length).toBe(20);
    expect(won.every((deal) => (deal.closedAt ?? "") < now)).toBe(true);
  });

  it("writes only to names reserved for examples", async () => {
    const contacts = (await asOwner(() => Contact.list({ limit: 100 }))).items;
    expect(
      contacts.every((contact) => /@([\w-]+\.)?example(\.(com|net|org))?$/.test(contact.email ?? "")),
    ).toBe(true);
  });

  it("is seeded once, however often it is asked for", async () => {
    const before = await core.dump();
    expect(await handler({ scale, now })).toEqual({ seeded: false });
    expect(await core.dump()).toEqual(before);
  });

  it("is alike each time: the same seed makes the same people", () => {
    const make = () => {
      const random = new Random(7);
      return Array.from({ length: 50 }, (_, n) => [person(random, n, random.pick(places)), firm(random, n)]);
    };
    expect(make()).toEqual(make());
    expect(new Set(Array.from({ length: 320 }, (_, n) => firm(new Random(n), n).domain)).size).toBe(320);
  });
});

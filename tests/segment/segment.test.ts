import * as Job from "@rapport/core/aws/job";
import { get } from "@rapport/core/aws/statement";
import * as Contact from "@rapport/core/contact";
import type { Filter } from "@rapport/core/kernel/filter";
import { newId } from "@rapport/core/kernel/id";
import * as Segment from "@rapport/core/segment";
import * as fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { as, type Core, startCore, workspace } from "../core.ts";
import { type Queues, startQueues } from "../sending/queues.ts";

let core: Core;
let queues: Queues;

beforeAll(async () => {
  core = await startCore();
  queues = await startQueues();
});
afterAll(async () => {
  await queues.stop();
  await core.stop();
});

type Of = { workspaceId?: string };
const vip: Filter = { field: "tags", operator: "has", value: "vip" };
const aContact = (tags: string[] = [], of: Of = {}) =>
  as("marketer", () => Contact.create({ email: `${newId("contact").toLowerCase()}@example.com`, tags }), of);
const aSegment = (filter: Filter, of: Of = {}) =>
  as("marketer", () => Segment.create({ kind: "live", name: "VIP", filter }), of);

/** Runs what waits before the audience queue, a slice an invocation. */
async function runJobs() {
  for (let waiting = queues.take("audience"); waiting.length > 0; waiting = queues.take("audience"))
    for (const message of waiting)
      await Job.run(message.body as Job.Message, Segment.jobs, { timeLeft: () => false, leaseMs: 60_000 });
}

async function idsIn(id: string, of: Of = {}) {
  const page = await as("marketer", () => Segment.members({ id, limit: 200 }), of);
  return page.items.map((contact) => contact.id).sort();
}

async function imageOf(id: string, workspaceId = workspace.id): Promise<Segment.Image> {
  return (await get({ pk: `w#${workspaceId}#contact#${id}`, sk: "contact" })) as Segment.Image;
}

/** What the stream's reader does with one change. */
async function project(before: Segment.Image | undefined, after: Segment.Image | undefined) {
  const workspaceId = (after ?? before)?.workspaceId ?? workspace.id;
  const flips = Segment.flips(before, after, await Segment.live(workspaceId), new Date());
  await Segment.apply(flips);
  return flips;
}

describe("a live segment", () => {
  it("is filled by a job with those who match, and can't be sent to before", async () => {
    const of = { workspaceId: newId("workspace") };
    const [ada, , grace] = [
      await aContact(["vip"], of),
      await aContact([], of),
      await aContact(["a", "vip"], of),
    ];
    const segment = await aSegment(vip, of);
    expect(segment).toMatchObject({ state: "filling", sentence: "Contacts where the tags include “vip”." });
    await expect(as("system", () => Segment.walk(segment.id, { limit: 10 }), of)).rejects.toThrow(
      "still being filled",
    );
    await runJobs();
    expect(await idsIn(segment.id, of)).toEqual([ada.id, grace.id].sort());
    expect(await as("viewer", () => Segment.sizeOf({ id: segment.id }), of)).toEqual({
      count: 2,
      state: "ready",
    });
  });

  it("costs one write a flip and none for a change that no filter names", async () => {
    const of = { workspaceId: newId("workspace") };
    const segment = await aSegment(vip, of);
    await runJobs();
    const contact = await aContact([], of);
    const steps = [
      { change: { tags: ["vip"] }, writes: 1, members: [contact.id] },
      { change: { firstName: "Ada" }, writes: 0, members: [contact.id] },
      { change: { tags: ["vip", "new"] }, writes: 0, members: [contact.id] },
      { change: { tags: [] }, writes: 1, members: [] },
    ];
    for (const { change, writes, members } of steps) {
      const before = await imageOf(contact.id, of.workspaceId);
      await as("marketer", () => Contact.edit({ id: contact.id, ...change }), of);
      const after = await imageOf(contact.id, of.workspaceId);
      core.forget();
      await project(before, after);
      expect(core.requests.filter(({ operation }) => /Put|Delete|Update|Write/.test(operation))).toHaveLength(
        writes,
      );
      expect(await idsIn(segment.id, of)).toEqual(members);
    }
  });

  it("loses who goes to the trash and has who comes back", async () => {
    const of = { workspaceId: newId("workspace") };
    const contact = await aContact(["vip"], of);
    const segment = await aSegment(vip, of);
    await runJobs();
    const images = [await imageOf(contact.id, of.workspaceId)];
    await as("marketer", () => Contact.remove({ id: contact.id }), of);
    images.push(await imageOf(contact.id, of.workspaceId));
    await project(images[0], images[1]);
    expect(await idsIn(segment.id, of)).toEqual([]);
    await as("marketer", () => Contact.restore({ id: contact.id }), of);
    await project(images[1], await imageOf(contact.id, of.workspaceId));
    expect(await idsIn(segment.id, of)).toEqual([contact.id]);
  });

  it("keeps the time of entry of those who stay when its filter changes, and sweeps the old rows", async () => {
    const of = { workspaceId: newId("workspace") };
    const stays = await aContact(["vip", "old"], of);
    const leaves = await aContact(["vip"], of);
    const segment = await aSegment(vip, of);
    await runJobs();
    const rows = async () =>
      (await core.dump()).filter(
        (item) => JSON.stringify(item).includes(`#segment#${segment.id}#`) && "enteredAt" in item,
      );
    const since = new Map((await rows()).map((row) => [JSON.stringify(row.contactId), row.enteredAt]));
    await as(
      "marketer",
      () => Segment.edit({ id: segment.id, filter: { field: "tags", operator: "has", value: "old" } }),
      of,
    );
    await runJobs();
    expect(await idsIn(segment.id, of)).toEqual([stays.id]);
    const left = await rows();
    expect(left).toHaveLength(1);
    expect(left[0]?.enteredAt).toEqual(since.get(JSON.stringify(left[0]?.contactId)));
    expect(leaves.id).not.toBe(stays.id);
  });

  it("is never undone by an old change that the stream repeats", async () => {
    const of = { workspaceId: newId("workspace") };
    const segment = await aSegment(vip, of);
    await runJobs();
    const contact = await aContact([], of);
    const one = await imageOf(contact.id, of.workspaceId);
    await as("marketer", () => Contact.edit({ id: contact.id, tags: ["vip"] }), of);
    const two = await imageOf(contact.id, of.workspaceId);
    await as("marketer", () => Contact.edit({ id: contact.id, tags: [] }), of);
    const three = await imageOf(contact.id, of.workspaceId);
    await as("marketer", () => Contact.edit({ id: contact.id, tags: ["vip"] }), of);
    const four = await imageOf(contact.id, of.workspaceId);
    for (const [before, after] of [
      [one, two],
      [two, three],
      [three, four],
      [two, three],
    ] as const)
      await project(before, after);
    expect(await idsIn(segment.id, of)).toEqual([contact.id]);
  });

  it("holds exactly who matches, whatever changes while it is filled and however often the stream repeats it", async () => {
    const change = fc.record({
      who: fc.nat(4),
      tags: fc.subarray(["vip", "new"]),
      again: fc.boolean(),
      fill: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
        const of = { workspaceId: newId("workspace") };
        const people = await Promise.all([0, 1, 2, 3, 4].map((n) => aContact(n % 2 ? ["vip"] : [], of)));
        const segment = await aSegment(vip, of);
        for (const { who, tags, again, fill } of changes) {
          const id = people[who]!.id;
          const before = await imageOf(id, of.workspaceId);
          const filling = fill ? runJobs() : undefined;
          await as("marketer", () => Contact.edit({ id, tags }), of);
          const after = await imageOf(id, of.workspaceId);
          await project(before, after);
          if (again) await project(before, after);
          await filling;
        }
        await runJobs();
        const now = await Promise.all(people.map(({ id }) => imageOf(id, of.workspaceId)));
        const expected = now.filter((one) => (one.tags as string[]).includes("vip")).map((one) => one.id);
        expect(await idsIn(segment.id, of)).toEqual(expected.sort());
      }),
      { numRuns: 15 },
    );
  });

  it("comes out of the trash and is filled anew", async () => {
    const of = { workspaceId: newId("workspace") };
    const segment = await aSegment(vip, of);
    await runJobs();
    await as("marketer", () => Segment.remove({ id: segment.id }), of);
    expect(await Segment.live(of.workspaceId)).toEqual([]);
    const contact = await aContact(["vip"], of);
    await as("marketer", () => Segment.restore({ id: segment.id }), of);
    await runJobs();
    expect(await idsIn(segment.id, of)).toEqual([contact.id]);
  });
});

describe("a rule about time", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("lets people go, or in, when the time has passed, though nobody touches them", async () => {
    const start = Date.parse("2031-03-03T08:00:00Z");
    vi.useFakeTimers({ toFake: ["Date"], now: start });
    const of = { workspaceId: newId("workspace") };
    const fresh = await aSegment({ field: "createdAt", operator: "inLast", value: 7, unit: "days" }, of);
    const early = await aContact([], of);
    const quiet = await aSegment({ field: "createdAt", operator: "notInLast", value: 2, unit: "days" }, of);
    await runJobs();
    const later = await aContact([], of);
    const image = await imageOf(later.id, of.workspaceId);
    await project(undefined, image);
    await Segment.remind([{ before: undefined, after: image }], await Segment.live(of.workspaceId));
    const both = [early.id, later.id].sort();
    const seen: string[][] = [];
    for (const day of [1, 3, 8]) {
      vi.setSystemTime(start + day * 86_400_000);
      await Segment.tick(new Date(), () => true);
      seen.push(await idsIn(fresh.id, of), await idsIn(quiet.id, of));
    }
    expect(seen).toEqual([both, [], both, both, [], both]);
    expect(await Segment.tick(new Date(), () => true)).toBe(0);
  });
});

describe("counting before saving", () => {
  it("is exact, says the rule in words and shows a sample of whom the actor may see", async () => {
    const of = { workspaceId: newId("workspace") };
    for (let n = 0; n < 230; n++) await aContact(n % 3 === 0 ? ["vip"] : [], of);
    const count = await as("marketer", () => Segment.count({ filter: vip }), of);
    expect(count).toMatchObject({ count: 77, of: 230, sentence: "Contacts where the tags include “vip”." });
    expect(count.sample).toHaveLength(10);
    const own = await as("sales", () => Segment.count({ filter: vip }), { ...of, visibility: "own" });
    expect(own).toMatchObject({ count: 77, sample: [] });
  });

  it("refuses a filter that does not fit contacts and names the condition", async () => {
    const filter: Filter = { all: [vip, { field: "shoeSize", operator: "is", value: "44" }] };
    await expect(as("marketer", () => Segment.count({ filter }))).rejects.toThrow(
      /filter\.all\.1\.field: is not a field/,
    );
    await expect(aSegment(filter)).rejects.toThrow(/shoeSize|is not a field/);
  });
});

describe("a static segment", () => {
  it("holds whom people put in, each once, and lets them out again", async () => {
    const of = { workspaceId: newId("workspace") };
    const [ada, grace] = [await aContact([], of), await aContact([], of)];
    const { id } = await as("marketer", () => Segment.create({ kind: "static", name: "Fair" }), of);
    const ids = [ada.id, grace.id];
    expect(await as("marketer", () => Segment.add({ id, contactIds: ids }), of)).toEqual({ changed: 2 });
    expect(await as("marketer", () => Segment.add({ id, contactIds: ids }), of)).toEqual({ changed: 0 });
    expect(await as("marketer", () => Segment.drop({ id, contactIds: [ada.id] }), of)).toEqual({
      changed: 1,
    });
    expect(await idsIn(id, of)).toEqual([grace.id]);
    await as("marketer", () => Contact.remove({ id: grace.id }), of);
    expect(await as("marketer", () => Segment.sizeOf({ id }), of)).toEqual({ count: 0, state: "ready" });
  });

  it("takes nobody from another workspace", async () => {
    const stranger = await aContact([], { workspaceId: newId("workspace") });
    const { id } = await as("marketer", () => Segment.create({ kind: "static", name: "Fair" }));
    await expect(as("marketer", () => Segment.add({ id, contactIds: [stranger.id] }))).rejects.toThrow(
      "no contact",
    );
  });
});

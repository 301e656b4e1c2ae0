import { unmarshall } from "@aws-sdk/util-dynamodb";
import { newId } from "@rapport/core/kernel/id";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { StreamRecord } from "../../packages/core/src/fact/index.ts";
import { as } from "../core.ts";
import { type Projection, projection } from "./import.ts";
import { batches, freshReports, Killed, type Stand, startStand } from "./stand.ts";

let stand: Stand;
let core: Projection;
let Contact: typeof import("../../packages/core/src/contact/index.ts");
let Deal: typeof import("../../packages/core/src/deal/index.ts");
let Pipeline: typeof import("../../packages/core/src/pipeline/index.ts");
let Timeline: typeof import("../../packages/core/src/timeline/index.ts");
let Change: typeof import("../../packages/core/src/change/index.ts");
let segments: typeof import("../../packages/core/src/segment/segment.entity.ts");
let roster: typeof import("../../packages/core/src/segment/roster.ts");
beforeAll(async () => {
  stand = await startStand();
  core = await projection();
  Contact = await import("../../packages/core/src/contact/index.ts");
  Deal = await import("../../packages/core/src/deal/index.ts");
  Pipeline = await import("../../packages/core/src/pipeline/index.ts");
  Timeline = await import("../../packages/core/src/timeline/index.ts");
  Change = await import("../../packages/core/src/change/index.ts");
  segments = await import("../../packages/core/src/segment/segment.entity.ts");
  roster = await import("../../packages/core/src/segment/roster.ts");
});
afterAll(() => stand.stop());
beforeEach(() => freshReports(stand));

async function differences(workspaceId: string) {
  const answer = await core.recount({ compare: true, workspaceId });
  return answer.done ? answer.differences : [];
}

test("a timeline tells who came and how, each step of the lifecycle, and what became of a deal, once", async () => {
  const here = { workspaceId: newId("workspace") };
  await as("admin", () => Pipeline.createDefault("EUR"), here);
  const contact = await as("system", () => Contact.create({ firstName: "Ada", source: "form" }), here);
  await as("sales", () => Contact.edit({ id: contact.id, lifecycle: "customer" }), here);
  const about = { contacts: [{ contactId: contact.id }] };
  const deal = await as("system", () => Deal.create({ name: "Engine", ...about }), here);
  const stage = (await as("sales", () => Pipeline.list({}), here)).items[0]?.stages[1]?.id as string;
  await as("sales", () => Deal.move({ id: deal.id, stageId: stage }), here);
  await as("sales", () => Deal.win({ id: deal.id }), here);
  const records = await stand.records();
  for (let times = 0; times < 2; times++) for (const batch of batches(records, 3)) await core.project(batch);
  const { items } = await as("sales", () => Timeline.list({ id: contact.id }), here);
  const told = items.filter((entry) => entry.kind === "system");
  expect(told.map((entry) => entry.fact)).toEqual([
    "deal.won",
    "deal.moved",
    "contact.lifecycle-changed",
    "contact.created",
  ]);
  expect(told[2]?.values).toEqual({ from: "lead", to: "customer" });
  const own = await as("sales", () => Timeline.list({ id: deal.id }), here);
  expect(own.items.map((entry) => entry.fact)).toEqual(["deal.won", "deal.moved"]);
});

/** A live segment as its job leaves it when there was nobody to fill in. */
async function segment(workspaceId: string, value: string): Promise<string> {
  const filter = { field: "lifecycle", operator: "is", value } as const;
  const fields = { name: value, kind: "live", filter, state: "ready", generation: 1 };
  const withRecord = ({ id }: { id: string }) => [roster.enlist(id, 1, filter)];
  const made = await as("system", () => segments.segments.create(fields as never, { withRecord } as never), {
    workspaceId,
  });
  return made.id;
}

async function membersOf(id: string): Promise<string[]> {
  const items = (await stand.dump()).map((item) => unmarshall(item as never));
  return items
    .filter((item) => String(item.pk).includes(`#segment#${id}#1#`))
    .map((item) => String(item.contactId));
}

test("contacts enter and leave live segments with one write, whatever comes twice, late or half", async () => {
  const workspaceId = newId("workspace");
  const here = { workspaceId };
  const customers = await segment(workspaceId, "customer");
  const leads = await segment(workspaceId, "lead");
  const [a, b, c] = await Promise.all(
    ["A", "B", "C"].map((firstName) => as("sales", () => Contact.create({ firstName }), here)),
  ).then((all) => all.map((contact) => contact.id) as [string, string, string]);
  await as("sales", () => Contact.edit({ id: a, lifecycle: "customer" }), here);
  await as("sales", () => Contact.edit({ id: a, lifecycle: "lead" }), here);
  await as("sales", () => Contact.edit({ id: b, lifecycle: "customer" }), here);
  await as("sales", () => Contact.edit({ id: b, title: "Buyer" }), here);
  await as("sales", () => Contact.remove({ id: c }), here);
  const records = await stand.records();
  const shuffled = [...records.filter((_, n) => n % 2), ...records.filter((_, n) => n % 2 === 0)];
  for (const dealt of [batches(records, 100), batches(shuffled, 2), batches(records, 1).reverse()]) {
    for (const batch of dealt) await core.project(batch);
    expect(await membersOf(customers)).toEqual([b]);
    expect(await membersOf(leads)).toEqual([a]);
    expect(await differences(workspaceId)).toEqual([]);
  }
});

test("killed at each call, memberships equal a recount", async () => {
  const workspaceId = newId("workspace");
  const here = { workspaceId };
  const customers = await segment(workspaceId, "customer");
  const { id } = await as("sales", () => Contact.create({ firstName: "D" }), here);
  await as("sales", () => Contact.edit({ id, lifecycle: "customer" }), here);
  const records = await stand.records();
  const rerun = async (batch: StreamRecord[]) => {
    try {
      await core.project(batch);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      for (const one of batches(batch, 1)) await core.project(one);
    }
  };
  for (let call = 0; call < 16; call++) {
    await freshReports(stand);
    stand.killAt(call, call % 2 ? "after" : "before");
    await rerun(records);
    stand.killAt(undefined);
    expect(await membersOf(customers), `killed at ${call}`).toEqual([id]);
  }
});

test("says what changed since the last answer, of what the actor may see, in one Query", async () => {
  const here = { workspaceId: newId("workspace") };
  const me = { ...here, memberId: "mem_me", visibility: "own" } as const;
  const first = await as("sales", () => Change.list({}), here);
  const contact = await as("sales", () => Contact.create({ firstName: "Ada" }), here);
  for (const batch of batches(await stand.records())) await core.project(batch);
  stand.calls.length = 0;
  const all = await as("sales", () => Change.list({ since: first.since }), here);
  expect(stand.calls).toHaveLength(1);
  expect(all.items).toContainEqual({ noun: "contact", id: contact.id, version: 1 });
  expect(all.items).toContainEqual({ noun: "report", id: "*" });
  expect((await as("sales", () => Change.list({ since: all.since }), here)).items).toEqual([]);
  const own = await as("sales", () => Change.list({ since: first.since }), me);
  expect(own.items.map((change) => change.noun)).not.toContain("contact");
  const foreign = await as("sales", () => Change.list({ since: first.since }), {
    workspaceId: newId("workspace"),
  });
  expect(foreign.items).toEqual([]);
});

test("tells of many changes at once as many, and of a long absence as everything", async () => {
  const here = { workspaceId: newId("workspace") };
  const first = await as("sales", () => Change.list({}), here);
  for (let n = 0; n < 45; n++) await as("system", () => Contact.create({ firstName: `Ada ${n}` }), here);
  await core.project((await stand.records()).slice(0, 100));
  const { items } = await as("sales", () => Change.list({ since: first.since }), here);
  expect(items.filter((change) => change.noun === "contact")).toEqual([{ noun: "contact", id: "*" }]);
  const hours = new Date(Date.now() - 2 * 3_600_000).toISOString();
  const absent = await as("sales", () => Change.list({ since: hours }), here);
  expect(absent.items).toContainEqual({ noun: "deal", id: "*" });
  await expect(as("sales", () => Change.list({ since: "yesterday" }), here)).rejects.toThrow("since");
});

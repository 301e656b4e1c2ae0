import * as Company from "@rapport/core/company";
import * as Contact from "@rapport/core/contact";
import * as Deal from "@rapport/core/deal";
import * as Pipeline from "@rapport/core/pipeline";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { aMember, as } from "../core.ts";
import { type Projection, projection } from "../projection/import.ts";
import { contactItem, streamRecord } from "../projection/made.ts";
import { batches, freshReports, type Stand, startStand } from "../projection/stand.ts";

let stand: Stand;
let core: Projection;
let Report: typeof import("../../packages/core/src/report/index.ts");
beforeAll(async () => {
  stand = await startStand();
  core = await projection();
  Report = await import("../../packages/core/src/report/index.ts");
});
afterAll(() => stand.stop());
beforeEach(() => freshReports(stand));

const may = (day: number) => new Date(Date.UTC(2026, 4, day, 10));
const inMay = { from: "2026-05-01", to: "2026-05-31" };
async function projected() {
  for (const batch of batches(await stand.records())) await core.project(batch);
}

test("the dashboard counts contacts by day and source beside the days before, and the funnel", async () => {
  const workspaceId = "wsp_contacts";
  const create = (at: Date, source: "form" | "import", lifecycle: "lead" | "customer") =>
    as("sales", () => Contact.create({ firstName: "Ada", source, lifecycle }), { workspaceId, at });
  await create(new Date("2026-04-20T10:00:00Z"), "form", "customer");
  await create(may(2), "form", "lead");
  await create(may(2), "import", "lead");
  const last = await create(may(9), "import", "customer");
  await as("sales", () => Contact.edit({ id: last.id, lifecycle: "evangelist" }), { workspaceId });
  await projected();
  const dashboard = await as("sales", () => Report.dashboard(inMay), { workspaceId });
  expect(Report.Dashboard.parse(dashboard)).toEqual(dashboard);
  expect(dashboard.contacts).toMatchObject({ total: 3, previousTotal: 1 });
  expect(dashboard.contacts.days).toHaveLength(31);
  expect(dashboard.contacts.days[1]).toMatchObject({
    day: "2026-05-02",
    bySource: { form: 1, import: 1 },
    total: 2,
  });
  expect(dashboard.contacts.bySource[0]).toMatchObject({
    source: "import",
    count: 2,
    link: {
      noun: "contact",
      filter: { all: [{ field: "createdAt" }, { field: "createdAt" }, { field: "source", value: "import" }] },
    },
  });
  const steps = Object.fromEntries(dashboard.funnel.steps.map((step) => [step.lifecycle, step.count]));
  expect(steps).toMatchObject({ lead: 2, customer: 1, evangelist: 1, former: 0 });
  expect(dashboard.sentences.map((sentence) => sentence.key)).toEqual(["contacts", "won", "pipeline"]);
  expect(dashboard.sentences[0]?.values).toMatchObject({ count: 3, previous: 1, source: "import" });
});

test("deals are won by month and owner in each currency, and open by stage with their weight", async () => {
  const workspaceId = "wsp_deals";
  const [mira, tural] = [await aMember({ name: "Mira" }), await aMember({ name: "Tural" })];
  await Promise.all([mira, tural].map((member) => move(member.id, workspaceId)));
  const pipeline = await as("admin", () => Pipeline.createDefault("EUR"), { workspaceId });
  const create = (amount: number, currency: string, ownerId: string) =>
    as("sales", () => Deal.create({ name: "Order", amount: { amount, currency }, ownerId }), {
      workspaceId,
      at: may(1),
    });
  for (const [amount, currency, owner] of [
    [100, "EUR", mira.id],
    [50, "AZN", mira.id],
    [30, "EUR", tural.id],
  ] as const) {
    const deal = await create(amount, currency, owner);
    await as("sales", () => Deal.win({ id: deal.id }), { workspaceId, at: may(20) });
  }
  await create(1_000, "EUR", tural.id);
  await projected();
  const { months, pipeline: open } = await as(
    "sales",
    () => Report.deals({ from: "2026-04", to: "2026-06" }),
    { workspaceId },
  );
  expect(months.map((month) => [month.month, month.won.count])).toEqual([
    ["2026-04", 0],
    ["2026-05", 3],
    ["2026-06", 0],
  ]);
  expect(months[1]?.won).toMatchObject({ amounts: { EUR: 130, AZN: 50 } });
  const owners = Object.fromEntries(months[1]?.owners.map((one) => [one.ownerId, one.won.amounts]) ?? []);
  expect(owners).toEqual({ [mira.id]: { EUR: 100, AZN: 50 }, [tural.id]: { EUR: 30 } });
  expect(open).toEqual([
    expect.objectContaining({
      pipelineId: pipeline.id,
      stageId: pipeline.stages[0]?.id,
      count: 1,
      amounts: { EUR: 1_000 },
      weighted: { EUR: 100 },
    }),
  ]);
  // A rep with own visibility reads sums of their own records.
  const own = await as("sales", () => Report.deals({ from: "2026-05", to: "2026-05" }), {
    workspaceId,
    memberId: tural.id,
    visibility: "own",
  });
  expect(own.months[0]?.won).toMatchObject({ count: 1, amounts: { EUR: 30 } });
});

test("companies and deals are counted as they are now, all of them and one owner's", async () => {
  const workspaceId = "wsp_totals";
  const [mira, tural] = [await aMember({ name: "Mira" }), await aMember({ name: "Tural" })];
  await Promise.all([mira, tural].map((member) => move(member.id, workspaceId)));
  await as("admin", () => Pipeline.createDefault("EUR"), { workspaceId });
  const sales = <T>(run: () => Promise<T>) => as("sales", run, { workspaceId });
  const firms: Company.Info[] = [];
  for (const ownerId of [mira.id, mira.id, tural.id])
    firms.push(await sales(() => Company.create({ name: "Firm", ownerId })));
  const deals: Deal.Info[] = [];
  for (const ownerId of [mira.id, mira.id, tural.id, tural.id])
    deals.push(await sales(() => Deal.create({ name: "Order", ownerId })));
  await sales(() => Deal.win({ id: deals[0]!.id }));
  await sales(() => Deal.lose({ id: deals[1]!.id, lostReason: "Price" }));
  await sales(() => Contact.create({ firstName: "Ada", ownerId: mira.id, lifecycle: "customer" }));
  await sales(() => Contact.create({ firstName: "Bea", ownerId: tural.id }));
  await as("manager", () => Company.remove({ id: firms[0]!.id }), { workspaceId });
  await projected();
  stand.forget();
  expect(await sales(() => Report.totals({}))).toEqual({
    companies: 2,
    deals: { open: 2, won: 1, lost: 1 },
  });
  expect(stand.requests).toHaveLength(2);
  const of = (ownerId: string) => sales(() => Report.totals({ ownerId }));
  expect(await of(mira.id)).toEqual({ companies: 1, deals: { open: 0, won: 1, lost: 1 } });
  expect(await of(tural.id)).toEqual({ companies: 1, deals: { open: 2, won: 0, lost: 0 } });
  const mine = await sales(() => Report.funnel({ ownerId: mira.id }));
  expect(mine).toMatchObject({
    total: 1,
    link: { filter: { all: [{ field: "owner", value: mira.id }] } },
  });
  const days = await sales(() => Report.contacts({ ownerId: tural.id }));
  expect(days.total).toBe(1);
  // Who sees only their own reads their own, and of others nothing.
  const rep = { workspaceId, memberId: tural.id, visibility: "own" as const };
  expect(await as("sales", () => Report.totals({}), rep)).toEqual(await of(tural.id));
  await expect(as("sales", () => Report.totals({ ownerId: mira.id }), rep)).rejects.toThrow(
    "whole workspace",
  );
});

/** Members are made in the test's own workspace; deals of another one need theirs there. */
async function move(id: string, workspaceId: string) {
  const { members } = await import("../../packages/core/src/member/member.entity.ts");
  await as(
    "system",
    () =>
      members.create(
        { name: id, email: `${id}@x.example`, role: "sales", visibility: "all", active: true } as never,
        { id },
      ),
    { workspaceId },
  );
}

test("a campaign's results count each recipient once for each thing that happened", async () => {
  const campaignId = "cam_01JD8Z3V0C5Q7W9X2Y4A6B8D0F";
  const row = (n: number, over: object) => ({
    pk: `w#wsp_made#timeline#con_${n}`,
    sk: `2024-11-23T10:00:00.000Z#${campaignId}`,
    kind: "campaign",
    entryId: campaignId,
    campaignId,
    at: "2024-11-23T10:00:00.000Z",
    _v: 1,
    _at: new Date().toISOString(),
    _schema: 1,
    ...over,
  });
  const sentAt = "2024-11-23T10:00:00.000Z";
  const first = row(1, { sentAt });
  const opened = row(1, { sentAt, deliveredAt: sentAt, openedAt: sentAt, opens: 3, _v: 2 });
  await core.project([
    streamRecord(undefined, first),
    streamRecord(undefined, row(2, { sentAt, machineOpenedAt: sentAt })),
    streamRecord(undefined, row(3, { sentAt, bouncedAt: sentAt })),
  ]);
  await core.project([streamRecord(first, opened)]);
  await core.project([streamRecord(undefined, first)]);
  const { items } = await as("marketer", () => Report.campaigns({ from: "2024-11", to: "2024-11" }), {
    workspaceId: "wsp_made",
  });
  expect(items).toEqual([
    expect.objectContaining({
      id: campaignId,
      sent: 3,
      delivered: 1,
      opened: 1,
      machineOpened: 1,
      clicked: 0,
      bounced: 1,
    }),
  ]);
});

test("the dashboard takes two requests, and reads no more from ten times as many contacts", async () => {
  const read: number[] = [];
  for (const count of [200, 2_000]) {
    await freshReports(stand);
    const items = Array.from({ length: count }, (_, n) =>
      contactItem(n, {
        firstName: undefined,
        lastName: undefined,
        email: undefined,
        createdAt: `2026-05-${String(1 + (n % 28)).padStart(2, "0")}T09:00:00.000Z`,
        ownerId: `mem_${n % 10}`,
      }),
    );
    for (const batch of batches(items))
      await core.project(batch.map((item) => streamRecord(undefined, item)));
    stand.forget();
    const dashboard = await as("manager", () => Report.dashboard(inMay), { workspaceId: "wsp_made" });
    expect(dashboard.contacts.total).toBe(count);
    expect(stand.requests).toHaveLength(2);
    read.push(stand.requests.reduce((sum, request) => sum + request.read, 0));
  }
  console.info(`dashboard: 2 requests, ${read.join(" and ")} RCU over 200 and 2,000 contacts`);
  expect(read[1]).toBeLessThanOrEqual((read[0] as number) * 1.6);
}, 120_000);

test("refuses a period that ends before it begins, or is longer than a year", async () => {
  const ask = (from: string, to: string) => as("sales", () => Report.contacts({ from, to }));
  await expect(ask("2026-05-02", "2026-05-01")).rejects.toThrow("must not be before");
  await expect(ask("2024-01-01", "2026-05-01")).rejects.toThrow("366 days");
});

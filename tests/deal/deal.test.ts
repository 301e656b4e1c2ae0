import * as Activity from "@rapport/core/activity";
import * as Contact from "@rapport/core/contact";
import * as Deal from "@rapport/core/deal";
import { newId } from "@rapport/core/kernel/id";
import * as Pipeline from "@rapport/core/pipeline";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { aMember, as, type Core, startCore } from "../core.ts";

let core: Core;
let pipeline: Pipeline.Info;
let memberId: string;

beforeAll(async () => {
  core = await startCore();
  pipeline = await as("admin", () => Pipeline.createDefault("EUR"));
  memberId = (await aMember()).id;
});
afterAll(() => core.stop());
beforeEach(() => core.forget());

const sales = <T>(run: () => T, at?: Date) => as("sales", run, { memberId, ...(at ? { at } : {}) });
const stage = (name: string) => pipeline.stages.find((candidate) => candidate.name === name)?.id as string;
const aDeal = (name = "Ten machines", at?: Date) =>
  sales(() => Deal.create({ name, amount: { amount: 1_200_000, currency: "EUR" } }), at);

describe("a deal", () => {
  it("starts in the first stage of the default pipeline, owned by who made it", async () => {
    const deal = await aDeal();
    expect(deal).toMatchObject({
      stageId: stage("Qualification"),
      status: "open",
      probability: 10,
      ownerId: memberId,
      forecast: "pipeline",
    });
  });

  it("moves to a stage, takes its probability and logs how long it stood in the one before", async () => {
    const deal = await aDeal("Slow one", new Date("2026-03-01T10:00:00Z"));
    await sales(
      () => Deal.move({ id: deal.id, stageId: stage("Proposal") }),
      new Date("2026-03-03T10:00:00Z"),
    );
    const { items } = await sales(() => Deal.stageLog({ id: deal.id }));
    expect(items).toMatchObject([
      {
        to: stage("Qualification"),
        leftAt: "2026-03-03T10:00:00.000Z",
        durationMs: 2 * 86_400_000,
        probability: 10,
      },
      {
        from: stage("Qualification"),
        to: stage("Proposal"),
        enteredAt: "2026-03-03T10:00:00.000Z",
        probability: 50,
      },
    ]);
  });

  it("is won once, however often it is won", async () => {
    const deal = await aDeal();
    const won = await sales(() => Deal.win({ id: deal.id }));
    const again = await sales(() => Deal.win({ id: deal.id }));
    expect(won).toMatchObject({
      status: "won",
      probability: 100,
      forecast: "closed",
      closedAt: expect.any(String),
    });
    expect(again.version).toBe(won.version);
  });

  it("asks for a reason when it is lost, and can be opened again", async () => {
    const deal = await aDeal();
    await expect(sales(() => Deal.move({ id: deal.id, stageId: stage("Lost") }))).rejects.toMatchObject({
      status: 400,
      issues: [{ path: "lostReason" }],
    });
    const lost = await sales(() => Deal.lose({ id: deal.id, lostReason: "Price" }));
    expect(lost).toMatchObject({ status: "lost", lostReason: "Price", probability: 0 });
    const open = await sales(() => Deal.move({ id: deal.id, stageId: stage("Demo") }));
    expect(open).toMatchObject({ status: "open", probability: 25 });
    expect(open.lostReason).toBeUndefined();
    expect(open.closedAt).toBeUndefined();
  });

  it("refuses a stage of another pipeline and a stale version, and changes nothing", async () => {
    const other = await as("admin", () => Pipeline.create({ ...pipelineInput(), name: "Other" }));
    const deal = await aDeal();
    await sales(() => Deal.edit({ id: deal.id, name: "Renamed" }));
    const before = await core.dump();
    await expect(
      sales(() => Deal.move({ id: deal.id, stageId: other.stages[0]?.id as string })),
    ).rejects.toMatchObject({ status: 400 });
    await expect(sales(() => Deal.win({ id: deal.id, version: 1 }))).rejects.toMatchObject({ status: 412 });
    expect(await core.dump()).toEqual(before);
  });

  it("is found by each of its contacts", async () => {
    const [one, two] = await Promise.all(
      [1, 2].map(() => sales(() => Contact.create({ firstName: newId("note") }))),
    );
    const deal = await sales(() =>
      Deal.create({
        name: "Two buyers",
        contacts: [{ contactId: one!.id }, { contactId: two!.id, role: "Purchasing" }],
      }),
    );
    const listed = async (contactId: string) =>
      (await sales(() => Deal.list({ contactId }))).items.map((found) => found.id);
    expect(await listed(two!.id)).toEqual([deal.id]);
    await sales(() => Deal.edit({ id: deal.id, contacts: [{ contactId: one!.id }] }));
    expect(await listed(two!.id)).toEqual([]);
    expect(await listed(one!.id)).toEqual([deal.id]);
  });

  it("refuses a contact of another workspace", async () => {
    const foreign = await as("sales", () => Contact.create({ firstName: "X" }), {
      workspaceId: newId("workspace"),
    });
    await expect(
      sales(() => Deal.create({ name: "x", contacts: [{ contactId: foreign.id }] })),
    ).rejects.toMatchObject({ status: 404 });
  });
});

function pipelineInput() {
  const { name, currency, stages } = pipeline;
  return { name, currency, stages: stages.map(({ id: _, ...rest }) => rest) };
}

describe("the board", () => {
  it("lists the open deals by stage and position in one Query beside the pipeline", async () => {
    const own = await as("admin", () => Pipeline.create({ ...pipelineInput(), name: "Board" }));
    const [first, second] = own.stages.map((candidate) => candidate.id) as [string, string];
    const made = await Promise.all(
      ["A", "B", "C"].map((name) => sales(() => Deal.create({ name, pipelineId: own.id }))),
    );
    const [a, b, c] = made.map((deal) => deal.id) as [string, string, string];
    await sales(() => Deal.move({ id: a, stageId: second }));
    await sales(() => Deal.move({ id: c, stageId: second, before: a }));
    await sales(() => Deal.move({ id: b, stageId: second, after: c, before: a }));
    core.forget();
    const board = await sales(() => Deal.board({ id: own.id }));
    expect(core.requests.map((request) => request.operation)).toEqual(["GetItem", "Query"]);
    expect(board.items.filter((deal) => deal.stageId === second).map((deal) => deal.id)).toEqual([c, b, a]);
    expect(board.items.some((deal) => deal.stageId === first)).toBe(false);
    await sales(() => Deal.win({ id: b }));
    expect((await sales(() => Deal.board({ id: own.id }))).items.map((deal) => deal.id)).toEqual([c, a]);
    await expect(as("admin", () => Pipeline.remove({ id: own.id }))).rejects.toMatchObject({ status: 422 });
  });
});

describe("a list by ids", () => {
  it("answers one or several records and leaves out what is not there", async () => {
    const [a, b] = [await aDeal("A"), await aDeal("B")];
    const listed = async (ids: string | string[]) =>
      (await sales(() => Deal.list({ ids }))).items.map((deal) => deal.name);
    expect(await listed(a.id)).toEqual(["A"]);
    expect(await listed([b.id, newId("deal"), a.id])).toEqual(["B", "A"]);
    const contact = await sales(() => Contact.create({ firstName: "Ada" }));
    expect((await sales(() => Contact.list({ ids: contact.id }))).items).toMatchObject([{ name: "Ada" }]);
  });
});

describe("a pipeline's stages", () => {
  it("keep the one that open deals stand in", async () => {
    const own = await as("admin", () => Pipeline.create({ ...pipelineInput(), name: "Shrinking" }));
    const deal = await sales(() => Deal.create({ name: "In the way", pipelineId: own.id }));
    const stages = own.stages.slice(1);
    await expect(as("admin", () => Pipeline.edit({ id: own.id, stages }))).rejects.toMatchObject({
      status: 422,
      type: "stage-in-use",
    });
    await sales(() => Deal.move({ id: deal.id, stageId: own.stages[1]?.id as string }));
    const shorter = await as("admin", () => Pipeline.edit({ id: own.id, stages }));
    expect(shorter.stages.map((one) => one.id)).toEqual(stages.map((one) => one.id));
  });
});

describe("a deal's next activity", () => {
  it("is the soonest that is planned, follows changes, and ends when it is done", async () => {
    const deal = await aDeal();
    const call = await sales(() =>
      Activity.create({
        kind: "call",
        title: "Call",
        state: "planned",
        at: "2027-01-05T09:00:00Z",
        about: [deal.id],
      }),
    );
    const task = await sales(() =>
      Activity.create({ kind: "task", title: "Send papers", at: "2027-01-02T09:00:00Z", about: [deal.id] }),
    );
    const next = async () => (await sales(() => Deal.fromID({ id: deal.id }))).nextActivity?.id;
    expect(await next()).toBe(task.id);
    await sales(() => Activity.edit({ id: task.id, at: "2027-01-09T09:00:00Z" }));
    expect(await next()).toBe(call.id);
    await sales(() => Activity.complete({ id: call.id }));
    expect(await next()).toBe(task.id);
    await sales(() => Activity.remove({ id: task.id }));
    expect(await next()).toBeUndefined();
    await sales(() => Activity.restore({ id: task.id }));
    expect(await next()).toBe(task.id);
  });

  it("is hidden while the deal is closed and shown again when it reopens", async () => {
    const deal = await aDeal();
    const call = { kind: "call", title: "Call", state: "planned", at: "2027-01-05T09:00:00Z" } as const;
    const { id } = await sales(() => Activity.create({ ...call, about: [deal.id] }));
    expect((await sales(() => Deal.win({ id: deal.id }))).nextActivity).toBeUndefined();
    const reopened = await sales(() => Deal.move({ id: deal.id, stageId: deal.stageId }));
    expect(reopened.nextActivity).toMatchObject({ id, kind: "call", title: "Call" });
  });

  it("stays right when activities are planned at the same moment", async () => {
    const deal = await aDeal();
    const days = ["05", "03", "04"];
    await Promise.all(
      days.map((day) =>
        sales(() =>
          Activity.create({ kind: "task", title: day, at: `2027-02-${day}T09:00:00Z`, about: [deal.id] }),
        ),
      ),
    );
    expect((await sales(() => Deal.fromID({ id: deal.id }))).nextActivity?.title).toBe("03");
  });
});

import * as Activity from "@rapport/core/activity";
import * as Company from "@rapport/core/company";
import * as Contact from "@rapport/core/contact";
import { newId } from "@rapport/core/kernel/id";
import * as Timeline from "@rapport/core/timeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aMember, as, type Core, startCore } from "../core.ts";

let core: Core;
let memberId: string;

beforeAll(async () => {
  core = await startCore();
  memberId = (await aMember()).id;
});
afterAll(() => core.stop());

const sales = <T>(run: () => T) => as("sales", run, { memberId });

describe("a timeline", () => {
  it("lists fifty entries of all kinds with one Query, newest first", async () => {
    const contact = await sales(() => Contact.create({ firstName: "Ada" }));
    for (let place = 0; place < 60; place++) {
      const kind = (["note", "call", "meeting", "mail", "task"] as const)[place % 5] as "note";
      const at = new Date(Date.UTC(2026, 0, 1, 0, place)).toISOString();
      await sales(() => Activity.create({ kind, title: `Entry ${place}`, at, about: [contact.id] }));
    }
    core.forget();
    const page = await sales(() => Timeline.list({ id: contact.id, limit: 50 }));
    expect(core.requests.map((request) => request.operation)).toEqual(["Query"]);
    expect(page.items).toHaveLength(50);
    expect(page.items[0]?.title).toBe("Entry 59");
    const rest = await sales(() => Timeline.list({ id: contact.id, limit: 50, cursor: page.cursor }));
    expect(rest.items.map((entry) => entry.title)).toEqual(
      Array.from({ length: 10 }, (_, n) => `Entry ${9 - n}`),
    );
  });

  it("shows a contact's entry on its company too, moves it when its time changes, and drops it with the trash", async () => {
    const company = await sales(() => Company.create({ name: "Analytical Engines" }));
    const contact = await sales(() => Contact.create({ firstName: "Ada", companyId: company.id }));
    const note = await sales(() =>
      Activity.create({ kind: "note", title: "Met at the fair", about: [contact.id] }),
    );
    const titles = async () =>
      (await sales(() => Timeline.list({ id: company.id }))).items.map((entry) => [entry.title, entry.at]);
    expect(await titles()).toEqual([["Met at the fair", note.at]]);
    await sales(() => Activity.edit({ id: note.id, at: "2026-05-01T00:00:00.000Z", title: "Met in May" }));
    expect(await titles()).toEqual([["Met in May", "2026-05-01T00:00:00.000Z"]]);
    await sales(() => Activity.remove({ id: note.id }));
    expect(await titles()).toEqual([]);
    await sales(() => Activity.restore({ id: note.id }));
    expect(await titles()).toHaveLength(1);
  });

  it("opens a colleague's note on a record that one sees, which stays theirs to change, and none on another's", async () => {
    const colleague = (await aMember()).id;
    const mine = await sales(() => Contact.create({ firstName: "Mine", ownerId: memberId }));
    const theirs = await sales(() => Contact.create({ firstName: "Theirs", ownerId: colleague }));
    const write = (about: string) =>
      as("sales", () => Activity.create({ kind: "note", title: "From a colleague", about: [about] }), {
        memberId: colleague,
      });
    const [shown, hidden] = [await write(mine.id), await write(theirs.id)];
    const own = <T>(run: () => T) => as("sales", run, { memberId, visibility: "own" });
    expect((await own(() => Timeline.list({ id: mine.id }))).items[0]?.entryId).toBe(shown.id);
    expect(await own(() => Activity.fromID({ id: shown.id }))).toMatchObject({ title: "From a colleague" });
    const before = await core.dump();
    for (const refused of [
      () => Activity.fromID({ id: hidden.id }),
      () => Activity.edit({ id: shown.id, title: "Mine now" }),
      () => Activity.remove({ id: shown.id }),
    ])
      await expect(own(refused)).rejects.toMatchObject({ status: 404 });
    expect(await core.dump()).toEqual(before);
  });

  it("tells an unknown party, one in the trash and one of another workspace from a quiet one", async () => {
    const contact = await sales(() => Contact.create({ firstName: "Quiet" }));
    expect((await sales(() => Timeline.list({ id: contact.id }))).items).toEqual([]);
    await expect(sales(() => Timeline.list({ id: newId("contact") }))).rejects.toMatchObject({ status: 404 });
    const elsewhere = as("owner", () => Timeline.list({ id: contact.id }), {
      workspaceId: newId("workspace"),
    });
    await expect(elsewhere).rejects.toMatchObject({ status: 404 });
    await sales(() => Contact.remove({ id: contact.id }));
    await expect(sales(() => Timeline.list({ id: contact.id }))).rejects.toMatchObject({ status: 404 });
  });

  it("refuses a state that is none of the kind, a note about nobody's record, and changes nothing", async () => {
    const before = await core.dump();
    await expect(
      sales(() => Activity.create({ kind: "note", title: "x", state: "planned" })),
    ).rejects.toMatchObject({ status: 400 });
    const about = [newId("contact")];
    await expect(sales(() => Activity.create({ kind: "note", title: "x", about }))).rejects.toMatchObject({
      status: 404,
    });
    expect(await core.dump()).toEqual(before);
  });

  it("gives a member's agenda soonest first, without what is done", async () => {
    const me = (await aMember()).id;
    const mine = <T>(run: () => T) => as("sales", run, { memberId: me });
    const later = await mine(() =>
      Activity.create({ kind: "task", title: "Later", at: "2027-03-02T00:00:00Z" }),
    );
    const sooner = await mine(() =>
      Activity.create({ kind: "task", title: "Sooner", at: "2027-03-01T00:00:00Z" }),
    );
    expect((await mine(() => Activity.list({ agenda: "me" }))).items.map((task) => task.id)).toEqual([
      sooner.id,
      later.id,
    ]);
    await mine(() => Activity.complete({ id: sooner.id }));
    expect((await mine(() => Activity.list({ agenda: "me" }))).items.map((task) => task.id)).toEqual([
      later.id,
    ]);
  });
});

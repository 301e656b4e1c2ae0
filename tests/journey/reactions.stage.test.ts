import { describe, expect, test } from "vitest";
import { withStage } from "../stage/helper.ts";
import { type Json, signUp } from "./client.ts";
import { customers, toCsv } from "./customers.ts";
import { uploaded } from "./importing.ts";
import { aForm, answer } from "./reacting.ts";

const stage = withStage();
const welcomes = (to: string) => stage.inbox.list({ to, subject: "Welcome to Engines" });

describe("rules fire mail", () => {
  test("a form with the welcome switch brings exactly one welcome mail, and the form that lacks it none", async () => {
    const owner = await signUp(stage, "ada@forms.example");
    const form = await aForm(owner, { welcome: true, consentText: "Send me news" });
    const page = await fetch(form.url);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("Send me news")]);
    expect((await answer(form, { email: "not an address" })).status).toBe(400);
    for (const firstName of ["Lin", "Lin again"])
      expect((await answer(form, { firstName, email: "lin@forms.example", consent: "yes" })).status).toBe(
        200,
      );
    await stage.idle();
    expect(welcomes("lin@forms.example")).toHaveLength(1);
    const [lin] = await owner.all<Json>("/contacts");
    expect(lin).toMatchObject({
      firstName: "Lin",
      source: "form",
      consent: { marketing: { state: "subscribed", source: "Website" } },
    });

    await owner.patch(`/forms/${form.id}`, { welcome: false });
    await answer(form, { firstName: "Bo", email: "bo@forms.example" });
    await stage.idle();
    expect(welcomes("bo@forms.example")).toEqual([]);
    await owner.patch(`/forms/${form.id}`, { open: false });
    expect((await answer(form, { email: "late@forms.example" })).status).toBe(410);
    expect((await fetch(form.url.replace(owner.workspaceId, "wsp_other"))).status).toBe(404);
  });

  test("a won deal mails its owner once and gives one task, though every event comes twice", async () => {
    const owner = await signUp(stage, "grace@deals.example");
    const deal = await owner.post<{ id: string }>("/deals", {
      name: "Twelve looms",
      ownerId: owner.memberId,
    });
    await owner.post(`/deals/${deal.id}/win`);
    await stage.idle();
    const mails = () => stage.inbox.list({ to: owner.email, subject: "Won: Twelve looms" });
    const tasks = async () =>
      (await owner.all<Json>(`/timeline/${deal.id}`)).filter(({ kind }) => kind === "task");
    expect(mails()).toHaveLength(1);
    expect(await tasks()).toMatchObject([{ title: "Thank the customer for “Twelve looms”" }]);
    // The relay reads the whole stream once more: each fact comes a second time, to every rule.
    await stage.replay("relay");
    await stage.idle();
    expect(mails()).toHaveLength(1);
    expect(await tasks()).toHaveLength(1);
    expect(stage.inbox.list({ to: "lin@forms.example", subject: "Welcome to Engines" })).toHaveLength(1);
  });

  test("the task of a won deal is in its owner's language", async () => {
    const owner = await signUp(stage, "shirin@deals.example");
    await owner.patch("/me", { locale: "fa" });
    const deal = await owner.post<{ id: string }>("/deals", { name: "Looms", ownerId: owner.memberId });
    await owner.post(`/deals/${deal.id}/win`);
    await stage.idle();
    const lines = await owner.all<Json>(`/timeline/${deal.id}`);
    expect(lines.filter(({ kind }) => kind === "task")).toMatchObject([
      { title: "سپاس از مشتری برای «\u2068Looms\u2069»" },
    ]);
    expect(stage.inbox.list({ to: owner.email, subject: "برنده شد" })).toHaveLength(1);
  });

  test("an import welcomes with the switch on, and is silent without it", async () => {
    const owner = await signUp(stage, "mary@imports.example");
    const { list } = customers(4);
    for (const [welcome, part] of [
      [false, list.slice(0, 2)],
      [true, list.slice(2)],
    ] as const) {
      const { id } = await uploaded(owner, toCsv(part));
      await owner.patch(`/imports/${id}`, { welcome });
      await owner.post(`/imports/${id}/start`);
      await stage.idle();
      for (const { email } of part) expect(welcomes(email)).toHaveLength(welcome ? 1 : 0);
    }
  });
});

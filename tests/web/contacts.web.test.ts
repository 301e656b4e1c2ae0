import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Json, type Owner, signUp } from "../journey/client.ts";
import { withStage } from "../stage/helper.ts";
import {
  closeBrowser,
  expectAccessible,
  expectNoFaults,
  expectOwnOriginOnly,
  expectSound,
  type Look,
} from "./browser.ts";
import { openDesk } from "./desk.ts";

type Kept = Json & { id: string; name: string; version: number; removedAt?: string };

const stage = withStage({ clock: "real", web: "built" });
let owner: Owner;
let page: Page;

beforeAll(async () => {
  owner = await signUp(stage, "people@contacts.example");
});
afterEach(async () => {
  await page?.context().close();
});
afterAll(closeBrowser);

async function open(path: string, look?: Look): Promise<void> {
  page = await openDesk(stage, owner.email, path, look);
}

const row = (name: string) => page.getByRole("row", { name });
const contacts = (query = "") => owner.all<Kept>(`/contacts?limit=200${query}`);
const one = async (noun: string, name: string) =>
  (await owner.all<Kept>(`/${noun}`)).find((record) => record.name === name);

describe("contacts, on a whole stage", () => {
  test("begin with an empty list that offers a person and a file", async () => {
    await open("/contacts");
    await page.getByRole("heading", { name: "No contacts yet" }).waitFor();
    await expectAccessible(page);
    await page.getByRole("main").getByRole("link", { name: "Import" }).last().click();
    await page.waitForURL("**/imports");
    expectNoFaults(page);
  });

  test("are made with their company, edited in place, removed, and given back by Z and from the trash", async () => {
    await open("/companies");
    await page.getByRole("heading", { name: "No companies yet" }).waitFor();
    await page.keyboard.press("c");
    await page.getByRole("dialog").getByRole("button", { name: "New company" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Caspian Machines");
    await page.getByLabel("Mail domain").fill("caspian.example");
    await page.getByRole("button", { name: "Create company" }).click();
    await page.waitForURL(/\/companies\/com_/);
    const company = (await one("companies", "Caspian Machines"))!;
    expect(company).toMatchObject({ domain: "caspian.example", ownerId: owner.memberId });

    await page.getByRole("button", { name: "New contact" }).click();
    await page.getByLabel("First name").fill("Leyla");
    await page.getByLabel("Last name").fill("Mammadova");
    await page.getByLabel("Email").fill("leyla@caspian.example");
    await page.getByRole("button", { name: "Create contact" }).click();
    await page.waitForURL(/\/contacts\/con_/);
    expect(await one("contacts", "Leyla Mammadova")).toMatchObject({ companyId: company.id });

    await page.getByRole("button", { name: /empty fields/ }).click();
    await page.getByRole("button", { name: /^Position/ }).click();
    await page.getByRole("textbox", { name: "Position" }).fill("Director");
    await page.keyboard.press("Enter");
    await page.getByText("One value changed").waitFor();
    expect(await one("contacts", "Leyla Mammadova")).toMatchObject({ title: "Director", version: 2 });

    await page.goto(`${stage.url}/contacts`);
    await row("Leyla Mammadova").getByRole("link", { name: "Caspian Machines" }).waitFor();
    for (const key of ["j", "ArrowRight", "ArrowRight", "Enter"]) await page.keyboard.press(key);
    await page.getByRole("textbox", { name: "Phone" }).fill("+994 50 200 00 07");
    await page.keyboard.press("Enter");
    await row("+994 50 200 00 07").waitFor();
    expect(await one("contacts", "Leyla Mammadova")).toMatchObject({ phone: "+994502000007" });

    await page.keyboard.press("x");
    await page
      .getByRole("toolbar", { name: "Selected rows" })
      .getByRole("button", { name: "Remove" })
      .click();
    await page.getByText("Moved to the trash").waitFor();
    expect(await contacts()).toEqual([]);
    await page.keyboard.press("z");
    await row("Leyla Mammadova").waitFor();
    expect((await contacts()).map(({ name }) => name)).toEqual(["Leyla Mammadova"]);

    const { id } = (await contacts())[0]!;
    await page.goto(`${stage.url}/contacts/${id}`);
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    await page.getByText("Moved to the trash").waitFor();
    await page.goto(`${stage.url}/contacts?shelf=trash`);
    await row("Leyla Mammadova").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await page
      .getByRole("toolbar", { name: "Selected rows" })
      .getByRole("button", { name: "Restore" })
      .click();
    await page.getByRole("heading", { name: "The trash is empty" }).waitFor();
    expect((await contacts())[0]).toMatchObject({ name: "Leyla Mammadova", title: "Director" });
    expectNoFaults(page);
    expectOwnOriginOnly(page);
  });

  test("keep two edits of which the second is made before the first is answered", async () => {
    const leyla = (await one("contacts", "Leyla Mammadova"))!;
    await open(`/contacts/${leyla.id}`);
    let answer = () => {};
    let isFirst = true;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route(`**/api/v1/contacts/${leyla.id}`, async (route) => {
      if (route.request().method() === "PATCH" && isFirst) {
        isFirst = false;
        await held;
      }
      await route.fallback();
    });
    await page.getByRole("button", { name: /^Position/ }).click();
    await page.getByRole("textbox", { name: "Position" }).fill("Chair");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^First name/ }).click();
    await page.getByRole("textbox", { name: "First name" }).fill("Leila");
    await page.keyboard.press("Enter");
    answer();
    await expect
      .poll(() => owner.get(`/contacts/${leyla.id}`), { timeout: 20_000 })
      .toMatchObject({
        name: "Leila Mammadova",
        title: "Chair",
      });
    await owner.patch(`/contacts/${leyla.id}`, { firstName: "Leyla" });
    expectNoFaults(page);
  });

  test("carry a note on their timeline and on their company's", async () => {
    const leyla = (await one("contacts", "Leyla Mammadova"))!;
    await open(`/contacts/${leyla.id}`);
    await page.getByRole("heading", { name: "Leyla Mammadova" }).waitFor();
    await page.getByText(/^Contact created: /).waitFor();
    await page.keyboard.press("n");
    await page.getByRole("textbox", { name: "Write a note" }).fill("Likes tea\nCalls on Mondays");
    await page.keyboard.press("ControlOrMeta+Enter");
    await page.getByText("Note saved").waitFor();
    const newest = () => page.getByRole("region", { name: "Timeline" }).getByRole("listitem").first();
    await expect.poll(() => newest().textContent()).toContain("Likes tea");
    await page.getByRole("link", { name: /Caspian Machines/ }).click();
    await page.waitForURL(/\/companies\/com_/);
    await expect.poll(() => newest().textContent()).toContain("Likes tea");
    expectNoFaults(page);
  });

  test("are found as one types, like everything else, each on its own page", async () => {
    const company = (await one("companies", "Caspian Machines"))!;
    const deal = await owner.post<Kept>("/deals", { name: "Zephyr deal", companyId: company.id });
    const leyla = (await one("contacts", "Leyla Mammadova"))!;
    await owner.post("/activities", { kind: "call", title: "Zephyr call", about: [leyla.id] });
    await owner.post("/activities", { kind: "task", title: "Zephyr errand" });
    const filter = { field: "lifecycle", operator: "is", value: "lead" };
    const segment = await owner.post<Kept>("/segments", { kind: "live", name: "Zephyr segment", filter });
    const template = await owner.post<Kept>("/templates", {
      name: "Zephyr template",
      subject: "Hello",
      html: '<p>Hello</p><p><a href="{{ unsubscribe_url }}">Leave</a></p>',
    });
    const questions = [{ field: "email", label: "Email", required: true }];
    const { id: formId } = await owner.post<Kept>("/forms", {
      name: "Zephyr form",
      title: "Write to us",
      questions,
    });
    const file = await owner.post<Kept>("/imports", { fileName: "zephyr-guests.csv", size: 100 });
    await stage.idle();
    await open("/tasks");
    await page.getByRole("heading", { name: "Tasks", exact: true }).first().waitFor();
    for (const [typed, name, path] of [
      ["ley", /Leyla Mammadova.*Contact/, `/contacts/${leyla.id}`],
      ["casp mach", /Caspian Machines.*Company/, `/companies/${company.id}`],
      ["zeph deal", /Zephyr deal.*Deal/, `/deals/${deal.id}`],
      ["zeph call", /Zephyr call.*Call/, `/contacts/${leyla.id}`],
      ["zeph errand", /Zephyr errand.*Task/, "/tasks"],
      ["zeph seg", /Zephyr segment.*Segment/, `/segments/${segment.id}`],
      ["zeph temp", /Zephyr template.*Template/, `/templates/${template.id}`],
      ["zeph form", /Zephyr form.*Form/, `/forms/${formId}`],
      ["guests zeph", /zephyr-guests.csv.*Import/, `/imports/${file.id}`],
    ] as const) {
      await page.keyboard.press("ControlOrMeta+k");
      await page.getByRole("combobox", { name: "Search, or say what to do" }).fill(typed);
      await page.getByRole("option", { name }).first().waitFor();
      await page.keyboard.press("Enter");
      await page.waitForURL(`**${path}`);
    }
    expectNoFaults(page);
  });
});

describe("a long list of contacts, on a whole stage", () => {
  test("says how many there are before they are loaded, oldest first where asked", async () => {
    const names = Array.from({ length: 120 }, (_, at) => `Row${String(at).padStart(3, "0")}`);
    for (let from = 0; from < names.length; from += 12)
      await Promise.all(
        names.slice(from, from + 12).map((firstName, at) =>
          owner.post("/contacts", {
            firstName,
            ...(at === 0 ? { ownerId: owner.memberId, lifecycle: "customer" } : {}),
          }),
        ),
      );
    await stage.idle();
    await open("/contacts");
    await page.getByRole("status").getByText("121 contacts").waitFor();
    await page.getByRole("button", { name: "Created" }).click();
    await row("Leyla Mammadova").first().waitFor();
    await page
      .getByRole("columnheader", { name: "Created" })
      .and(page.locator("[aria-sort=ascending]"))
      .waitFor();
    expect(new URL(page.url()).searchParams.get("order")).toBe("asc");
    expectNoFaults(page);
  });

  test("is filtered by owner and by segment in a sentence that the address keeps", async () => {
    const owned = (await contacts(`&ownerId=${owner.memberId}`)).map(({ name }) => name);
    expect(owned).toHaveLength(11);
    await open("/contacts");
    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByRole("menuitem", { name: "Owner" }).click();
    await page.getByRole("option", { name: "Ada" }).click();
    await page.getByRole("status").getByText("11 contacts").waitFor();
    expect(await page.getByRole("row", { name: /Row/ }).count()).toBe(10);
    await page.reload();
    await page.getByRole("button", { name: "Owner is Ada" }).waitFor();
    await page.getByRole("status").getByText("11 contacts").waitFor();
    await expectAccessible(page);

    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByRole("menuitem", { name: "Segment" }).click();
    await page.getByRole("option", { name: "Zephyr segment" }).click();
    await page.getByRole("status").getByText("111 contacts").waitFor();
    await page.getByRole("button", { name: "Segment is Zephyr segment" }).waitFor();
    expect(new URL(page.url()).searchParams.has("owner")).toBe(false);
    await page.getByRole("button", { name: "Remove the condition Segment" }).click();
    await page.getByRole("status").getByText("121 contacts").waitFor();

    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByRole("menuitem", { name: /Tags, country, company/ }).click();
    await page.waitForURL("**/segments/new");
    expectNoFaults(page);
  });

  test("gives all that are selected an owner, tags and a lifecycle, and takes each back by Z", async () => {
    await open("/contacts");
    const names = ["Row119", "Row118"];
    await row(names[0]!).first().waitFor();
    const bar = page.getByRole("toolbar", { name: "Selected rows" });
    const select = async () => {
      await page.getByRole("columnheader", { name: "Name" }).click();
      for (const name of names) await row(name).first().getByRole("checkbox").check();
      await bar.getByText("2 selected").waitFor();
    };
    const those = async () => (await contacts()).filter(({ name }) => names.includes(name));
    const all = (patch: object) =>
      expect
        .poll(those, { timeout: 10_000 })
        .toEqual([expect.objectContaining(patch), expect.objectContaining(patch)]);

    await select();
    await bar.getByRole("button", { name: "Add tags" }).click();
    await page.getByLabel("Tags to add").fill("fair, vip");
    await page.keyboard.press("Enter");
    await page.getByText("2 values changed").waitFor();
    await all({ tags: ["fair", "vip"] });
    await page.keyboard.press("z");
    await all({ tags: [] });

    await select();
    await bar.getByRole("button", { name: "Lifecycle" }).click();
    await page.getByRole("menuitem", { name: "Opportunity" }).click();
    await all({ tags: [], lifecycle: "opportunity" });

    await select();
    // By keys: the menu opens, its first entry is one arrow away.
    await bar.getByRole("button", { name: "Assign to" }).press("Enter");
    await page.getByRole("menuitem").first().waitFor();
    await expectAccessible(page);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await all({ ownerId: owner.memberId });
    expectNoFaults(page);
  });
});

describe("a long list of companies, on a whole stage", () => {
  test("says how many there are before they are loaded, all of them and one owner's", async () => {
    const before = (await owner.all("/companies")).length;
    for (let from = 0; from < 112; from += 14)
      await Promise.all(
        Array.from({ length: 14 }, (_, at) =>
          owner.post("/companies", {
            name: `Firm ${from + at}`,
            ...(at < 13 ? { ownerId: owner.memberId } : {}),
          }),
        ),
      );
    await stage.idle();
    const mine = (await owner.all(`/companies?ownerId=${owner.memberId}`)).length;
    expect(mine).toBeGreaterThan(100);
    await open("/companies");
    await page
      .getByRole("status")
      .getByText(`${before + 112} companies`)
      .waitFor();
    await open(`/companies?owner=${owner.memberId}`);
    await page.getByRole("status").getByText(`${mine} companies`).waitFor();
    expect(mine).toBeLessThan(before + 112);
    expectNoFaults(page);
  });
});

describe("every page of contacts and companies", () => {
  test.each<Look>([
    { width: 1440, locale: "fa", scheme: "dark" },
    { width: 390, locale: "fa", scheme: "light" },
    { width: 390, locale: "en-XA", scheme: "dark" },
  ])("is accessible, asks nobody else and fits: $width, $locale, $scheme", async (look) => {
    const leyla = (await one("contacts", "Leyla Mammadova"))!;
    const company = (await one("companies", "Caspian Machines"))!;
    for (const path of [
      `/contacts?owner=${owner.memberId}`,
      `/contacts/${leyla.id}`,
      `/companies?owner=${owner.memberId}`,
      `/companies/${company.id}`,
    ]) {
      await open(path, look);
      await expectSound(page);
    }
  });
});

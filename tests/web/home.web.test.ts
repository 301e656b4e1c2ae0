import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Owner, password, signUp } from "../journey/client.ts";
import { withStage } from "../stage/helper.ts";
import { closeBrowser, expectAccessible, expectNoFaults, expectOwnOriginOnly, type Look } from "./browser.ts";
import { openDesk } from "./desk.ts";

const DAY = 86_400_000;
const stage = withStage({ web: "built" });
let owner: Owner;
let page: Page;

/** Won: one deal of nobody's long ago, two this month, of which one is the owner's. Lost: one this month. */
beforeAll(async () => {
  owner = await signUp(stage, "otto@home.example");
  const deal = async (name: string, amount: number) =>
    (await owner.post<{ id: string }>("/deals", { name, amount: { amount, currency: "EUR" } })).id;
  const nobodys = async (id: string) => {
    await owner.patch(`/deals/${id}`, { ownerId: null });
    return id;
  };
  await owner.post(`/deals/${await nobodys(await deal("Old press", 100_000))}/win`);
  await owner.post("/contacts", { firstName: "Early", email: "early@people.example" });
  await stage.idle();
  await stage.clock.jump(70 * DAY);
  await owner.post("/auth/sign-in", { email: owner.email, password });
  for (const firstName of ["Ada", "Bea", "Cem"])
    await owner.post("/contacts", { firstName, email: `${firstName}@people.example`, lifecycle: "customer" });
  await owner.post(`/deals/${await deal("Two presses", 250_000)}/win`);
  await owner.post(`/deals/${await nobodys(await deal("Spare parts", 50_000))}/win`);
  await owner.post(`/deals/${await deal("Third press", 90_000)}/lose`, { lostReason: "Price" });
  await stage.idle();
});
afterEach(async () => {
  await page?.context().close();
});
afterAll(closeBrowser);

async function open(look?: Look): Promise<void> {
  page = await openDesk(stage, owner.email, "/", look);
  await page.getByRole("figure").first().waitFor();
}

const figure = (name: string) => page.getByRole("figure", { name });
/** Exactly these, newest first, and counted. */
async function contactsAre(...names: string[]): Promise<void> {
  await page.getByText(`${names.length} contact${names.length === 1 ? "" : "s"}`, { exact: true }).waitFor();
  expect(await page.getByRole("grid").getByRole("link").allTextContents()).toEqual(names);
}
const back = async () => {
  await page.goBack();
  await page.getByRole("figure").first().waitFor();
};

describe("Home", () => {
  test("opens with three sentences, each a link to what it says", async () => {
    await open();
    const sentences = page.getByRole("list", { name: "What changed" }).getByRole("link");
    expect(await sentences.count()).toBe(3);
    await page.getByText("None came in the 30 days before. By hand brought the most: 3.").click();
    await page.getByText("3 contacts", { exact: true }).waitFor();
    await back();
    await page.getByText(/2 deals were won in .*, worth €3K/i).click();
    await page.getByText("2 deals").waitFor();
    await page.getByText("Two presses").waitFor();
    await back();
    await page.getByText(/open, worth/).click();
    await page.waitForURL("**/deals");
    expectNoFaults(page);
    expectOwnOriginOnly(page);
  });

  test("each number opens exactly its records", async () => {
    await open();
    await page.getByRole("link", { name: "3 new contacts in 30 days" }).click();
    await contactsAre("Cem", "Bea", "Ada");
    await back();
    await figure("Contacts by lifecycle").getByRole("button", { name: "3", exact: true }).first().click();
    await contactsAre("Cem", "Bea", "Ada");
    await page.getByRole("button", { name: "Lifecycle is Customer" }).waitFor();
    await back();
    await figure("Contacts by lifecycle").getByRole("button", { name: "1", exact: true }).first().click();
    await contactsAre("Early");
    await back();
    await figure("Where they came from").getByRole("button", { name: "3", exact: true }).first().click();
    await contactsAre("Cem", "Bea", "Ada");
    await page.getByRole("button", { name: "Source is By hand" }).waitFor();
    await page.getByRole("button", { name: "Clear all" }).click();
    await contactsAre("Cem", "Bea", "Ada", "Early");
    await page.context().close();
    await open();
    await figure("New contacts by day").getByRole("button", { name: "As a table" }).click();
    await figure("New contacts by day").getByRole("row").last().getByRole("button").first().click();
    await contactsAre("Cem", "Bea", "Ada");
    await back();
    const months = figure("Won and lost by month");
    await months.getByRole("button", { name: "As a table" }).click();
    const row = months.getByRole("row").last();
    await row.getByRole("button").first().click();
    await page.getByText("2 deals").waitFor();
    await page.getByText("month of closing").waitFor();
    await back();
    await figure("Won and lost by month").getByRole("button", { name: "As a table" }).click();
    await figure("Won and lost by month").getByRole("row").last().getByRole("button").last().click();
    await page.getByText("Third press").waitFor();
    await page.getByText("1 deal", { exact: true }).waitFor();
    await back();
    await figure("Won by owner").getByRole("button", { name: /2\.5K/i }).first().click();
    await page.getByText("1 deal", { exact: true }).waitFor();
    await page.getByText("Two presses").waitFor();
    await page.getByRole("button", { name: "Clear all" }).click();
    await page.getByText("3 deals").waitFor();
    await page.context().close();
    await open();
    // Nobody's are those of all the months shown.
    await figure("Won by owner").getByRole("button", { name: /1\.5K/i }).first().click();
    await page.getByText("2 deals").waitFor();
    await page.getByText("Old press").waitFor();
    expectNoFaults(page);
  });

  test("keys stop at what is seen alone, and at each number of a chart that is a table", async () => {
    await open();
    const stops = (table: boolean) =>
      page.evaluate((inTable) => {
        const all = [...document.querySelectorAll<HTMLElement>("main a, main button")];
        const hidden = (one: HTMLElement) => one.closest(".visually-hidden") !== null;
        return all.filter((one) => one.tabIndex >= 0 && (inTable ? one.closest("td") : hidden(one))).length;
      }, table);
    expect(await stops(false)).toBe(0);
    const before = await stops(true);
    await figure("New contacts by day").getByRole("button", { name: "As a table" }).click();
    expect(await stops(true)).toBe(before + 30);
  });

  test("a press on a chart opens what is drawn there", async () => {
    await open();
    const drawing = figure("Won and lost by month").locator("svg");
    await drawing.scrollIntoViewIfNeeded();
    const chart = (await drawing.boundingBox())!;
    await page.mouse.click(chart.x + chart.width - 117, chart.y + 40);
    await page.waitForURL(/deals\?.*view=won/);
    await page.getByText("2 deals", { exact: true }).waitFor();
  });

  test.each([
    { locale: "en", scheme: "dark", width: 1440 },
    { locale: "fa", scheme: "light", width: 390 },
  ] as Look[])("has no serious finding and asks nobody else: $locale, $scheme, $width", async (look) => {
    await open(look);
    await page.waitForLoadState("networkidle");
    await expectAccessible(page);
    expectOwnOriginOnly(page);
    expectNoFaults(page);
  });
});

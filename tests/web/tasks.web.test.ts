import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Owner, signUp } from "../journey/client.ts";
import { withStage } from "../stage/helper.ts";
import { closeBrowser, expectAccessible, expectNoFaults, expectOwnOriginOnly, type Look } from "./browser.ts";
import { openDesk } from "./desk.ts";

type Activity = { id: string; title: string; state: string; at: string };

const stage = withStage({ clock: "real", web: "built" });
const day = 86_400_000;
let owner: Owner;
let page: Page;

beforeAll(async () => {
  owner = await signUp(stage, "agenda@tasks.example");
  const contact = await owner.post<{ id: string }>("/contacts", { firstName: "Ada", lastName: "Lovelace" });
  const plan = (title: string, days: number, about: string[] = []) =>
    owner.post("/activities", {
      kind: "task",
      title,
      at: new Date(Date.now() + days * day).toISOString(),
      about,
    });
  await plan("Send the offer", -3, [contact.id]);
  await plan("Check the stock", 0);
  await plan("Prepare the contract", 30);
});
afterEach(async () => {
  await page?.context().close();
});
afterAll(closeBrowser);

async function open(look?: Look): Promise<void> {
  page = await openDesk(stage, owner.email, "/tasks", look);
  await page.waitForLoadState("networkidle");
}

const group = (name: string) => page.getByRole("region", { name: new RegExp(`^${name}`) });
const row = (title: string) => page.getByRole("listitem").filter({ hasText: title });

async function stateOf(title: string): Promise<string | undefined> {
  const all = await owner.all<Activity>("/activities");
  return all.find((one) => one.title === title)?.state;
}

describe("the agenda", () => {
  test("stands in groups: overdue, today, later, with whom it is about", async () => {
    await open();
    await group("Overdue").getByText("Send the offer").waitFor();
    await group("Overdue").getByRole("link", { name: "Ada Lovelace" }).waitFor();
    await group("Today").getByText("Check the stock").waitFor();
    await group("Later").getByText("Prepare the contract").waitFor();
    await expectAccessible(page);
    expectOwnOriginOnly(page);
    expectNoFaults(page);
  });

  test("completes by J and X, and Z takes it back", async () => {
    await open();
    await row("Send the offer").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await row("Send the offer").waitFor({ state: "detached" });
    await expect.poll(() => stateOf("Send the offer"), { timeout: 15_000 }).toBe("completed");
    await page.keyboard.press("z");
    await group("Overdue").getByText("Send the offer").waitFor();
    await expect.poll(() => stateOf("Send the offer"), { timeout: 15_000 }).toBe("not-started");
  });

  test("moves what is late to today", async () => {
    await open();
    await row("Send the offer").hover();
    await page.getByRole("button", { name: "Move Send the offer to another day" }).click();
    await page
      .getByRole("button", { name: /^Today/ })
      .first()
      .click();
    await group("Today").getByText("Send the offer").waitFor();
    expectNoFaults(page);
  });

  test("writes one down by T and edits it by E", async () => {
    await open();
    await row("Check the stock").waitFor();
    await page.keyboard.press("t");
    await page.keyboard.type("Call the bank");
    await page.keyboard.press("Enter");
    await group("Today").getByText("Call the bank").waitFor();
    await page.keyboard.press("Escape");
    await row("Call the bank").focus();
    await page.keyboard.press("e");
    const title = page.getByRole("textbox", { name: "What", exact: true });
    await title.fill("Call the new bank");
    await page.keyboard.press("Enter");
    await row("Call the new bank").waitFor();
    await expect.poll(() => stateOf("Call the new bank"), { timeout: 15_000 }).toBe("not-started");
    expectNoFaults(page);
  });

  test.each([
    { width: 390, locale: "fa", scheme: "dark" },
    { width: 390, locale: "en", scheme: "light" },
    { width: 1440, locale: "fa", scheme: "light" },
  ] as Look[])("has no serious finding: $width, $locale, $scheme", async (look) => {
    await open(look);
    await page.getByText("Check the stock").waitFor();
    await expectAccessible(page);
    expectOwnOriginOnly(page);
    expectNoFaults(page);
  });
});

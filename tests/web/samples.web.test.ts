import type { Page } from "playwright-core";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { type Owner, signUp } from "../journey/client.ts";
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
import { colleague } from "./people.ts";

const stage = withStage({ web: "built" });
let page: Page;

afterEach(async () => {
  await page?.context().close();
});
afterAll(closeBrowser);

const show = () => page.getByRole("button", { name: "Show with sample data" });
const note = () => page.getByText("Some of what you see is sample data.");

describe("an empty workspace", () => {
  test("is shown with sample data by one button, on every page, and is empty again by another; both are undone by Z", async () => {
    const owner = await signUp(stage, "ada@samples.example");
    page = await openDesk(stage, owner.email, "/");
    await page.getByText("Your reports begin with your contacts").waitFor();
    await expectAccessible(page);
    await page.goto(`${stage.url}/contacts`);
    await show().click();
    await page.getByText("Nora Field").waitFor();
    await page.getByText("Sample data is there to look at").waitFor();
    await note().waitFor();
    await expectAccessible(page);
    await stage.idle();
    await page.goto(`${stage.url}/deals`);
    await page.getByText("Fleet of the north").waitFor();
    await page.goto(`${stage.url}/`);
    await page.getByText("new contacts in 30 days").waitFor();
    await page.getByRole("button", { name: "Remove it" }).click();
    await page.getByText("Sample data is in the trash").waitFor();
    await note().waitFor({ state: "detached" });
    await page.keyboard.press("z");
    await note().waitFor();
    await page.getByText("Sample data is there to look at").waitFor();
    await page.keyboard.press("z");
    await note().waitFor({ state: "detached" });
    await page.goto(`${stage.url}/tasks`);
    await show().waitFor();
    expectNoFaults(page);
    expectOwnOriginOnly(page);
  });

  test("offers it to who runs it, and tells everybody what is not real", async () => {
    const owner: Owner = await signUp(stage, "grace@samples.example");
    await colleague(stage, owner, { email: "sal@samples.example", name: "Sal", role: "sales" });
    page = await openDesk(stage, "sal@samples.example", "/companies");
    await page
      .getByRole("heading", { name: "No companies" })
      .or(page.getByRole("heading", { level: 2 }))
      .first()
      .waitFor();
    expect(await show().count()).toBe(0);
    await owner.post("/samples", {});
    await page.goto(`${stage.url}/companies`);
    await page.getByText("Atlas Freight").waitFor();
    await note().waitFor();
    expect(await page.getByRole("button", { name: "Remove it" }).count()).toBe(0);
    expectNoFaults(page);
  });

  test.each<Look>([
    { width: 1440, locale: "fa", scheme: "dark" },
    { width: 390, locale: "en-XA", scheme: "light" },
  ])("fits and is accessible: $width, $locale, $scheme", async (look) => {
    const owner = await signUp(stage, `look${look.width}@samples.example`);
    page = await openDesk(stage, owner.email, "/", look);
    await page.getByRole("heading", { level: 2 }).first().waitFor();
    await page.screenshot({ path: `tests/.screens/samples-empty-${look.width}.png` });
    await expectSound(page);
    await owner.post("/samples", {});
    page = await openDesk(stage, owner.email, "/contacts", look);
    await page.getByText("Nora Field").first().waitFor();
    await page.screenshot({ path: `tests/.screens/samples-${look.width}.png` });
    await expectSound(page);
  });
});

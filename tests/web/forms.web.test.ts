import { createServer, type Server } from "node:http";
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

type Form = Json & { id: string; name: string; url: string; open: boolean; questions: { field: string }[] };

const stage = withStage({ clock: "real", web: "built" });
let owner: Owner;
let page: Page;
/** A site of the customer's own: its page holds what Rapport gave, its thanks is where visitors go on to. */
let site: Server;
let siteUrl: string;
let siteHtml = "";

beforeAll(async () => {
  owner = await signUp(stage, "forms@site.example");
  site = createServer((request, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(request.url === "/thanks" ? "<h1>Thanks from our site</h1>" : siteHtml);
  });
  await new Promise<void>((ready) => site.listen(0, "127.0.0.1", ready));
  siteUrl = `http://127.0.0.1:${(site.address() as { port: number }).port}`;
});
afterEach(async () => {
  await page?.context().close();
});
afterAll(async () => {
  site.closeAllConnections();
  await new Promise((closed) => site.close(closed));
  await closeBrowser();
});

async function open(path: string, look?: Look): Promise<void> {
  page = await openDesk(stage, owner.email, path, {
    also: [new URL(stage.openUrl).origin, siteUrl],
    ...look,
  });
}

const formsNow = async () => (await owner.get<{ items: Form[] }>("/forms")).items;
const contactOf = async (email: string) =>
  (await owner.all<Json & { email: string }>("/contacts")).find((one) => one.email === email);

describe("a form", () => {
  test("is made, stands at its address and in a site of one's own, and brings contacts", async () => {
    await open("/forms");
    await page.getByRole("heading", { name: "No forms yet" }).waitFor();
    await expectAccessible(page);
    await page.getByRole("main").getByRole("button", { name: "New form" }).last().click();

    await page.getByLabel("Name", { exact: true }).fill("Website: contact");
    await page.getByLabel("Words for First name").fill("What may we call you?");
    await page.getByRole("button", { name: "Do not ask for Last name" }).click();
    await page.getByRole("button", { name: "Ask for more" }).click();
    await page.getByRole("menuitem", { name: "Message" }).click();
    await page.getByRole("button", { name: "Move Message up" }).click();
    await page.getByLabel("Message is needed").check();
    await page.getByLabel("Page to go on to").fill("no address");
    await page.getByLabel("Tags").fill("website, spring");
    await page.getByLabel("Send the welcome mail").check();
    await page.getByRole("button", { name: "Create form" }).click();
    await page.getByRole("alert").getByText("redirectTo").waitFor();
    expect(await formsNow()).toEqual([]);
    await page.getByLabel("Page to go on to").fill(`${siteUrl}/thanks`);
    await page.getByRole("button", { name: "Create form" }).click();
    await page.getByRole("textbox", { name: "Address" }).waitFor();

    const [form] = await formsNow();
    expect(form).toMatchObject({ tags: ["website", "spring"], welcome: true, open: true });
    expect(form?.questions.map(({ field }) => field)).toEqual(["firstName", "message", "email"]);
    await page.getByRole("button", { name: "Copy: Address" }).click();
    await page.getByRole("button", { name: "Copied: Address" }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(form?.url);
    await expectAccessible(page);
    expectOwnOriginOnly(page);
    expectNoFaults(page);

    const tab = page.context().waitForEvent("page");
    await page.getByRole("link", { name: "Open the form" }).click();
    const visitor = await tab;
    await visitor.getByLabel("What may we call you?").fill("Lin");
    await visitor.getByLabel("Message").fill("Do you deliver to Ganja?");
    await visitor.getByLabel("Email").fill("lin@visitor.example");
    await visitor.getByLabel("Send me news and offers").check();
    await visitor.getByRole("button", { name: "Send" }).click();
    await visitor.getByRole("heading", { name: "Thanks from our site" }).waitFor();
    expect(await contactOf("lin@visitor.example")).toMatchObject({
      firstName: "Lin",
      source: "form",
      tags: ["website", "spring"],
      consent: { marketing: { state: "subscribed" } },
    });

    siteHtml = `<!doctype html><html lang="en"><title>Ours</title>${await page.getByRole("textbox", { name: "HTML for your site" }).inputValue()}`;
    await visitor.goto(siteUrl);
    await visitor.getByLabel("What may we call you?").fill("Mo");
    await visitor.getByLabel("Message").fill("Call me");
    await visitor.getByLabel("Email").fill("mo@visitor.example");
    await visitor.getByRole("button", { name: "Send" }).click();
    await visitor.getByRole("heading", { name: "Thanks from our site" }).waitFor();
    const mo = await contactOf("mo@visitor.example");
    expect(mo).toMatchObject({ firstName: "Mo", tags: ["website", "spring"] });
    expect(mo?.consent).toBeUndefined();
  });

  test("is changed, closed, removed and given back", async () => {
    const [form] = await formsNow();
    await open(`/forms/${form!.id}`);
    await page.getByLabel("Heading").fill("Write to us");
    await page.getByLabel("Page to go on to").fill("");
    await page.getByLabel("Takes answers").uncheck();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("The form is saved").waitFor();
    await page.getByText("The form is closed").waitFor();
    const [changed] = await formsNow();
    expect(changed).toMatchObject({ title: "Write to us", open: false });
    expect(changed).not.toHaveProperty("redirectTo");
    expect((await fetch(form!.url)).status).toBe(410);

    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByRole("heading", { name: "No forms yet" }).waitFor();
    expect(await formsNow()).toEqual([]);
    await page.keyboard.press("z");
    await page.getByRole("link", { name: /Website: contact/ }).waitFor();
    await page.getByText("Closed").waitFor();
    expectNoFaults(page);
  });
});

describe("every page of forms", () => {
  test.each<Look>([
    { width: 1440, locale: "en", scheme: "dark" },
    { width: 1440, locale: "fa", scheme: "light" },
    { width: 390, locale: "fa", scheme: "dark" },
    { width: 390, locale: "en-XA", scheme: "light" },
  ])("is accessible, asks nobody else and fits: $width, $locale, $scheme", async (look) => {
    const [form] = await formsNow();
    for (const path of ["/forms", "/forms/new", `/forms/${form!.id}`]) {
      await open(path, look);
      await expectSound(page);
    }
  });
});

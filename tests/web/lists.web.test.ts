import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  closeBrowser,
  expectAccessible,
  expectNoFaults,
  expectOwnOriginOnly,
  type Look,
  openPage,
} from "./browser.ts";
import { type Fake, startFake } from "./fake.ts";

let fake: Fake;
let page: Page;

beforeAll(async () => {
  // Built by whichever test file comes first.
  await (await startFake()).stop();
});
beforeEach(async () => {
  fake = await startFake();
});
afterEach(async () => {
  await page?.context().close();
  await fake.stop();
});
afterAll(closeBrowser);

async function open(path: string, look?: Look): Promise<Page> {
  page = await openPage(fake.url + path, look);
  return page;
}

const second = () => [...fake.world.contact.values()][1]!;
const row = (name: string) => page.getByRole("row", { name });
const cursor = () => page.locator("[data-cursor]");

describe("a list of contacts", () => {
  test("moves by J and K, previews by Space and keeps the preview in the address", async () => {
    await open("/contacts");
    await row("Deniz Quliyeva").first().waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    expect(await cursor().textContent()).toBe("Deniz Quliyeva");
    await page.keyboard.press("Space");
    const panel = page.getByRole("complementary", { name: "Contact" });
    await panel.getByRole("heading", { name: "Deniz Quliyeva" }).waitFor();
    expect(new URL(page.url()).searchParams.get("panel")).toBe(second().id);
    await page.reload();
    await panel.getByRole("heading", { name: "Deniz Quliyeva" }).waitFor();
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    expectNoFaults(page);
  });

  test("edits a cell in place with Enter, and Z takes it back", async () => {
    await open("/contacts");
    await row("Deniz Quliyeva").first().waitFor();
    for (const key of ["j", "j", "ArrowRight", "ArrowRight", "Enter"]) await page.keyboard.press(key);
    await page.getByRole("textbox", { name: "Phone" }).fill("+994 55 123");
    await page.keyboard.press("Enter");
    await page.getByText("One value changed").waitFor();
    expect(second().phone).toBe("+994 55 123");
    await page.keyboard.press("z");
    await expect.poll(() => second().phone).toBe("+994502000007");
  });

  test("saves an edit of what nobody else touched, and says so where somebody did", async () => {
    await open("/contacts");
    await row("Deniz Quliyeva").first().waitFor();
    const edit = async (keys: string[], text: string) => {
      for (const key of [...keys, "Enter"]) await page.keyboard.press(key);
      await page.getByRole("textbox", { name: "Phone" }).fill(text);
      await page.keyboard.press("Enter");
    };
    // A call was logged meanwhile.
    Object.assign(second(), { version: second().version + 1, lastActivityAt: new Date().toISOString() });
    await edit(["j", "j", "ArrowRight", "ArrowRight"], "+994 55 123");
    await page.getByText("One value changed").waitFor();
    expect(second()).toMatchObject({ phone: "+994 55 123", lastActivityAt: expect.any(String) });
    Object.assign(second(), { version: second().version + 1, phone: "+994 55 777" });
    await edit(["ArrowUp"], "+994 55 456");
    await page.getByText("has a newer version").waitFor();
    await row("+994 55 777").waitFor();
    expect(second().phone).toBe("+994 55 777");
  });

  test("copies a block of cells and pastes it as rows, skipping what cannot be edited", async () => {
    await open("/contacts");
    await row("Deniz Quliyeva").first().waitFor();
    for (const key of ["j", "j", "ArrowRight", "ArrowRight", "Shift+ArrowDown"])
      await page.keyboard.press(key);
    await page.keyboard.press("ControlOrMeta+c");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("+994502000007\n+994502000014");
    for (const key of ["ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
    await page.keyboard.press("ControlOrMeta+v");
    await page.getByText("2 values changed").waitFor();
    const rows = [...fake.world.contact.values()];
    expect([rows[4]!.phone, rows[5]!.phone]).toEqual(["+994502000007", "+994502000014"]);
  });

  test("fills a choice down by Ctrl-D", async () => {
    await open("/contacts");
    await row("Deniz Quliyeva").first().waitFor();
    for (const key of ["j", "ArrowRight", "ArrowRight", "ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown"])
      await page.keyboard.press(key);
    await page.keyboard.press("ControlOrMeta+d");
    await page.getByText("values changed").waitFor();
    expect([...fake.world.contact.values()].slice(0, 3).map((contact) => contact.lifecycle)).toEqual([
      "evangelist",
      "evangelist",
      "evangelist",
    ]);
  });

  test("selects with X, replaces the header by the bulk bar, removes, and gives back by Undo", async () => {
    await open("/contacts");
    await row("Deniz Quliyeva").first().waitFor();
    for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
    const bar = page.getByRole("toolbar", { name: "Selected rows" });
    await bar.getByText("2 selected").waitFor();
    await bar.getByRole("button", { name: "Remove" }).click();
    await page.getByText("2 moved to the trash").waitFor();
    expect(second().removedAt).toBeDefined();
    await page.getByRole("button", { name: /^Undo/ }).click();
    await expect.poll(() => second().removedAt).toBeUndefined();
  });

  test("loads on while it is scrolled", async () => {
    await open("/contacts");
    await row("Deniz Quliyeva").first().waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("ControlOrMeta+ArrowDown");
    await page.getByText("200+ contacts").waitFor();
  });

  test("shows what the server refused and puts the true value back", async () => {
    await open("/contacts");
    await row("Deniz Quliyeva").first().waitFor();
    for (const key of ["j", "j", "ArrowRight", "Enter"]) await page.keyboard.press(key);
    await page.getByRole("textbox", { name: "Email" }).fill("nobody");
    await page.keyboard.press("Enter");
    await page.getByText("email: is not an email").waitFor();
    await row("person1@company1.example").first().waitFor();
  });

  test("says what to do when there is nothing", async () => {
    fake.world.contact.clear();
    await open("/contacts");
    await page.getByRole("heading", { name: "No contacts yet" }).waitFor();
    await page.getByRole("button", { name: "Add the first one" }).click();
    await page.getByRole("dialog").getByLabel("First name").waitFor();
  });

  test("is two-line rows on a phone that open the record", async () => {
    await open("/contacts", { width: 390 });
    await page
      .getByRole("button", { name: /Deniz Quliyeva/ })
      .first()
      .click();
    await page.getByRole("tab", { name: "Timeline" }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/contacts/${second().id}`);
  });
});

describe("a contact", () => {
  test("is edited in place, property by property", async () => {
    await open(`/contacts/${second().id}`);
    await page.getByRole("button", { name: /^Position: / }).click();
    await page.getByRole("textbox", { name: "Position" }).fill("Director");
    await page.keyboard.press("Enter");
    await page.getByText("One value changed").waitFor();
    expect(second().title).toBe("Director");
    await page.getByRole("button", { name: /empty fields/ }).click();
    await page.getByRole("button", { name: /^Website/ }).waitFor();
  });

  test("takes a note by N and Ctrl-Enter, on top of its timeline", async () => {
    await open(`/contacts/${second().id}`);
    await page.getByRole("heading", { name: "Deniz Quliyeva" }).waitFor();
    await page.keyboard.press("n");
    await page.getByRole("textbox", { name: "Write a note" }).fill("Likes tea\nCalls on Mondays");
    await page.keyboard.press("ControlOrMeta+Enter");
    await page.getByText("Note saved").waitFor();
    const first = page.getByRole("region", { name: "Timeline" }).getByRole("listitem").first();
    await expect.poll(() => first.textContent()).toContain("Likes tea");
  });

  test("that is not there says so", async () => {
    await open("/contacts/con_00000000000000000000999999");
    await page.getByRole("alert").getByText("Not found").waitFor();
  });
});

describe("the shell", () => {
  test("goes by G and a letter, and lists every key under ?", async () => {
    await open("/contacts");
    await row("Deniz Quliyeva").first().waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("o");
    await page.waitForURL("**/companies");
    await page.keyboard.press("?");
    await page.getByRole("dialog").getByText("List the keys").waitFor();
  });

  test("finds and acts by Ctrl-K", async () => {
    await open("/companies");
    await page.getByRole("grid").waitFor();
    await page.keyboard.press("ControlOrMeta+k");
    await page.getByRole("combobox").fill("Deniz Quliyeva");
    await page
      .getByRole("option", { name: /Deniz Quliyeva/ })
      .first()
      .waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/contacts\/con_/);
    await page.keyboard.press("ControlOrMeta+k");
    await page.getByRole("combobox").fill("new comp");
    await page.getByRole("option", { name: /New company/ }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByLabel("Mail domain").waitFor();
  });

  test("creates by C and offers the record that is in the way", async () => {
    await open("/contacts");
    await row("Deniz Quliyeva").first().waitFor();
    await page.keyboard.press("c");
    await page.getByRole("dialog").getByRole("button", { name: "New contact" }).click();
    await page.getByLabel("Email").fill(String(second().email));
    await page.getByRole("button", { name: "Create contact" }).click();
    await page.getByRole("button", { name: "Open the one that exists" }).click();
    await page.waitForURL(`**/contacts/${second().id}`);
  });

  test("sends who is not signed in to sign in, and back", async () => {
    fake.world.signedIn = false;
    await open(`/contacts/${second().id}`);
    await page.getByLabel("Email").fill("owner@demo.example");
    await page.getByLabel("Password", { exact: true }).fill("wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").getByText("Email or password is wrong").waitFor();
    await page.getByLabel("Password", { exact: true }).fill("rapport-demo");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Deniz Quliyeva" }).waitFor();
  });

  test("turns the page around in Persian and back, without loading it again", async () => {
    await open("/contacts");
    await page.getByRole("button", { name: /^Account of/ }).click();
    await page.getByRole("menuitemradio", { name: "فارسی" }).click();
    await page.getByRole("heading", { name: "مخاطبان" }).waitFor();
    expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
    await page.getByRole("menuitemradio", { name: "English" }).click();
    await page.getByRole("heading", { name: "Contacts" }).waitFor();
  });
});

describe("the phone's menu", () => {
  test("holds the places, the language and the way out, and is accessible", async () => {
    await open("/contacts", { width: 390 });
    await page.getByRole("button", { name: "Menu" }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByRole("button", { name: "Sign out" }).waitFor();
    await expectAccessible(page);
    await sheet.getByLabel("Density").selectOption("touch");
    await sheet.getByRole("link", { name: "Companies" }).click();
    await page.waitForURL("**/companies");
    expectNoFaults(page);
  });
});

describe.each<Look>([
  { width: 1440, scheme: "light", locale: "en" },
  { width: 1440, scheme: "dark", locale: "fa" },
  { width: 390, scheme: "light", locale: "fa" },
  { width: 390, scheme: "dark", locale: "en-XA" },
])("at $width, $scheme, $locale", (look) => {
  test.each([
    "/sign-in",
    "/sign-up",
    "/forgotten",
    "/contacts",
    "/contacts/ID",
    "/contacts?panel=ID",
    "/companies",
    "/settings/profile",
    "/settings/security",
    "/settings/members",
  ])("%s is accessible, asks no other origin, breaks no policy and does not overflow", async (path) => {
    await open(path.replace("ID", second().id), look);
    await page.waitForLoadState("networkidle");
    await expectAccessible(page);
    expectOwnOriginOnly(page);
    expectNoFaults(page);
    const [content, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(content).toBeLessThanOrEqual(width!);
  });
});

import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Json, type Owner, signUp } from "../journey/client.ts";
import { withStage } from "../stage/helper.ts";
import { closeBrowser, expectAccessible, expectNoFaults, expectOwnOriginOnly, type Look } from "./browser.ts";
import { openDesk } from "./desk.ts";

const stage = withStage({ clock: "real", web: "built" });
let owner: Owner;
let page: Page;

beforeAll(async () => {
  owner = await signUp(stage, "imports@files.example");
});
afterEach(async () => {
  await page?.context().close();
});
afterAll(closeBrowser);

async function open(path = "/imports", look?: Look): Promise<void> {
  page = await openDesk(stage, owner.email, path, look);
}

async function choose(name: string, content: string | Buffer): Promise<void> {
  await page
    .locator("input[type=file]")
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(content as string) });
}

const rows = 40;
/** Forty people; one without a name, email or phone, one whose email is none, one whose country is unknown. */
const people = [
  "First Name,Last Name,E-mail,Phone 1,Company,Country,Subscribed,Shoe size",
  ...Array.from({ length: rows - 3 }, (_, at) =>
    [
      `Ada${at}`,
      "Byron",
      `ada${at}@people.example`,
      `+99455123${String(1000 + at)}`,
      "Engines",
      "Azerbaijan",
      "03/04/2025",
      "38",
    ].join(","),
  ),
  ",,,,,Azerbaijan,,39",
  "Omar,Khayyam,not-an-email,,,Iran,,41",
  "Saruul,Ganbold,saruul@people.example,,,Narnia,,40",
].join("\r\n");

describe("an import", () => {
  test("goes from a dropped file to contacts, and is taken back", async () => {
    await open();
    await choose("people.csv", people);
    await page.getByRole("heading", { name: "people.csv" }).waitFor();
    const target = (column: string) => page.getByRole("combobox", { name: `What ${column} becomes` });
    expect(await target("E-mail").inputValue()).toBe("email");
    expect(await target("Company").inputValue()).toBe("company");
    expect(await target("Shoe size").inputValue()).toBe("ignore");
    await page.getByText("03/04/2025 is 3 Apr 2025").waitFor();
    await page.getByRole("combobox", { name: "Order of day, month and year" }).selectOption("mdy");
    await page.getByText("03/04/2025 is 4 Mar 2025").waitFor();

    await page.getByLabel("Tags for everybody").fill("spring, fair");
    await page.getByLabel("These people may get marketing mail").check();
    await page.getByLabel("Where they said so").fill("Stand at the fair");
    await page.keyboard.press("Tab");
    await page.getByRole("cell", { name: "ada0@people.example", exact: true }).waitFor();
    await page
      .getByRole("cell", { name: "fair, spring" })
      .or(page.getByRole("cell", { name: "spring, fair" }))
      .first()
      .waitFor();
    await expectAccessible(page);

    await page.getByRole("button", { name: "Check the whole file" }).click();
    await page.getByRole("button", { name: "38 of 40 rows will come in" }).waitFor({ timeout: 60_000 });
    expect((await owner.get<{ items: Json[] }>("/contacts")).items).toEqual([]);
    await page.getByRole("button", { name: "38 of 40 rows will come in" }).click();
    await page.getByText("38 new contacts").waitFor();

    await page.getByRole("button", { name: "Import 38 rows" }).click();
    await page.getByText("Came in").first().waitFor({ timeout: 60_000 });
    await page.getByText("38 new contacts").waitFor();
    const contacts = await owner.all<Json & { email?: string; tags: string[]; consent?: Json }>("/contacts");
    expect(contacts).toHaveLength(38);
    const ada = contacts.find((one) => one.email === "ada0@people.example");
    expect(ada?.tags.toSorted()).toEqual(["fair", "spring"]);
    expect(ada?.consent).toMatchObject({
      marketing: {
        state: "subscribed",
        basis: "consent",
        source: "Stand at the fair",
        at: "2025-03-04T00:00:00.000Z",
      },
    });

    const asked = page.waitForResponse((response) => response.url().includes("/problems"));
    await page.getByRole("button", { name: /Download the \d+ rows with problems/ }).click();
    const link = (await (await asked).json()) as { url: string };
    const csv = await (await fetch(link.url)).text();
    expect(csv).toContain("not-an-email");
    expect(csv).toContain("Narnia");
    await expectAccessible(page);
    expectOwnOriginOnly(page);

    await page.getByRole("button", { name: "Take it back" }).click();
    await page.getByText("New contacts go to the trash").waitFor();
    await page.getByText("38 contacts in the trash").waitFor({ timeout: 60_000 });
    expect(await owner.all("/contacts")).toEqual([]);
    await page.goto(`${stage.url}/imports`);
    await page.getByRole("link", { name: "people.csv" }).waitFor();
    await page.getByText("Taken back").waitFor();
    expectNoFaults(page);
  });

  test("is stopped in its midst, goes on where it stood, and brings each row once", async () => {
    const many = Array.from({ length: 1_000 }, (_, at) => `Nia${at},nia${at}@many.example`);
    await open();
    await choose("many.csv", ["name,email", ...many].join("\n"));
    await page.getByRole("heading", { name: "many.csv" }).waitFor();
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await page.getByRole("button", { name: "Stop", exact: true }).click({ timeout: 60_000 });
    await page.getByText("Stopped by hand").waitFor({ timeout: 60_000 });
    await expectAccessible(page);
    const come = async () =>
      (await owner.all<{ email?: string }>("/contacts?limit=200")).filter(({ email }) =>
        email?.endsWith("@many.example"),
      ).length;
    expect(await come()).toBeLessThan(1_000);
    await page.getByRole("button", { name: "Resume" }).click();
    await page.getByRole("link", { name: "See the contacts" }).waitFor({ timeout: 120_000 });
    expect(await come()).toBe(1_000);
    const { items } = await owner.get<{ items: { run: { created: number; updated: number } }[] }>("/imports");
    expect(items[0]?.run).toMatchObject({ created: 1_000, updated: 0 });
    expectNoFaults(page);
  });

  test("is kept when its undoing is called off", async () => {
    await open();
    await choose("two.csv", "name,email\nAda,ada@kept.example\nOmar,omar@kept.example\n");
    await page.getByRole("heading", { name: "two.csv" }).waitFor();
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await page.getByRole("link", { name: "See the contacts" }).waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "Take it back" }).click();
    await page.getByRole("button", { name: /^Undo/ }).click();
    await page.getByRole("button", { name: "Take it back" }).waitFor();
    const { items } = await owner.get<{ items: { state: string }[] }>("/imports");
    expect(items[0]?.state).toBe("done");
  });

  test.each([
    [
      "utf16.csv",
      Buffer.from("\ufeffname,email\nAda,ada@x.example\n", "utf16le"),
      "The file is not UTF-8 text",
    ],
    [
      "quote.csv",
      'name,email\n"Ada,ada@x.example\nOmar,omar@x.example\n',
      "A quote is opened but not closed",
    ],
    ["head.csv", "name,email\n", "The file has no rows"],
    ["photo.png", "no csv at all", "This is no CSV file"],
  ] as const)("says what is wrong with %s and what to do", async (name, content, title) => {
    await open();
    await choose(name, content as string);
    await page.getByRole("alert").getByText(title).waitFor();
    await page.getByRole("button", { name: "Choose another file" }).waitFor();
    await expectAccessible(page);
    await choose("good.csv", "name,email\nAda,ada@good.example\n");
    await page.getByRole("heading", { name: "good.csv" }).waitFor();
  });

  test.each([
    { width: 390, locale: "fa", scheme: "dark" },
    { width: 1440, locale: "fa", scheme: "light" },
    { width: 390, locale: "en", scheme: "light" },
  ] as Look[])("has no serious finding: $width, $locale, $scheme", async (look) => {
    await open("/imports", look);
    await page.waitForLoadState("networkidle");
    await expectAccessible(page);
    await choose("people.csv", people);
    await page.getByRole("heading", { name: "people.csv" }).waitFor();
    await page.getByText("ada0@people.example").first().waitFor();
    await expectAccessible(page);
    expectOwnOriginOnly(page);
    expectNoFaults(page);
  });
});

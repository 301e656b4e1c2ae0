import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Owner, password, signUp } from "../journey/client.ts";
import { countriesOf, customers, toCsv } from "../journey/customers.ts";
import { differences, MINUTE } from "../journey/mailing.ts";
import { withStage } from "../stage/helper.ts";
import { closeBrowser, expectAccessible, expectNoFaults, expectOwnOriginOnly, openPage } from "./browser.ts";
import { Hand } from "./hand.ts";
import { colleague, Reader } from "./people.ts";

const ROWS = 300;
const stage = withStage({ web: "built" });
const { from, list } = customers(ROWS);
const country = countriesOf(list)[0]![0];
const chosen = list.filter((one) => one.country === country).map(({ email }) => email.toLowerCase());
const [blocked, clicker, leaver, bouncer, complainer] = chosen as [string, string, string, string, string];
/** In the segment, those of the file and one without an email; of the file all but the blocked one are mailed. */
const matched = chosen.length + 1;
const recipients = chosen.length - 1;
const MARKETER = "mara@journey.example";

let owner: Owner;
let page: Page;
let hand: Hand;

beforeAll(async () => {
  owner = await signUp(stage);
  await colleague(stage, owner, { email: MARKETER, name: "Mara", role: "marketer" });
});
afterAll(async () => {
  await page?.context().close();
  await closeBrowser();
});

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
const link = (name: string | RegExp) => page.getByRole("link", { name, exact: true }).first();
const section = (name: string) => page.getByRole("region", { name, exact: true });
const number = async (row: string) =>
  (
    await section("Results").getByRole("row").filter({ hasText: row }).getByRole("cell").first().textContent()
  )?.trim();

describe(`the main job in a browser, with ${ROWS} customers (${from})`, () => {
  test("a marketer signs in and drops the file: its columns are known, and the check says what would come in", async () => {
    page = await openPage(`${stage.url}/sign-in`, { also: [stage.awsUrl] });
    await page.getByRole("textbox", { name: "Email" }).fill(MARKETER);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.keyboard.press("Enter");
    await link("Contacts").waitFor();
    hand = new Hand(page);
    await hand.click(link("Contacts"));
    await hand.click(link("Import"));
    await hand.drop(page.getByText("Drop a CSV file here"), {
      name: "customers.csv",
      type: "text/csv",
      content: toCsv(list),
    });
    await page.getByRole("heading", { name: "customers.csv" }).waitFor();
    const becomes = (column: string) =>
      page.getByRole("combobox", { name: `What ${column} becomes` }).inputValue();
    for (const [column, target] of [
      ["Email", "email"],
      ["First Name", "firstName"],
      ["Country", "country"],
      ["Phone 1", "phone"],
      ["Company", "company"],
    ])
      expect([column, await becomes(column!)]).toEqual([column, target]);
    await hand.fill(page.getByLabel("Tags for everybody"), "spring");
    await hand.click(button("Check the whole file"));
    await button(`${ROWS} of ${ROWS} rows will come in`).waitFor({ timeout: 60_000 });
    expect((await owner.get<{ items: unknown[] }>("/contacts")).items).toEqual([]);
  });

  test("runs it to its end, each row a contact", async () => {
    await hand.click(button(`Import ${ROWS} rows`));
    await page.getByRole("link", { name: "See the contacts" }).waitFor({ timeout: 120_000 });
    await page.getByText(`${ROWS} new contacts`).waitFor();
    const contacts = await owner.all<{ tags: string[] }>("/contacts?limit=100");
    expect(contacts.filter(({ tags }) => tags.includes("spring"))).toHaveLength(ROWS);
    // One more whom no mail can reach, and one who asked not to be written to.
    const code = await codeOf(country);
    await owner.post("/contacts", { firstName: "Post only", tags: ["spring"], address: { country: code } });
    await owner.post("/suppressions", { email: blocked });
  });

  test("asks a campaign's people by country and tag, and counts them before they are kept", async () => {
    await hand.click(link("Marketing"));
    await hand.click(button("New campaign"));
    await hand.click(link("New segment"));
    await page.getByRole("textbox", { name: "Value" }).waitFor();
    await hand.type("spring");
    await hand.click(button("Condition"));
    await hand.click(page.getByRole("combobox", { name: "Value" }).last());
    await page.locator("[data-combobox-option]").first().waitFor();
    await hand.type(country);
    await page.locator("[data-combobox-selected]", { hasText: country }).waitFor();
    await hand.press("Enter");
    await page.getByText(`${matched} of ${ROWS + 1} contacts`).waitFor();
    await hand.click(button("Save segment"));
    await page.waitForURL("**/campaigns/**");
    await stage.clock.advance(5_000);
    await section("Who").getByText(`${matched} people`).waitFor();
  });

  test("writes the mail, reads it as three people, sends a test and reads the subtraction", async () => {
    await hand.click(link("New template"));
    await hand.fill(page.getByLabel("Subject"), "Spring for {{ contact.firstName }}");
    await hand.click(button("Save template"));
    await page.waitForURL("**/campaigns/**");
    const names = new Set<string>();
    const mail = page.getByRole("region", { name: "The mail as its reader gets it" });
    const subject = mail.getByText(/^Spring for ./);
    for (const at of [0, 1, 2]) {
      if (at > 0) await hand.click(button("Next reader"));
      const reader = await mail.getByRole("combobox", { name: "As" }).inputValue();
      const [first = ""] = reader.split(" ");
      await subject.filter({ hasText: first }).waitFor();
      names.add(reader);
    }
    expect(names.size).toBe(3);
    await hand.click(button("Send me a test"));
    await page.getByText(`A test is on its way to ${MARKETER}`).waitFor();
    await stage.idle();
    expect(stage.inbox.list({ to: MARKETER, subject: "Spring for" })).toHaveLength(1);
    await hand.click(button(`Will reach ${recipients} of ${matched}`));
    const account = (row: string) => page.getByRole("row", { name: row }).getByRole("cell").textContent();
    await page.getByRole("row", { name: "Will get it" }).waitFor();
    expect(await account("In the segment")).toBe(String(matched));
    expect(await account("Without an email")).toMatch(/1$/);
    expect(await account("Bounced, complained or blocked")).toMatch(/1$/);
    expect(await account("Will get it")).toBe(String(recipients));
    await expectAccessible(page);
  });

  test("sends it, which waits half a minute for second thoughts, and each of them gets one mail", async () => {
    await hand.click(page.getByRole("button", { name: "Send", exact: true }));
    await page.getByText(new RegExp(`^Goes to ${recipients} people in (30|2\\d) seconds$`)).waitFor();
    await stage.idle();
    expect(stage.inbox.list({ to: clicker })).toEqual([]);
    for (let minute = 0; minute < 5; minute++) await stage.clock.advance(MINUTE);
    await page.getByText("Finished").first().waitFor();
    const mails = stage.inbox.list({ limit: 1_000 }).filter(({ tags }) => tags.campaign !== undefined);
    expect(mails.map(({ to }) => to.join()).sort()).toEqual(
      chosen.filter((email) => email !== blocked).sort(),
    );
  });

  test("the mails are read in the stage's inbox: a click, an unsubscribing, a bounce, a complaint", async () => {
    const reader = await Reader.at(stage);
    await reader.open(clicker);
    expect(await reader.follow("Read more")).toMatch(/^https:\/\/www\.example\.com\/?$/);
    await reader.open(leaver);
    await reader.follow("Unsubscribe", async (goodbye) => {
      await goodbye.getByRole("button", { name: "Unsubscribe" }).click();
      await goodbye.getByRole("heading", { name: "You are unsubscribed" }).waitFor();
    });
    await reader.open(bouncer);
    await reader.say("Bounce");
    await reader.open(complainer);
    await reader.say("Complaint");
    await reader.leave();
    await stage.idle();
    for (const [email, suppressed] of [
      [bouncer, true],
      [complainer, true],
      [clicker, false],
    ] as const)
      expect(await owner.post("/suppressions/check", { email })).toEqual({ suppressed });
  });

  test("the campaign's results and Home say exactly that, after at most 25 clicks", async () => {
    // Who opens a mail in the inbox sees its pictures: four did.
    const wanted = { Delivered: recipients, Clicked: 1, Unsubscribed: 1, Bounced: 1, Complained: 1 };
    for (const [row, count] of Object.entries(wanted))
      await expect.poll(() => number(row), { timeout: 40_000 }).toBe(String(count));
    expect(
      await section("Results")
        .getByRole("row", { name: /^Opened \d/ })
        .textContent(),
    ).toMatch(/^Opened4/);
    await section("Check").getByText(`Went to ${recipients} of ${matched}`).waitFor();
    await expectAccessible(page);
    await hand.click(link("Home"));
    await page.getByText(`The latest campaign reached ${recipients} people`).waitFor();
    const bars = (name: string) => page.getByRole("figure", { name });
    const bar = (chart: string, row: string) =>
      bars(chart).getByRole("row", { name: row }).getByRole("cell").first().textContent();
    expect(await bar("Where they came from", "Import")).toBe(String(ROWS));
    expect(await bar("Where they came from", "By hand")).toBe("1");
    expect(await bar("Contacts by lifecycle", "Lead")).toBe(String(ROWS + 1));
    await page.getByText("new contacts in 30 days").waitFor();
    expect(await page.getByRole("link", { name: /new contacts in 30 days/ }).textContent()).toContain(
      String(ROWS + 1),
    );
    const row = page.getByRole("region", { name: "Campaigns" }).getByRole("row").last();
    expect(await row.getByRole("cell").first().textContent()).toBe(String(recipients));
    await expectAccessible(page);
    expectOwnOriginOnly(page);
    expectNoFaults(page);
    expect(hand.count).toBeLessThanOrEqual(25);
    expect(await differences(stage)).toEqual([]);
  });
});

/** As the import understood it. */
async function codeOf(name: string): Promise<string> {
  const { email } = list.find((one) => one.country === name)!;
  const found = await owner.all<{ email: string; address: { country: string } }>("/contacts?limit=100");
  return found.find((one) => one.email === email.toLowerCase())!.address.country;
}

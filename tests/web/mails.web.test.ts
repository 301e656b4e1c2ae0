import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
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
const HOLD_MS = 13_000;
const LIN = "lin@mails.example";
let owner: Owner;
let page: Page;
let lin: { id: string };

beforeAll(async () => {
  owner = await signUp(stage, "ada@mails.example");
  lin = await owner.post("/contacts", { firstName: "Lin", lastName: "Zhou", email: LIN });
});
afterEach(async () => {
  await page?.context().close();
});
afterAll(closeBrowser);

async function open(path: string, look?: Look, email = owner.email): Promise<void> {
  page = await openDesk(stage, email, path, look);
}

const subject = () => page.getByRole("textbox", { name: "Subject" });
const text = () => page.getByRole("textbox", { name: "Your mail" });
const entry = (title: string) =>
  page.getByRole("region", { name: "Timeline" }).getByRole("listitem").filter({ hasText: title });
const arrived = (about: string) => stage.inbox.list({ to: LIN, subject: about });
/** Everything that was written so far has left. */
async function leave(): Promise<void> {
  await stage.idle();
  await stage.clock.advance(HOLD_MS);
}

describe("a mail from a record", () => {
  test("is opened by M, written, sent by Ctrl-Enter, taken back by Z into the composer, sent again, and arrives once", async () => {
    await open(`/contacts/${lin.id}`);
    await page.getByRole("heading", { name: "Lin Zhou" }).waitFor();
    // Typed on at once: no letter is lost, none is a shortcut.
    await page.keyboard.press("m");
    await page.keyboard.type("The looms");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Dear Lin,\n\nshall we meet on Monday?");
    await expectAccessible(page);
    await page.keyboard.press("ControlOrMeta+Enter");
    await page.getByText("The mail to Lin Zhou leaves in ten seconds").waitFor();
    await entry("The looms").getByText("Waiting").waitFor();
    expect(await subject().inputValue()).toBe("");
    await page.keyboard.press("Escape");
    await page.keyboard.press("z");
    await page.getByText("Taken back: it is in the composer again").waitFor();
    await entry("The looms").waitFor({ state: "detached" });
    expect(await text().inputValue()).toBe("Dear Lin,\n\nshall we meet on Monday?");
    await leave();
    expect(arrived("The looms")).toEqual([]);

    await text().fill("Dear Lin,\n\nshall we meet on Tuesday?");
    await page.keyboard.press("ControlOrMeta+Enter");
    await entry("The looms").getByText("Waiting").waitFor();
    await leave();
    await entry("The looms").getByText("Delivered").waitFor();
    expect(arrived("The looms")).toHaveLength(1);
    const mail = await stage.inbox.open(arrived("The looms")[0]!.id);
    expect(mail?.text).toContain("Tuesday");
    expectNoFaults(page);
    expectOwnOriginOnly(page);
  });

  test("is answered: the answer stands on the timeline, and is answered in its turn", async () => {
    await stage.inbox.reply(
      arrived("The looms")[0]!.id,
      "Tuesday at ten.\n\n".concat("See you. ".repeat(60)),
    );
    await stage.idle();
    await open(`/contacts/${lin.id}`);
    const answer = entry("Re: The looms");
    await answer.getByText("Received").waitFor();
    await answer.getByText("Lin Zhou").waitFor();
    await answer.getByRole("button", { name: "Show all" }).click();
    await expect.poll(() => answer.textContent()).toContain("wrote:");
    await answer.getByRole("button", { name: "Answer" }).click();
    await expect.poll(() => subject().inputValue()).toBe("Re: The looms");
    await expect.poll(() => text().evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.type("Ten it is.");
    await page.keyboard.press("ControlOrMeta+Enter");
    await page.getByText("The mail to Lin Zhou leaves").waitFor();
    await page.getByRole("button", { name: "Take back" }).waitFor();
    await leave();
    expect(arrived("Re: The looms")).toHaveLength(1);
    const raw = String(stage.inbox.raw(arrived("Re: The looms")[0]!.id));
    expect(raw).toMatch(/^In-Reply-To: <.*@mails\.example>/m);
    // The whole conversation is one entry, behind its newest mail.
    const thread = page.getByRole("button", { name: "2 earlier in this conversation" });
    await thread.click();
    const earlier = page
      .getByRole("listitem")
      .filter({ has: thread })
      .getByRole("list")
      .getByRole("listitem");
    expect(await earlier.count()).toBe(2);
    expect(await earlier.nth(0).textContent()).toContain("Lin Zhou");
    expect(await earlier.nth(1).textContent()).toContain("Tuesday?");
    await expectAccessible(page);
    await thread.click();
    await earlier.nth(0).waitFor({ state: "detached" });
    expectNoFaults(page);
  });

  test("begins with a template's words for this contact; what was written before comes back by Z", async () => {
    await owner.post("/templates", {
      name: "Visit",
      subject: "A visit to {{ contact.firstName }}",
      html: "<p>Dear {{ contact.firstName }},</p><p>you as {{ contact.title }} know looms.</p>",
    });
    await open(`/contacts/${lin.id}`);
    await page.getByRole("heading", { name: "Lin Zhou" }).waitFor();
    await page.keyboard.press("m");
    await text().fill("Already begun");
    await page.getByRole("combobox", { name: "From a template" }).selectOption({ label: "Visit" });
    await expect.poll(() => subject().inputValue()).toBe("A visit to Lin");
    expect(await text().inputValue()).toContain("Dear Lin,");
    await page.getByText("Look for gaps: no value for contact.title").waitFor();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("z");
    await expect.poll(() => text().inputValue()).toBe("Already begun");
    await text().fill("");
    expectNoFaults(page);
  });

  test("is taken back from the timeline into the composer", async () => {
    await open(`/contacts/${lin.id}`);
    await page.getByRole("heading", { name: "Lin Zhou" }).waitFor();
    await page.keyboard.press("m");
    await subject().fill("On second thought");
    await text().fill("Better on Friday.");
    await page.keyboard.press("ControlOrMeta+Enter");
    await entry("On second thought").getByRole("button", { name: "Take back" }).click();
    await entry("On second thought").waitFor({ state: "detached" });
    await expect.poll(() => text().inputValue()).toBe("Better on Friday.");
    expect(await subject().inputValue()).toBe("On second thought");
    await leave();
    expect(arrived("On second thought")).toEqual([]);
    expectNoFaults(page);
  });

  test("is written from a deal and a company to one of their people, and stands on each", async () => {
    const company = await owner.post<{ id: string }>("/companies", { name: "Looms Ltd" });
    const bo = await owner.post<{ id: string }>("/contacts", {
      firstName: "Bo",
      email: "bo@mails.example",
      companyId: company.id,
    });
    const participants = [{ contactId: lin.id }, { contactId: bo.id }];
    const deal = await owner.post<{ id: string }>("/deals", { name: "Twelve looms", contacts: participants });
    await open(`/deals/${deal.id}`);
    await page.getByRole("button", { name: "Email", exact: true }).click();
    await page.getByRole("combobox", { name: "To" }).selectOption({ label: "Bo" });
    await page.getByText("bo@mails.example").waitFor();
    await subject().fill("Twelve of them");
    await text().fill("As we said.");
    await page.keyboard.press("ControlOrMeta+Enter");
    await entry("Twelve of them").getByText("Waiting").waitFor();
    await page.goto(`${stage.url}/companies/${company.id}`);
    await entry("Twelve of them").waitFor();
    await page.getByRole("button", { name: "Email", exact: true }).click();
    await page.getByText("bo@mails.example").waitFor();
    expectNoFaults(page);
  });

  test("says before one types whom it can't go to, why, and what to do", async () => {
    const gone = await owner.post<{ id: string }>("/contacts", {
      firstName: "Gone",
      email: "gone@mails.example",
    });
    await owner.post("/suppressions", { email: "gone@mails.example", reason: "hard-bounce" });
    await open(`/contacts/${gone.id}`);
    await page.getByRole("heading", { name: "Gone" }).waitFor();
    await page.keyboard.press("m");
    await page.getByText(/a mail to it came back for good.*Give the contact another address/).waitFor();
    expect(await text().count()).toBe(0);
    await expectAccessible(page);
    const silent = await owner.post<{ id: string }>("/contacts", { firstName: "Silent" });
    await page.goto(`${stage.url}/contacts/${silent.id}`);
    await page.getByRole("button", { name: "Email", exact: true }).click();
    await page.getByText("Silent has no email. Add one in the details to write to them.").waitFor();
    expectNoFaults(page);
  });

  test("is not offered to a viewer", async () => {
    await colleague(stage, owner, { email: "vi@mails.example", name: "Vi", role: "viewer" });
    await open(`/contacts/${lin.id}`, {}, "vi@mails.example");
    await page.getByRole("button", { name: "Note" }).first().waitFor();
    expect(await page.getByRole("button", { name: "Email", exact: true }).count()).toBe(0);
    expect(await page.getByRole("tab", { name: "Email" }).count()).toBe(0);
  });

  test.each<Look>([
    { width: 1440, locale: "fa", scheme: "dark" },
    { width: 390, locale: "fa", scheme: "light" },
    { width: 390, locale: "en-XA", scheme: "dark" },
  ])("fits and is accessible: $width, $locale, $scheme", async (look) => {
    await open(`/contacts/${lin.id}`, look);
    await page
      .getByRole("tab")
      .nth(look.width === 390 ? 3 : 1)
      .waitFor();
    await page.keyboard.press("m");
    await page.getByText(LIN).last().waitFor();
    await expectSound(page);
  });
});

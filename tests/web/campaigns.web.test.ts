import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Owner, signUp } from "../journey/client.ts";
import { html, letterTo, MINUTE, sent, visit } from "../journey/mailing.ts";
import { Refusal, withStage } from "../stage/helper.ts";
import { closeBrowser, expectAccessible, expectNoFaults, expectSound, type Look } from "./browser.ts";
import { openDesk } from "./desk.ts";

type Made = { id: string };
type Campaign = Made & { state: string; sendAt?: string };

const stage = withStage({ web: "built" });
let owner: Owner;
let page: Page;
let everybody: Made;
let template: Made;

/** One customer among five; all can be written to. */
const people = ["Ada", "Bea", "Cem", "Dara", "Emin"].map((firstName, at) => ({
  firstName,
  email: `${firstName.toLowerCase()}@people.example`,
  lifecycle: at === 0 ? "customer" : "lead",
}));

beforeAll(async () => {
  owner = await signUp(stage, "mara@campaigns.example");
  for (const person of people) await owner.post("/contacts", person);
  await stage.idle();
  everybody = await owner.post<Made>("/segments", { kind: "live", name: "Everybody", filter: { all: [] } });
  template = await owner.post<Made>("/templates", {
    name: "Sale",
    subject: "For {{ contact.firstName }}",
    html,
  });
  await stage.clock.advance(5_000);
});
afterEach(async () => {
  await page?.context().close();
});
afterAll(closeBrowser);

async function open(path: string): Promise<Page> {
  page = await openDesk(stage, owner.email, path);
  return page;
}

const button = (name: string) => page.getByRole("button", { name, exact: true });
const section = (name: string) => page.getByRole("region", { name, exact: true });
const drafted = (more: object = {}) =>
  owner.post<Campaign>("/campaigns", {
    name: "Spring sale",
    segmentId: everybody.id,
    templateId: template.id,
    ...more,
  });
const stateOf = async ({ id }: Made) => (await owner.get<Campaign>(`/campaigns/${id}`)).state;

describe("a campaign", () => {
  test("over a thousand the button is held for a second", async () => {
    const campaign = await drafted();
    const counted = {
      matched: 5_040,
      noEmail: 40,
      unsubscribed: 150,
      noConsent: 0,
      suppressed: 38,
      capped: 0,
      notAllowed: 0,
      recipients: 4_812,
    };
    await open("/campaigns");
    await page.route("**/audience", (route) => route.fulfill({ json: counted }));
    await page
      .getByRole("link", { name: /^Spring sale/ })
      .first()
      .click();
    await button("Will reach 4 812 of 5 040").waitFor();
    const held = page.getByRole("button", { name: /^Send hold/ });
    await held.click();
    expect(await stateOf(campaign)).toBe("draft");
    await held.focus();
    await page.keyboard.down("Enter");
    await page.getByText(/^Goes to 4\s812 people in (30|2\d) seconds$/).waitFor();
    await page.keyboard.up("Enter");
    await page.keyboard.press("z");
    await expect.poll(() => stateOf(campaign)).toBe("draft");
  });

  test("is set for a time, and taken back from the bar", async () => {
    const campaign = await drafted();
    await open(`/campaigns/${campaign.id}`);
    await page.getByText("Later", { exact: true }).click();
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel("Day", { exact: true }).fill(tomorrow);
    await page.keyboard.press("Enter");
    await page.getByLabel("Time", { exact: true }).fill("23:59");
    await button("Schedule").click();
    await button("Take back").waitFor();
    const { sendAt = "" } = await owner.get<Campaign>(`/campaigns/${campaign.id}`);
    expect(
      new Date(sendAt).toLocaleTimeString("en-GB", {
        timeZone: "Asia/Baku",
        hour: "2-digit",
        minute: "2-digit",
      }),
    ).toBe("23:59");
    await button("Take back").click();
    await expect.poll(() => stateOf(campaign)).toBe("draft");
  });

  test("says what stands in its way, and takes a sending back within half a minute", async () => {
    const { id } = await owner.post<Campaign>("/campaigns", { name: "Idea" });
    await open(`/campaigns/${id}`);
    await section("Check").getByText("Choose whom it goes to").waitFor();
    await section("Check").getByText("Choose or write the mail").waitFor();
    expect(await button("Send").isDisabled()).toBe(true);
    await section("Who").getByRole("combobox", { name: "Segment" }).selectOption({ label: "Everybody" });
    await section("What").getByRole("combobox", { name: "Template" }).selectOption({ label: "Sale" });
    await section("Check").getByText("Nothing stands in the way").waitFor();
    await button("Will reach 5 of 5").waitFor();
    await section("Who")
      .getByRole("combobox", { name: "On what ground" })
      .selectOption({ label: "They said yes" });
    await section("Check").getByText("Nobody would get it").waitFor();
    await section("Who")
      .getByRole("combobox", { name: "On what ground" })
      .selectOption({ label: "They are customers" });
    await button("Will reach 1 of 5").waitFor();
    await button("Send").click();
    await page.getByText(/^Goes to 1 person in (30|2\d) seconds$/).waitFor();
    await expect.poll(() => stateOf({ id })).toBe("scheduled");
    await page.keyboard.press("z");
    await button("Send").waitFor();
    await stage.clock.advance(5 * MINUTE);
    expect(await stateOf({ id })).toBe("draft");
    expectNoFaults(page);
  });

  test("goes out half a minute after it was sent though the page is closed, and can't be taken back then", async () => {
    const campaign = await drafted();
    await open(`/campaigns/${campaign.id}`);
    await button("Will reach 5 of 5").waitFor();
    await button("Send").click();
    await page.getByText(/^Goes to 5 people in (30|2\d) seconds$/).waitFor();
    await page.context().close();
    for (let minute = 0; minute < 5; minute++) await stage.clock.advance(MINUTE);
    expect(await stateOf(campaign)).toBe("finished");
    await open(`/campaigns/${campaign.id}`);
    await page.getByText("5 sent").waitFor();
    await expect(owner.post(`/campaigns/${campaign.id}/unschedule`)).rejects.toThrow(/409.*campaign-started/);
  });

  test("is paused, resumed and cancelled while it runs, each recipient in its results", async () => {
    const campaign = await drafted();
    await owner.post(`/campaigns/${campaign.id}/send`, { holdSeconds: 0 });
    // No minute passes, so nobody's turn has come.
    await stage.idle();
    await open(`/campaigns/${campaign.id}`);
    await button("Pause").click();
    await button("Resume").waitFor();
    expect(await stateOf(campaign)).toBe("paused");
    await button("Resume").click();
    await button("Pause").waitFor();
    await expectAccessible(page);
    await button("Cancel the rest").click();
    await stage.idle();
    await stage.clock.advance(MINUTE);
    await page.getByText("Cancelled").first().waitFor();
    const results = await owner.get<Record<string, number>>(`/campaigns/${campaign.id}/results`);
    expect(results).toMatchObject({ audience: 5, sent: 0, skipped: 5 });
    await page.getByText("5 skipped").waitFor();
    expectNoFaults(page);
  });

  test("asks what mails count as of which SES said nothing, once a day has passed", async () => {
    const campaign = await drafted();
    const stop = stage.intercept(({ service, action }) => {
      if (service === "ses" && action === "SendBulkEmail")
        throw new Refusal("InternalFailure", "Not now.", 500);
    });
    await sent(stage, owner, campaign.id);
    stop();
    expect(await stateOf(campaign)).toBe("finished-with-errors");
    await open(`/campaigns/${campaign.id}`);
    await button("Count as sent").click();
    await page.getByText("SES may still tell").first().waitFor();
    await expectAccessible(page);
    await stage.clock.jump(25 * 60 * MINUTE);
    await button("Count as sent").click();
    await page.getByText("5 count as sent").waitFor();
    await stage.idle();
    await page.getByText("5 sent").waitFor();
    expect(await stateOf(campaign)).toBe("finished");
  });

  test("shows its results when it has ended, exactly as the API counts them", async () => {
    const campaign = await drafted();
    await sent(stage, owner, campaign.id);
    await stage.idle();
    await open(`/campaigns/${campaign.id}`);
    const results = await owner.get<Record<string, number>>(`/campaigns/${campaign.id}/results`);
    expect(results).toMatchObject({ sent: 5, delivered: 5, bounced: 0 });
    const row = section("Results").getByRole("row", { name: /^Delivered/ });
    await row.waitFor();
    expect(await row.getByRole("cell").first().textContent()).toBe("5");
    await section("Check").getByText("Went to 5 of 5").waitFor();
    await page.getByRole("link", { name: "Campaigns" }).click();
    await page
      .getByRole("listitem")
      .filter({ hasText: "Finished" })
      .filter({ hasText: "to 5 people" })
      .first()
      .waitFor();
    expectNoFaults(page);
  });

  test("each number of its results opens exactly the people it counts", async () => {
    const campaign = await drafted();
    await sent(stage, owner, campaign.id);
    for (const name of ["ada", "cem"]) await visit((await letterTo(stage, `${name}@people.example`)).click);
    await visit((await letterTo(stage, "bea@people.example")).pixel);
    await stage.idle();
    await open(`/campaigns/${campaign.id}`);
    const number = (row: string) => section("Results").getByRole("row", { name: row }).getByRole("link");
    const names = async () => (await page.getByRole("grid").getByRole("link").allTextContents()).sort();
    await number("Clicked").getByText("2", { exact: true }).waitFor();
    await number("Clicked").click();
    await page.getByText("2 people", { exact: true }).waitFor();
    expect(await names()).toEqual(["Ada", "Cem"]);
    const { pathname, search } = new URL(page.url());
    await page.goBack();
    await number("Opened 3").click();
    await page.getByText("3 people", { exact: true }).waitFor();
    expect(await names()).toEqual(["Ada", "Bea", "Cem"]);
    await page.goBack();
    await page.getByRole("link", { name: "5 sent", exact: true }).click();
    await page.getByText("5 people", { exact: true }).waitFor();
    await page.goBack();
    await number("Complained").click();
    await page.getByText("Nobody: Complained").waitFor();
    await expectAccessible(page);
    await page.getByRole("link", { name: "Back to the campaign" }).click();
    await section("Results").waitFor();
    // The address alone leads there, and keeps who is shown beside the list.
    await page.context().close();
    await open(pathname + search);
    await page.getByText("2 people", { exact: true }).waitFor();
    await page.getByRole("gridcell", { name: "ada@people.example" }).click();
    await page.keyboard.press("Space");
    await page
      .getByRole("complementary", { name: "Contact" })
      .getByText("ada@people.example")
      .first()
      .waitFor();
    expect(page.url()).toContain("panel=con_");
    await expectAccessible(page);
    expectNoFaults(page);
  });
});

describe("every page of a campaign", () => {
  test.each<Look>([
    { width: 1440, locale: "fa", scheme: "dark" },
    { width: 390, locale: "en-XA", scheme: "light" },
  ])("is accessible, asks nobody else and fits: $width, $locale, $scheme", async (look) => {
    const [campaign] = (await owner.all<Campaign>("/campaigns")).filter(({ state }) => state === "finished");
    for (const part of [
      "",
      "/recipients",
      "/recipients?outcome=delivered",
      "/recipients?outcome=complained",
    ]) {
      page = await openDesk(stage, owner.email, `/campaigns/${campaign?.id}${part}`, look);
      await expectSound(page);
    }
  });
});

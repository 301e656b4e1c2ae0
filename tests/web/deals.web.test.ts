import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Json, type Owner, signUp } from "../journey/client.ts";
import { withStage } from "../stage/helper.ts";
import { closeBrowser, expectAccessible, expectNoFaults, expectOwnOriginOnly, type Look } from "./browser.ts";
import { openDesk } from "./desk.ts";

type Stage = { id: string; name: string; type: string };
type Deal = {
  id: string;
  name: string;
  stageId: string;
  status: string;
  lostReason?: string;
  version: number;
};

const stage = withStage({ clock: "real", web: "built" });
let owner: Owner;
let page: Page;
let stages: Stage[];
let pipelineId: string;
let deals: Deal[];

beforeAll(async () => {
  owner = await signUp(stage, "board@deals.example");
  const { items } = await owner.get<{ items: (Json & { id: string; stages: Stage[] })[] }>("/pipelines");
  pipelineId = items[0]!.id;
  stages = items[0]!.stages;
});
beforeEach(async () => {
  // What an earlier test left open is closed: the board begins with these three.
  const board = await owner.get<{ items: Deal[] }>(`/pipelines/${pipelineId}/board`);
  for (const deal of board.items) await owner.post(`/deals/${deal.id}/win`);
  const company = await owner.post<{ id: string }>("/companies", {
    name: `Caspian Machines ${crypto.randomUUID().slice(0, 8)}`,
  });
  deals = [];
  for (const [name, amount] of [
    ["Ten machines", 4_200_000],
    ["Spare parts", 150_000],
    ["Service contract", 900_000],
  ] as const)
    deals.push(
      await owner.post<Deal>("/deals", { name, companyId: company.id, amount: { amount, currency: "EUR" } }),
    );
});
afterEach(async () => {
  await page?.context().close();
});
afterAll(closeBrowser);

async function open(path: string, look?: Look): Promise<Page> {
  page = await openDesk(stage, owner.email, path, look);
  return page;
}

const column = (name: string) => page.getByRole("region", { name, exact: true });
const card = (name: string) => page.getByRole("button", { name: new RegExp(`^${name}`) }).first();
const nameOf = (type: string) => stages.find((one) => one.type === type)!.name;
const strip = (type: string) =>
  page.getByRole("region", { name: "Deals by stage" }).getByText(nameOf(type), { exact: true });
const current = (name: string) => owner.get<Deal>(`/deals/${deals.find((deal) => deal.name === name)!.id}`);

/** Waits until the API says so; otherwise fails with what it says. */
async function until<T>(read: () => Promise<T>, wanted: (value: T) => boolean): Promise<void> {
  const answer = async () => {
    const value = await read();
    return wanted(value) ? "there" : value;
  };
  await expect.poll(answer, { timeout: 20_000 }).toBe("there");
}

describe("the board of deals", () => {
  test("shows each stage's count, sum and weighted sum, and what has no next activity", async () => {
    await open("/deals");
    const first = column(stages[0]!.name);
    await first.getByText("Ten machines").waitFor();
    await first.getByText("Caspian Machines").first().waitFor();
    const text = await first.textContent();
    expect(text).toMatch(/€52.500/u);
    expect(text).toMatch(/€5.250 weighted/u);
    expect(text).toContain("No next activity");
    expectNoFaults(page);
    expectOwnOriginOnly(page);
  });

  test("moves a card by the mouse, and Z puts it back", async () => {
    await open("/deals");
    await card("Ten machines").waitFor();
    const from = (await card("Ten machines").boundingBox())!;
    const to = (await column(stages[1]!.name).boundingBox())!;
    await page.mouse.move(from.x + 40, from.y + 20);
    await page.mouse.down();
    await page.mouse.move(from.x + 60, from.y + 24, { steps: 3 });
    await strip("won").waitFor();
    await page.mouse.move(to.x + 120, to.y + 80, { steps: 8 });
    await column(stages[1]!.name).getByText("Ten machines").waitFor();
    await page.mouse.up();
    await until(
      () => current("Ten machines"),
      (deal) => deal.stageId === stages[1]!.id,
    );
    await page.getByRole("button", { name: /^Undo/ }).waitFor();
    await page.keyboard.press("z");
    await column(stages[0]!.name).getByText("Ten machines").waitFor();
    await until(
      () => current("Ten machines"),
      (deal) => deal.stageId === stages[0]!.id,
    );
    expectNoFaults(page);
  });

  test("moves a card by keys alone", async () => {
    await open("/deals");
    await card("Spare parts").waitFor();
    await card("Spare parts").focus();
    await page.keyboard.press("Space");
    await strip("won").waitFor();
    await page.keyboard.press("ArrowRight");
    await column(stages[1]!.name).getByText("Spare parts").waitFor();
    await page.keyboard.press("Space");
    await until(
      () => current("Spare parts"),
      (deal) => deal.stageId === stages[1]!.id,
    );
  });

  test("loses a deal with a reason asked beside the card, and takes it back", async () => {
    await open("/deals");
    await card("Service contract").waitFor();
    await page.getByRole("button", { name: /Move Service contract/ }).click();
    await page.getByRole("menuitem", { name: nameOf("lost") }).click();
    await page.getByRole("button", { name: "Price" }).click();
    await until(
      () => current("Service contract"),
      (deal) => deal.status === "lost" && deal.lostReason === "Price",
    );
    await card("Service contract").waitFor({ state: "detached" });
    await page.getByRole("button", { name: /Undo/ }).click();
    await until(
      () => current("Service contract"),
      (deal) => deal.status === "open",
    );
    await card("Service contract").waitFor();
  });

  test("wins a deal dropped on its strip", async () => {
    await open("/deals");
    await card("Ten machines").waitFor();
    const from = (await card("Ten machines").boundingBox())!;
    await page.mouse.move(from.x + 40, from.y + 20);
    await page.mouse.down();
    await page.mouse.move(from.x + 60, from.y + 24, { steps: 3 });
    const target = (await strip("won").boundingBox())!;
    await page.mouse.move(target.x + 30, target.y + target.height / 2, { steps: 8 });
    // Where a card is over is known a frame later: as a person does, let go once the strip says so.
    await expect.poll(() => strip("won").getAttribute("data-over")).toBe("true");
    await page.mouse.up();
    await until(
      () => current("Ten machines"),
      (deal) => deal.status === "won",
    );
  });

  test("makes a deal in the column where it will stand, with its amount", async () => {
    await open("/deals");
    await page.getByRole("button", { name: `New deal in ${stages[2]!.name}` }).click();
    await page.keyboard.type("Second hall 42 000");
    await page.keyboard.press("Enter");
    await column(stages[2]!.name).getByText("Second hall").waitFor();
    const made = (await owner.all<Deal & { amount?: object }>("/deals")).find(
      (deal) => deal.name === "Second hall",
    );
    expect(made).toMatchObject({ stageId: stages[2]!.id, amount: { amount: 4_200_000 } });
  });

  test("puts a card back where the server refuses the move", async () => {
    await open("/deals");
    await card("Spare parts").waitFor();
    await page.route("**/move", (route) =>
      route.fulfill({
        status: 422,
        contentType: "application/problem+json",
        body: JSON.stringify({ type: "refused", title: "No", detail: "Not today" }),
      }),
    );
    await page.getByRole("button", { name: /Move Spare parts/ }).click();
    await page.getByRole("menuitem", { name: stages[1]!.name }).click();
    await page.getByText("Not today").waitFor();
    await column(stages[0]!.name).getByText("Spare parts").waitFor();
  });

  test("is one column with a stage picker on a phone", async () => {
    await open("/deals", { width: 390 });
    await page.getByText("Ten machines").waitFor();
    const picker = page.getByRole("combobox", { name: "Column" });
    await picker.selectOption({ index: 1 });
    await page.getByText("Ten machines").waitFor({ state: "detached" });
    await expectAccessible(page);
  });
});

describe("a deal's record", () => {
  test("asks for the next activity when one is finished", async () => {
    const deal = deals[0]!;
    await owner.post("/activities", {
      kind: "call",
      title: "Ask about the offer",
      state: "planned",
      at: new Date(Date.now() + 86_400_000).toISOString(),
      about: [deal.id],
    });
    await open(`/deals/${deal.id}`);
    const header = page.getByRole("banner").or(page.locator("header")).filter({ hasText: "Next activity" });
    await header.getByText("Ask about the offer").waitFor();
    await header.getByRole("button", { name: "Held" }).click();
    await page.getByText("Done. What comes next?").waitFor();
    await page.keyboard.type("Send the contract");
    await page.getByRole("button", { name: "Plan it" }).click();
    await header.getByText("Send the contract").waitFor();
    await expectAccessible(page);
    expectNoFaults(page);
  });

  test("edits the amount in place, moves along its stages and is lost from the bar", async () => {
    const deal = deals[1]!;
    await open(`/deals/${deal.id}`);
    await page.getByRole("button", { name: /^Amount:/ }).click();
    await page.keyboard.type("2 500,50");
    await page.keyboard.press("Enter");
    await until(
      () => owner.get<Deal & { amount: { amount: number } }>(`/deals/${deal.id}`),
      (now) => now.amount.amount === 250_050,
    );
    await page.getByTitle(`Move to ${stages[3]!.name}`).click();
    await until(
      () => current("Spare parts"),
      (now) => now.stageId === stages[3]!.id,
    );
    await page.getByRole("toolbar", { name: "Actions" }).getByRole("button", { name: "Lost" }).click();
    await page.getByRole("textbox", { name: "Another reason" }).fill("Moved abroad");
    await page.keyboard.press("Enter");
    await until(
      () => current("Spare parts"),
      (now) => now.lostReason === "Moved abroad",
    );
    await page.getByRole("button", { name: "Reopen" }).waitFor();
  });
});

describe("a party of deals", () => {
  test("says in its header what is open and what comes next, and where it is in words", async () => {
    const company = await owner.post<{ id: string }>("/companies", { name: "Steppe Foods" });
    const contact = await owner.post<{ id: string }>("/contacts", {
      firstName: "Bolor",
      companyId: company.id,
      address: { city: "Darkhan", country: "MN" },
    });
    const deal = await owner.post<Deal>("/deals", {
      name: "Two ovens",
      companyId: company.id,
      contacts: [{ contactId: contact.id }],
      amount: { amount: 1_250_000, currency: "EUR" },
    });
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    const plan = (title: string, days: number, about: string[]) =>
      owner.post("/activities", { kind: "call", title, state: "planned", at: inDays(days), about });
    await plan("Ask about the offer", 2, [deal.id]);
    await plan("Wish a good new year", 5, [contact.id]);

    await open(`/contacts/${contact.id}`);
    const header = page.locator("header").filter({ hasText: "Next activity" });
    await header.getByText("1 open deal €12 500").waitFor();
    await header.getByText("Ask about the offer").waitFor();
    await header.getByRole("button", { name: "Held" }).click();
    await header.getByText("Wish a good new year").waitFor();
    await header.getByRole("button", { name: "Held" }).click();
    await header.getByText("No next activity").waitFor();
    await header.getByRole("button", { name: "Plan the next activity" }).click();
    await page.getByRole("textbox", { name: "Next activity" }).fill("Bring the samples");
    await header.getByRole("button", { name: "Plan it" }).click();
    await header.getByText("Bring the samples").waitFor();

    const country = page.getByRole("button", { name: /^Country/ });
    expect(await country.textContent()).toContain("Mongolia");
    await country.click();
    await page.getByRole("combobox", { name: "Country" }).selectOption("Kazakhstan");
    await page.getByRole("button", { name: "Country: Kazakhstan" }).waitFor();
    await expect
      .poll(() => owner.get(`/contacts/${contact.id}`))
      .toMatchObject({ address: { city: "Darkhan", country: "KZ" } });

    await page.goto(`${stage.url}/companies/${company.id}`);
    await page.locator("header").getByText("1 open deal €12 500").waitFor();
    await expectAccessible(page);
    expectNoFaults(page);
  });
});

describe("every page of deals", () => {
  const paths = () => [
    "/deals",
    "/deals?view=list",
    "/deals?view=won",
    `/deals/${deals[0]!.id}`,
    "/settings/pipelines",
  ];
  test.each([
    { locale: "en", scheme: "light" },
    { locale: "fa", scheme: "dark" },
  ] as Look[])("has no serious finding and asks nobody else: $locale, $scheme", async (look) => {
    for (const path of paths()) {
      await open(path, look);
      await page.waitForLoadState("networkidle");
      await expectAccessible(page);
      expectOwnOriginOnly(page);
      expectNoFaults(page);
      await page.context().close();
    }
  });
});

describe("pipeline settings", () => {
  test("rename, add and reorder stages, and refuse to remove one that holds deals", async () => {
    await open("/settings/pipelines");
    await page.getByRole("button", { name: "Add a stage" }).click();
    await page.getByRole("textbox", { name: "Name of New stage" }).fill("Legal");
    await page.keyboard.press("Enter");
    type Pipeline = { stages: Stage[] };
    const names = async () =>
      (await owner.get<Pipeline>(`/pipelines/${pipelineId}`)).stages.map((one) => one.name);
    await until(names, (now) => now.includes("Legal"));
    await page.getByRole("button", { name: "Move Legal up" }).click();
    await until(names, (now) => now.indexOf("Legal") === now.indexOf(nameOf("won")) - 2);
    await page.getByRole("button", { name: `Remove ${stages[0]!.name}` }).click();
    await page.getByText(/Move the deals out of the stage/).waitFor();
    await page.getByRole("button", { name: "Remove Legal" }).click();
    await until(names, (now) => !now.includes("Legal"));
  });
});

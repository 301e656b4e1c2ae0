import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Json, type Owner, password, signUp } from "../journey/client.ts";
import { withStage } from "../stage/helper.ts";
import { closeBrowser, expectAccessible, expectNoFaults, expectSound, type Look } from "./browser.ts";
import { openDesk } from "./desk.ts";

type Team = Json & { id: string; name: string };

const stage = withStage({ clock: "real", web: "built" });
let owner: Owner;
let page: Page;
let grace: string;

beforeAll(async () => {
  owner = await signUp(stage, "settings@teams.example");
  await owner.post("/members/invitations", { email: "grace@teams.example", role: "sales" });
  await stage.idle();
  const [mail] = stage.inbox.list({ to: "grace@teams.example" });
  const raw = String(stage.inbox.raw(mail!.id)).replaceAll("=\r\n", "");
  const token = /\/accept#([\w-]{43})/.exec(raw)?.[1];
  const accepted = await fetch(`${stage.url}/api/v1/auth/accept`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token, name: "Grace", password }),
  });
  expect(accepted.status).toBe(201);
  grace = (await owner.get<{ items: Json[] }>("/members")).items.find(({ name }) => name === "Grace")!
    .id as string;
});
afterEach(async () => {
  await page?.context().close();
});
afterAll(closeBrowser);

async function open(path: string, look?: Look): Promise<void> {
  page = await openDesk(stage, owner.email, path, look);
}

const teamsNow = async () => (await owner.get<{ items: Team[] }>("/teams")).items.map(({ name }) => name);
const teamOf = async () => (await owner.get<{ teamId?: string }>(`/members/${grace}`)).teamId;
const section = (name: string) =>
  page.locator("section").filter({ has: page.getByRole("heading", { name }) });

describe("teams", () => {
  test("are made, renamed, joined, left, removed and given back", async () => {
    await open("/settings/teams");
    await page.getByRole("textbox", { name: "Name" }).fill("North");
    await page.keyboard.press("Enter");
    await section("North").getByText("Nobody yet").waitFor();
    await page.getByRole("textbox", { name: "Name" }).first().fill("north");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    expect(await teamsNow()).toEqual(["North"]);

    await section("North").getByRole("textbox", { name: "Name" }).fill("Caspian");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Caspian" }).waitFor();
    expect(await teamsNow()).toEqual(["Caspian"]);

    await section("Caspian").getByLabel("Add a member").selectOption({ label: "Grace" });
    await section("Caspian").getByText("1 member").waitFor();
    expect(await teamOf()).toBeDefined();
    expect(await page.getByRole("button", { name: "Remove Caspian" }).isDisabled()).toBe(true);
    await section("Caspian").getByRole("button", { name: "Remove Grace from Caspian" }).click();
    await section("Caspian").getByText("Nobody yet").waitFor();
    expect(await teamOf()).toBeUndefined();
    await page.keyboard.press("z");
    await section("Caspian").getByText("1 member").waitFor();
    await section("Caspian").getByRole("button", { name: "Remove Grace from Caspian" }).click();
    await section("Caspian").getByText("Nobody yet").waitFor();

    await page.getByRole("button", { name: "Remove Caspian" }).click();
    await page.getByText("Moved to the trash").waitFor();
    expect(await teamsNow()).toEqual([]);
    await page.keyboard.press("z");
    await page.getByRole("heading", { name: "Caspian" }).waitFor();
    expect(await teamsNow()).toEqual(["Caspian"]);
    expectNoFaults(page);
  });
});

describe("API keys", () => {
  test("are shown once, work, and are refused as soon as they are revoked", async () => {
    await open("/settings/keys");
    await page.getByText("No keys yet.").waitFor();
    await page.getByRole("button", { name: "New key" }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByLabel("What it is for").fill("Shop");
    await sheet.getByLabel("May do").selectOption("viewer");
    await sheet.getByLabel("Ends").selectOption("7");
    await sheet.getByRole("button", { name: "Make the key" }).click();
    const key = await sheet.getByRole("textbox", { name: "Shop" }).inputValue();
    await expectAccessible(page);
    await sheet.getByRole("button", { name: "Copy: Shop" }).click();
    await sheet.getByRole("button", { name: "Copied: Shop" }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
    const asProgram = () =>
      fetch(`${stage.url}/api/v1/contacts`, { headers: { authorization: `Bearer ${key}` } });
    expect((await asProgram()).status).toBe(200);
    await sheet.getByRole("button", { name: "I have copied it" }).click();
    await page.getByText(`${key.slice(0, 12)}…`).waitFor();
    await page.getByText("as Ada, in the role Viewer").waitFor();
    expect(await page.content()).not.toContain(key);
    await page.reload();
    await page.getByText("last used today").waitFor();

    await page.getByRole("button", { name: "Revoke Shop" }).click();
    await page.getByRole("alert").getByText("Programs that use Shop are refused at once").waitFor();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Keep it" }).click();
    expect((await asProgram()).status).toBe(200);
    await page.getByRole("button", { name: "Revoke Shop" }).click();
    await page.getByRole("button", { name: "Revoke it" }).click();
    await page.getByText("No keys yet.").waitFor();
    expect((await asProgram()).status).toBe(401);
    expectNoFaults(page);
  });
});

describe("every page of settings", () => {
  test.each<Look>([
    { width: 1440, locale: "en", scheme: "light" },
    { width: 1440, locale: "fa", scheme: "dark" },
    { width: 390, locale: "fa", scheme: "light" },
    { width: 390, locale: "en-XA", scheme: "dark" },
  ])("is accessible, asks nobody else and fits: $width, $locale, $scheme", async (look) => {
    await owner.post("/api-keys", { name: "Warehouse", role: "sales", days: 7 });
    for (const tab of ["teams", "keys", "members"]) {
      await open(`/settings/${tab}`, look);
      await expectSound(page);
    }
  });
});

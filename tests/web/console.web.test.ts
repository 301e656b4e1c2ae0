import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, test } from "vitest";
import { type Json, type Owner, signUp } from "../journey/client.ts";
import { freshStage, type Stage } from "../stage/helper.ts";
import { closeBrowser, expectNoFaults } from "./browser.ts";
import { builtClient } from "./build.ts";
import { openDesk } from "./desk.ts";

type Made = Json & { id: string };

let stage: Stage;
let owner: Owner;
let page: Page;
const made: Record<string, string> = {};

/** The client as developers have it: production's React keeps to itself what it minds. */
beforeAll(async () => {
  stage = await freshStage({ clock: "real", web: "built", webDist: await builtClient("development") });
  owner = await signUp(stage, "quiet@console.example");
  const add = async (noun: string, path: string, body: object) => {
    made[noun] = (await owner.post<Made>(path, body)).id;
  };
  await add("company", "/companies", { name: "Caspian Machines", domain: "caspian.example", size: 40 });
  await add("contact", "/contacts", {
    firstName: "Leyla",
    email: "leyla@caspian.example",
    companyId: made.company,
    tags: ["vip", "fair", "press"],
  });
  await add("deal", "/deals", { name: "Ten machines", companyId: made.company });
  for (const kind of ["note", "call", "meeting", "task"])
    await owner.post("/activities", { kind, title: `A ${kind}`, about: [made.contact] });
  await add("form", "/forms", {
    name: "Website",
    title: "Talk to us",
    questions: [{ field: "email", label: "Email", required: true }],
  });
  await add("segment", "/segments", {
    kind: "live",
    name: "Important",
    filter: { field: "tags", operator: "has", value: "vip" },
  });
  await owner.post("/teams", { name: "North" });
  await owner.post("/api-keys", { name: "Shop", role: "viewer" });
  await owner.post("/members/invitations", { email: "grace@console.example", role: "sales" });
  await stage.idle();
}, 400_000);
afterEach(async () => {
  await page?.context().close();
});
afterAll(async () => {
  await stage?.stop();
  await closeBrowser();
});

describe("the console stays quiet", () => {
  test.each([
    "/contacts",
    "/contacts?panel=:contact",
    "/contacts?shelf=trash",
    "/contacts/:contact",
    "/companies",
    "/companies/:company",
    "/deals",
    "/deals?view=list",
    "/deals?view=won",
    "/deals/:deal",
    "/tasks",
    "/imports",
    "/forms",
    "/forms/new",
    "/forms/:form",
    "/settings/profile",
    "/settings/security",
    "/settings/members",
    "/settings/teams",
    "/settings/pipelines",
    "/settings/keys",
  ])("on %s", async (path) => {
    const where = path.replace(/:(\w+)/g, (_, noun: string) => made[noun] ?? "");
    page = await openDesk(stage, owner.email, where);
    await page.getByRole("heading").first().waitFor();
    await page.waitForLoadState("networkidle");
    expectNoFaults(page);
  });

  test("while things are made, found and asked about", async () => {
    page = await openDesk(stage, owner.email, "/contacts");
    await page.getByRole("row", { name: /Leyla/ }).waitFor();
    for (const noun of ["contact", "company", "deal", "task"]) {
      await page.keyboard.press("c");
      await page
        .getByRole("dialog")
        .getByRole("button", { name: `New ${noun}` })
        .click();
      await page.getByRole("dialog", { name: `New ${noun}` }).waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
    await page.keyboard.press("ControlOrMeta+k");
    await page.getByRole("combobox", { name: "Search, or say what to do" }).fill("leyla");
    await page.getByRole("option", { name: /Leyla/ }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("?");
    await page.getByRole("dialog").getByText("List the keys").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByRole("menuitem", { name: "Owner" }).click();
    await page.getByRole("option", { name: "Ada" }).click();
    await page.getByRole("button", { name: "Remove the condition Owner" }).first().click();
    expectNoFaults(page);
  });
});

import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { closeBrowser, expectAccessible, expectNoFaults, type Look, openPage } from "./browser.ts";
import { startGallery } from "./gallery/serve.ts";

let gallery: Awaited<ReturnType<typeof startGallery>>;
let page: Page;

beforeAll(async () => {
  gallery = await startGallery();
});
afterEach(() => page?.context().close());
afterAll(async () => {
  await gallery?.stop();
  await closeBrowser();
});

async function open(part: "board" | "charts" | "parts", look: Look = {}): Promise<Page> {
  page = await openPage(
    `${gallery.url}/?part=${part}&locale=${look.locale ?? "en"}&scheme=${look.scheme ?? "light"}`,
    look,
  );
  await page.locator("main").waitFor();
  return page;
}

const said = () => page.locator("#said").textContent();

/** A move and its end in one turn of the page: nothing can be drawn in between. */
function flick({ x, y }: { x: number; y: number }): void {
  const at = { clientX: x, clientY: y, bubbles: true, buttons: 1 };
  document.dispatchEvent(new MouseEvent("mousemove", at));
  document.dispatchEvent(new MouseEvent("mouseup", at));
}

describe("a board", () => {
  test("moves a card by mouse between the cards of another column", async () => {
    await open("board");
    const card = page.getByRole("button", { name: /^Deal 1\.1/ });
    const over = page.getByRole("button", { name: /^Deal 2\.2/ });
    const [from, to] = [(await card.boundingBox())!, (await over.boundingBox())!];
    await page.mouse.move(from.x + 60, from.y + 20);
    await page.mouse.down();
    await page.mouse.move(from.x + 80, from.y + 30, { steps: 4 });
    await page.getByText("Won", { exact: true }).waitFor();
    await page.mouse.move(to.x + 60, to.y + 20, { steps: 12 });
    await page.mouse.up();
    await expect.poll(said).toMatch(/^move c00 \{"column":"s1"/);
    expect(await page.getByText("Won", { exact: true }).count()).toBe(0);
  });

  test("drops a card on a strip that appears while dragging", async () => {
    await open("board");
    const from = (await page.getByRole("button", { name: /^Deal 3\.1/ }).boundingBox())!;
    await page.mouse.move(from.x + 60, from.y + 20);
    await page.mouse.down();
    await page.mouse.move(from.x + 70, from.y + 40, { steps: 4 });
    const strip = (await page.getByText("Lost", { exact: true }).boundingBox())!;
    await page.mouse.move(strip.x + strip.width / 2, strip.y + strip.height / 2, { steps: 12 });
    await page.mouse.up();
    await expect.poll(said).toBe("strip c20 lost");
  });

  test("counts where the mouse let go, however quick it was", async () => {
    await open("board");
    for (const [name, to, wanted] of [
      ["Deal 3.1", page.getByText("Lost", { exact: true }), /^strip c20 lost$/],
      ["Deal 1.1", page.getByRole("button", { name: /^Deal 2\.2/ }), /^move c00 \{"column":"s1"/],
    ] as const) {
      const from = (await page
        .getByRole("button", { name: new RegExp(`^${name.replace(".", "\\.")}`) })
        .boundingBox())!;
      await page.mouse.move(from.x + 60, from.y + 20);
      await page.mouse.down();
      await page.mouse.move(from.x + 70, from.y + 40, { steps: 2 });
      const over = (await to.boundingBox())!;
      const [x, y] = [over.x + over.width / 2, over.y + over.height / 2];
      await page.evaluate(flick, { x, y });
      // The real button comes up there too; over the card it would open it.
      await page.mouse.move(x, y);
      await page.mouse.up();
      await expect.poll(said).toMatch(wanted);
    }
  });

  test("moves a card by keys alone, and says so", async () => {
    await open("board");
    await page.getByRole("button", { name: /^Deal 1\.1/ }).focus();
    await page.keyboard.press("Space");
    await page.getByText("Deal 1.1 is taken").waitFor({ state: "attached" });
    await page.keyboard.press("ArrowRight");
    await page.getByText("Deal 1.1 is over Demo").waitFor({ state: "attached" });
    await page.keyboard.press("Space");
    await expect.poll(said).toMatch(/^move c00 \{"column":"s1"/);
  });

  test("opens a card by Enter, and sends one by its menu", async () => {
    await open("board");
    await page.getByRole("button", { name: /^Deal 1\.2/ }).focus();
    await page.keyboard.press("Enter");
    await expect.poll(said).toBe("open c01");
    await page.getByRole("button", { name: "Move Deal 1.2" }).click();
    await page.getByRole("menuitem", { name: "Won" }).click();
    await expect.poll(said).toBe("strip c01 won");
  });

  test("is one column with a picker on a phone", async () => {
    await open("board", { width: 390 });
    await page.getByLabel("Column").selectOption("s3");
    await page.getByRole("button", { name: /^Deal 4\.1/ }).waitFor();
    expect(await page.getByRole("button", { name: /^Deal 1\.1/ }).count()).toBe(0);
  });
});

describe("fields", () => {
  test("a date is typed or chosen, in the calendar of the language", async () => {
    await open("parts", { locale: "fa" });
    const field = page.getByRole("textbox").first();
    await field.click();
    await page.getByRole("button", { name: "۱۵ اسفند ۱۴۰۴" }).click();
    await expect.poll(() => page.locator("#day").textContent()).toBe("2026-03-06");
    await field.fill("۱۴۰۵/۱/۱");
    await field.press("Enter");
    await expect.poll(() => page.locator("#day").textContent()).toBe("2026-03-21");
  });

  test("an amount that is no number is marked and not taken", async () => {
    await open("parts");
    const field = page.getByLabel("Amount");
    await field.fill("a lot");
    await page.getByText("Type an amount").waitFor();
    await field.fill("2 500,75");
    await field.press("Tab");
    await expect.poll(() => page.locator("#money").textContent()).toBe('{"amount":250075,"currency":"AZN"}');
  });

  test.each([
    ["۱٬۲۰۰", "1200"],
    ["١٢٠٠", "1200"],
    ["1 200", "1200"],
  ])("a number typed as %s is read, and shown in the digits of the language", async (typed, read) => {
    await open("parts", { locale: "fa" });
    const field = page.getByLabel("An hour");
    await field.fill(typed);
    await field.press("Tab");
    await expect.poll(() => page.locator("#pace").textContent()).toBe(read);
    expect(await field.inputValue()).toBe("۱٬۲۰۰");
    await field.press("ArrowUp");
    expect(await field.inputValue()).toBe("۱٬۲۰۱");
    await page.getByLabel("Amount").fill("۲٬۵۰۰٫۷۵");
    await page.getByLabel("Amount").press("Tab");
    await expect.poll(() => page.locator("#money").textContent()).toBe('{"amount":250075,"currency":"AZN"}');
  });

  test("a number out of bounds, or that is none, is marked and not taken", async () => {
    await open("parts");
    const field = page.getByLabel("An hour");
    for (const typed of ["0", "2.5", "many", "۹٬۰۰۰٬۰۰۰"]) {
      await field.fill(typed);
      await field.press("Tab");
      await page.getByText(/^From 1 to 1\s000\s000$/).waitFor();
    }
    expect(await page.locator("#pace").textContent()).toBe("");
    await field.fill("");
    await page.getByText(/^From 1/).waitFor({ state: "detached" });
  });

  test("a hold button acts after a second, not on a click", async () => {
    await open("parts");
    const button = page.getByRole("button", { name: /^Send/ });
    await button.click();
    expect(await page.locator("#held").textContent()).toBe("0");
    await button.hover();
    await page.mouse.down();
    await expect.poll(() => page.locator("#held").textContent(), { timeout: 5_000 }).toBe("1");
    await page.mouse.up();
  });
});

describe("a chart", () => {
  test("is also a table whose numbers open their records", async () => {
    await open("charts");
    await page.getByRole("button", { name: "As a table" }).nth(1).click();
    const table = page.getByRole("figure", { name: "Contacts by source" }).getByRole("table");
    await table.getByRole("button", { name: "412" }).waitFor();
    expect(await table.getByRole("row").count()).toBe(4);
  });
});

describe.each<Look>([
  { width: 1440, scheme: "light", locale: "en" },
  { width: 1440, scheme: "dark", locale: "fa" },
  { width: 390, scheme: "dark", locale: "en-XA" },
])("at $width, $scheme, $locale", (look) => {
  test.each(["board", "charts", "parts"] as const)("%s is accessible", async (part) => {
    await open(part, look);
    await expectAccessible(page, "main");
    expectNoFaults(page);
  });
});

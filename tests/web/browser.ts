import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import chromium from "@sparticuz/chromium";
import type { AxeResults } from "axe-core";
import { type Browser, type Page, chromium as playwright } from "playwright-core";

export type Look = {
  locale?: "en" | "fa" | "en-XA";
  scheme?: "light" | "dark";
  width?: number;
  height?: number;
  density?: "compact" | "default" | "touch";
  /** Cookies of a signed-in session, as `Set-Cookie` named them. */
  cookies?: { name: string; value: string }[];
  /** Origins that belong to the stage as well: where files are sent. */
  also?: string[];
};

let browser: Promise<Browser> | undefined;

/** One Chromium for the whole test file: Linux brings its own, elsewhere an installed Chrome is used. */
export function launch(): Promise<Browser> {
  browser ??= (async () =>
    process.platform === "linux"
      ? playwright.launch({
          executablePath: await chromium.executablePath(),
          args: chromium.args.filter((arg) => arg !== "--single-process" && arg !== "--no-zygote"),
        })
      : playwright.launch({ channel: "chrome" }))();
  return browser;
}

/** Call in `afterAll`. */
export async function closeBrowser(): Promise<void> {
  const open = browser;
  browser = undefined;
  await (await open)?.close();
}

const foreign = new WeakMap<Page, string[]>();
const faults = new WeakMap<Page, string[]>();

/** A new page at the address, in its own context. Requests to other origins are refused and remembered. */
export async function openPage(url: string, look: Look = {}): Promise<Page> {
  const { origin } = new URL(url);
  const width = look.width ?? 1440;
  const context = await (await launch()).newContext({
    viewport: { width, height: look.height ?? (width < 720 ? 844 : 900) },
    colorScheme: look.scheme ?? "light",
    reducedMotion: "reduce",
    hasTouch: width < 720,
    timezoneId: "Asia/Baku",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  if (look.cookies) {
    await context.addCookies(
      look.cookies.map((cookie) => ({ ...cookie, url: origin.replace("http:", "https:"), secure: true })),
    );
  }
  const prefs = { locale: look.locale ?? "en", density: look.density ?? "default" };
  await context.addInitScript(
    ([value, scheme]) => {
      // A mail's frame has no storage, nor any use for it.
      if (window !== top) return;
      if (!localStorage.getItem("rapport.prefs")) localStorage.setItem("rapport.prefs", value!);
      if (!localStorage.getItem("rapport.scheme")) localStorage.setItem("rapport.scheme", scheme!);
    },
    [JSON.stringify(prefs), look.scheme ?? "light"],
  );
  const page = await context.newPage();
  const refused: string[] = [];
  const broken: string[] = [];
  foreign.set(page, refused);
  faults.set(page, broken);
  page.on("pageerror", (error) => broken.push(String(error)));
  page.on("console", (message) => {
    const loud = message.type() === "error" || message.type() === "warning";
    if (loud && !/status of 4\d\d/.test(message.text())) broken.push(message.text());
  });
  await page.route("**/*", (route) => {
    const asked = new URL(route.request().url());
    if (
      asked.origin === origin ||
      look.also?.includes(asked.origin) ||
      asked.protocol === "data:" ||
      asked.protocol === "blob:"
    )
      return route.continue();
    refused.push(asked.href);
    return route.abort();
  });
  await page.goto(url);
  return page;
}

/** Fails when the page asked another origin for anything. */
export function expectOwnOriginOnly(page: Page): void {
  assert.deepEqual(foreign.get(page), []);
}

/** Fails when a script threw or the console holds an error or a warning (refusals by the API apart). */
export function expectNoFaults(page: Page): void {
  assert.deepEqual(faults.get(page), []);
}

/** Fails when the page is wider than its window. */
export async function expectFits(page: Page): Promise<void> {
  const [content, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content! <= width!, `${page.url()} is ${content} wide in a window of ${width}`);
}

let axe: Promise<string> | undefined;

/** Runs axe on the page as it is; serious and critical findings fail, named with where they are. */
export async function expectAccessible(page: Page, within?: string): Promise<void> {
  axe ??= readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await page.evaluate(await axe);
  const results = await page.evaluate((selector) => {
    const { axe } = globalThis as unknown as {
      axe: { run: (context: unknown, options: object) => Promise<AxeResults> };
    };
    return axe.run(selector ?? document, { resultTypes: ["violations"], iframes: false });
  }, within);
  const findings = results.violations
    .filter((violation) => violation.impact === "serious" || violation.impact === "critical")
    .map((violation) => ({
      rule: violation.id,
      help: violation.help,
      at: violation.nodes
        .slice(0, 4)
        .map((node) => `${node.target.join(" ")}: ${node.failureSummary?.split("\n")[1]?.trim()}`),
    }));
  assert.deepEqual(findings, []);
}

/** A page at rest: accessible, within its width, asking nobody else, without a fault or a warning. Closes it. */
export async function expectSound(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await expectAccessible(page);
  await expectFits(page);
  expectOwnOriginOnly(page);
  expectNoFaults(page);
  await page.context().close();
}

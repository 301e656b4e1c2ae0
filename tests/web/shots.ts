import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { closeBrowser, type Look, openPage } from "./browser.ts";
import { startFake } from "./fake.ts";

/**
 * Takes the screens of the design, to be looked at: `node tests/web/shots.ts [--only contacts] [--all]`.
 * They land in tests/.screens, which is not kept.
 */
const { values } = parseArgs({
  options: { only: { type: "string" }, all: { type: "boolean" }, look: { type: "string" } },
});
const folder = fileURLToPath(new URL("../.screens", import.meta.url));
await mkdir(folder, { recursive: true });
const fake = await startFake();
const id = [...fake.world.contact.keys()][1]!;
const company = [...fake.world.company.keys()][1]!;
const pages: Record<string, string> = {
  "sign-in": "/sign-in",
  contacts: "/contacts",
  panel: `/contacts?panel=${id}`,
  contact: `/contacts/${id}`,
  companies: "/companies",
  company: `/companies/${company}`,
  trash: "/contacts?shelf=trash",
  profile: "/settings/profile",
  security: "/settings/security",
  members: "/settings/members",
};
const looks: Look[] = [];
for (const width of [1440, 390])
  for (const scheme of ["light", "dark"] as const)
    for (const locale of ["en", "fa", "en-XA"] as const) looks.push({ width, scheme, locale });
const few = looks.filter(({ width, scheme, locale }) =>
  values.look
    ? `${width}-${scheme}-${locale}` === values.look
    : (width === 1440 && locale === "en") || (scheme === "light" && width === 390 && locale === "fa"),
);
for (const [name, path] of Object.entries(pages)) {
  if (values.only && !values.only.split(",").includes(name)) continue;
  for (const look of values.all ? looks : few) {
    const page = await openPage(`${fake.url}${path}`, look);
    await page.waitForLoadState("networkidle");
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: `${folder}/${name}-${look.width}-${look.scheme}-${look.locale}.png` });
    await page.context().close();
  }
}
await closeBrowser();
await fake.stop();

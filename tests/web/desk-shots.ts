import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { closeBrowser, type Look, openPage } from "./browser.ts";

/**
 * Takes the screens of the marketer's desk from a running `npm run dev`, to be looked at:
 * `node tests/web/desk-shots.ts --url http://127.0.0.1:4000 [--only home,campaign] [--look 1440-light-en | --all]`.
 * They land in tests/.screens, which is not kept.
 */
const { values } = parseArgs({
  options: {
    url: { type: "string", default: "http://127.0.0.1:4000" },
    only: { type: "string" },
    look: { type: "string" },
    all: { type: "boolean" },
  },
});
const folder = fileURLToPath(new URL("../.screens", import.meta.url));
await mkdir(folder, { recursive: true });

const signedIn = await fetch(`${values.url}/api/v1/auth/sign-in`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ email: "marketer@demo.example", password: "rapport-demo" }),
});
const cookies = signedIn.headers.getSetCookie().map((line) => {
  const [pair = ""] = line.split(";");
  const at = pair.indexOf("=");
  return { name: pair.slice(0, at), value: pair.slice(at + 1) };
});
const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");

type Row = { id: string; state?: string; templateId?: string };
async function rows(path: string): Promise<Row[]> {
  const answer = await fetch(`${values.url}/api/v1${path}`, { headers: { cookie } });
  return ((await answer.json()) as { items: Row[] }).items;
}
const [campaigns, segments, templates] = await Promise.all(
  ["/campaigns", "/segments", "/templates"].map(rows),
);
const pages: Record<string, string> = {
  home: "/",
  campaigns: "/campaigns",
  segments: "/segments",
  templates: "/templates",
  segment: `/segments/${segments?.[0]?.id}`,
  "new-segment": "/segments/new",
  template: `/templates/${templates?.[0]?.id}`,
  "new-template": "/templates/new",
};
for (const { id, state, templateId } of campaigns ?? [])
  pages[templateId ? `campaign-${state}` : "campaign-empty"] ??= `/campaigns/${id}`;
const finished = campaigns?.find(({ state }) => state === "finished")?.id;
pages.recipients = `/campaigns/${finished}/recipients?outcome=clicked`;
pages["recipients-none"] = `/campaigns/${finished}/recipients?outcome=unknown`;
pages["recipients-all"] = `/campaigns/${finished}/recipients`;
const month = new Date(Date.now() - 29 * 86_400_000).toISOString().slice(0, 10);
pages["contacts-filtered"] = `/contacts?since=${month}&source=form`;

const looks: Look[] = [];
for (const width of [1440, 390])
  for (const scheme of ["light", "dark"] as const)
    for (const locale of ["en", "fa", "en-XA"] as const) looks.push({ width, scheme, locale });
const few = ["1440-light-en", "1440-dark-fa", "390-light-fa", "390-light-en"];
const wanted = values.look ? values.look.split(",") : few;
for (const look of looks) {
  const name = `${look.width}-${look.scheme}-${look.locale}`;
  if (!values.all && !wanted.includes(name)) continue;
  for (const [title, path] of Object.entries(pages)) {
    if (values.only && !values.only.split(",").includes(title)) continue;
    const page = await openPage(values.url + path, { ...look, cookies });
    await page.getByRole("main").waitFor();
    await page.waitForLoadState("networkidle");
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: `${folder}/${title}-${name}.png` });
    await page.context().close();
  }
}
await closeBrowser();

import { fileURLToPath } from "node:url";
import { closeBrowser, openPage } from "./browser.ts";
import { startGallery } from "./gallery/serve.ts";

const folder = fileURLToPath(new URL("../.screens", import.meta.url));
const gallery = await startGallery();
for (const part of ["board", "charts", "parts"])
  for (const look of [
    { width: 1440, scheme: "light", locale: "en" },
    { width: 1440, scheme: "dark", locale: "fa" },
    { width: 390, scheme: "light", locale: "fa" },
  ] as const) {
    const page = await openPage(
      `${gallery.url}/?part=${part}&locale=${look.locale}&scheme=${look.scheme}`,
      look,
    );
    await page.waitForSelector("main");
    await page.waitForLoadState("networkidle");
    if (part === "parts") await page.locator("input").first().click();
    await page.screenshot({ path: `${folder}/part-${part}-${look.width}-${look.scheme}-${look.locale}.png` });
    await page.context().close();
  }
await closeBrowser();
await gallery.stop();

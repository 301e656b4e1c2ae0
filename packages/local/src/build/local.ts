import { existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { functions } from "../../../../infra/functions.ts";
import type { Extra } from "../wiring/functions.ts";

/** Functions that run on a laptop only, while no template has them. They get the API's environment and permissions. */
const LOCAL = [
  { name: "demo", entry: "demo/handler.ts" },
  { name: "rebuild", entry: "queue/rebuild.ts" },
];

const REQUIRE =
  'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);';

/** Bundles the local functions whose entries exist; `missing` names the others. */
export async function buildLocal(
  root: string,
  into: string,
): Promise<{ extras: Extra[]; missing: string[] }> {
  const extras: Extra[] = [];
  const missing: string[] = [];
  for (const { name, entry } of LOCAL) {
    if (functions.some((one) => one.name === name)) continue;
    const source = join(root, "packages/functions/src", entry);
    if (!existsSync(source)) {
      missing.push(`packages/functions/src/${entry}`);
      continue;
    }
    const file = join(into, name, "index.mjs");
    await build({
      entryPoints: [source],
      outfile: file,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node24",
      mainFields: ["module", "main"],
      minify: true,
      sourcemap: "linked",
      legalComments: "none",
      logLevel: "error",
      banner: { js: REQUIRE },
    });
    extras.push({ name, file, like: "api", memory: 1769 });
  }
  return { extras, missing };
}

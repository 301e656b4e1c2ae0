import { existsSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "../../../../infra/build.ts";
import { functions } from "../../../../infra/functions.ts";
import type { Extra } from "../wiring/functions.ts";

/** Functions that run on a laptop only, while no template has them. They get the API's environment and permissions. */
const LOCAL = [{ name: "demo", entry: "demo/handler.ts" }];

/** Bundles the local functions whose entries exist; `missing` names the others. */
export async function buildLocal(
  root: string,
  into: string,
): Promise<{ extras: Extra[]; missing: string[] }> {
  const wanted = LOCAL.filter(({ name }) => !functions.some((one) => one.name === name));
  const isThere = ({ entry }: { entry: string }) => existsSync(join(root, "packages/functions/src", entry));
  const made = await bundle(wanted.filter(isThere), { into, maps: false });
  return {
    extras: made.map(({ name, file }) => ({ name, file, like: "api", memory: 1769 })),
    missing: wanted.filter((one) => !isThere(one)).map(({ entry }) => `packages/functions/src/${entry}`),
  };
}

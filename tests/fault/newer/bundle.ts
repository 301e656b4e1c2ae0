/** A newer Rapport as real bundles: today's sources, but for the files beside this one. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import type { Plugin } from "esbuild";
import { bundle } from "../../../infra/build.ts";
import { functionNamed } from "../../../infra/functions.ts";
import { ENTRIES, ROOT } from "../../../infra/path.ts";

const HERE = import.meta.dirname;
const CORE = join(ROOT, "packages/core/src");
const replaced = new Set(["aws/stamp.ts", "fact/image.ts", "kernel/id.ts"].map((file) => join(CORE, file)));

const newer: Plugin = {
  name: "newer",
  setup(build) {
    build.onResolve({ filter: /(stamp|image|id)(\.ts)?$/ }, async ({ path, pluginData, ...from }) => {
      // A newer file is made of today's.
      if (pluginData === newer || [...replaced].some((one) => from.importer === join(HERE, basename(one))))
        return undefined;
      const found = await build.resolve(path, { ...from, pluginData: newer });
      return replaced.has(found.path) ? { path: join(HERE, basename(found.path)) } : undefined;
    });
  },
};

/** Function → the file of its newer bundle; `writer` is a function that today's version hasn't. */
export async function newerBundles(names: readonly string[]): Promise<Record<string, string>> {
  const writer = { name: "writer", entry: relative(ENTRIES, join(HERE, "writer.ts")) };
  const into = mkdtempSync(join(tmpdir(), "rapport-newer-"));
  const made = await bundle([...names.map(functionNamed), writer], { into, plugins: [newer] });
  return Object.fromEntries(made.map(({ name, file }) => [name, file]));
}

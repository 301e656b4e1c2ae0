import { join, resolve } from "node:path";

/** SST bundles the configuration into a file in the root and runs it there, so it can't ask `import.meta`. */
export const ROOT = process.env.RAPPORT_ROOT ?? resolve(process.cwd());
export const ENTRIES = join(ROOT, "packages/functions/src");
export const BUNDLES = join(ROOT, ".build/functions");
export const WEB = join(ROOT, "packages/web/dist");

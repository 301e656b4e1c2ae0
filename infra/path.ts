import { basename, dirname, join } from "node:path";

// SST bundles its configuration, and this with it, into a file in the root.
const here = import.meta.dirname;
export const ROOT = basename(here) === "infra" ? dirname(here) : here;
export const ENTRIES = join(ROOT, "packages/functions/src");
export const BUNDLES = join(ROOT, ".build/functions");
export const WEB = join(ROOT, "packages/web/dist");

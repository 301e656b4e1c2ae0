import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { type BuildOptions, type BuildResult, build, context } from "esbuild";
import { type FunctionSpec, functionNamed, functions } from "./functions.ts";
import { BUNDLES, ENTRIES, ROOT } from "./path.ts";

/** A bundle as it was written. `inputs` are the files that it is made of. */
export type Bundle = { name: string; file: string; bytes: number; inputs: string[] };

export type BuildFunctionsOptions = {
  /** Which functions; all of them by default. */
  names?: readonly string[];
  /** Leaves out functions whose entry isn't written yet, instead of refusing. */
  allowMissing?: boolean;
};

/** A Lambda loads its code before the first request: the API's, which people wait for, stays under a megabyte. */
export const API_LIMIT = 1024 * 1024;

/** CommonJS inside a bundle that asks for Node's own modules needs a `require`; the others are spared it. */
const REQUIRE =
  'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);';

/** Bundles functions into `.build/functions/NAME/index.mjs`. @throws Error that names entries which don't exist. */
export async function buildFunctions(options: BuildFunctionsOptions = {}): Promise<Bundle[]> {
  return Promise.all(chosen(options).map(bundle));
}

export type Bundler = { bundle(): Promise<Bundle>; stop(): Promise<void> };

/**
 * Bundles one function again and again, each time only what changed. For a watcher of its own: esbuild's polls, and
 * sees a change up to two seconds late. Undefined while the entry isn't written yet.
 */
export async function openBundler(name: string): Promise<Bundler | undefined> {
  const [spec] = chosen({ names: [name], allowMissing: true });
  if (!spec) return undefined;
  const made = await context(settings(spec));
  return { bundle: async () => write(spec, await made.rebuild()), stop: () => made.dispose() };
}

function chosen({ names, allowMissing }: BuildFunctionsOptions): FunctionSpec[] {
  const asked = names ? names.map(functionNamed) : [...functions];
  const missing = asked.filter((spec) => !existsSync(join(ENTRIES, spec.entry)));
  if (missing.length > 0 && !allowMissing)
    throw new Error(
      [
        "These functions are listed in infra/list/ but have no file under packages/functions/src:",
        ...missing.map((spec) => `  ${spec.name}: ${spec.entry}`),
        "Write them, take them off the list, or build the others with --allow-missing.",
      ].join("\n"),
    );
  return asked.filter((spec) => !missing.includes(spec));
}

async function bundle(spec: FunctionSpec): Promise<Bundle> {
  return write(spec, await build(settings(spec)));
}

function settings(spec: FunctionSpec): BuildOptions & { write: false; metafile: true } {
  return {
    entryPoints: [join(ENTRIES, spec.entry)],
    outfile: join(BUNDLES, spec.name, "index.mjs"),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node24",
    // Packages' ES modules can be shaken; Node's own choice would be their CommonJS.
    mainFields: ["module", "main"],
    alias: { "@aws-sdk/credential-provider-node": join(ROOT, "infra/credentials.ts") },
    minify: true,
    keepNames: false,
    sourcemap: "linked",
    sourcesContent: false,
    legalComments: "none",
    metafile: true,
    write: false,
    logLevel: "error",
  };
}

async function write(spec: FunctionSpec, result: BuildResult): Promise<Bundle> {
  let made = result;
  if (needsRequire(made)) made = await build({ ...settings(spec), banner: { js: REQUIRE } });
  const folder = join(BUNDLES, spec.name);
  mkdirSync(folder, { recursive: true });
  for (const file of made.outputFiles ?? []) writeFileSync(file.path, file.contents);
  const file = join(folder, "index.mjs");
  const code = made.outputFiles?.find((one) => one.path === file);
  return {
    name: spec.name,
    file,
    bytes: code?.contents.byteLength ?? 0,
    inputs: Object.keys(made.metafile?.inputs ?? {}),
  };
}

/** esbuild leaves this shim wherever it met a `require` that it could not resolve at build time. */
function needsRequire(result: BuildResult): boolean {
  return (
    result.outputFiles?.some(
      (file) => file.path.endsWith(".mjs") && file.text.includes("Dynamic require of"),
    ) ?? false
  );
}

/** @throws Error when the API's bundle is over its limit. */
export function check(bundles: Bundle[]): void {
  for (const one of bundles) console.log(`${(one.bytes / 1024).toFixed(0).padStart(6)} KB  ${one.name}`);
  const api = bundles.find((one) => one.name === "api");
  if (api && api.bytes > API_LIMIT)
    throw new Error(
      `The API's bundle has ${api.bytes} bytes, over ${API_LIMIT}: look at its largest inputs.`,
    );
}

async function main(): Promise<void> {
  const started = performance.now();
  const names = argv.slice(2).filter((argument) => !argument.startsWith("--"));
  const bundles = await buildFunctions({
    ...(names.length > 0 && { names }),
    allowMissing: argv.includes("--allow-missing"),
  });
  check(bundles);
  console.log(`${bundles.length} bundles in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { type BuildOptions, type BuildResult, build, context, type Metafile } from "esbuild";
import { type FunctionSpec, functionNamed, functions } from "./functions.ts";
import { BUNDLES, ENTRIES, ROOT } from "./path.ts";

/** A bundle as it was written. `bytes` is what starts; `inputs` are the files that it is made of. */
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

/** What bundles get in place of packages that they don't need. */
const INSTEAD = {
  "@aws-sdk/credential-provider-node": join(ROOT, "infra/instead/credentials.ts"),
  jsonschema: join(ROOT, "infra/instead/jsonschema.ts"),
  bowser: join(ROOT, "infra/instead/bowser.ts"),
};

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
    entryPoints: { index: join(ENTRIES, spec.entry) },
    outdir: join(BUNDLES, spec.name),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    // What is imported on demand becomes a file of its own, read on first use.
    splitting: true,
    chunkNames: "[name]-[hash]",
    platform: "node",
    target: "node24",
    // Packages' ES modules can be shaken; Node's own choice would be their CommonJS.
    mainFields: ["module", "main"],
    alias: INSTEAD,
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
  const written = made.outputFiles ?? [];
  for (const file of written) writeFileSync(file.path, file.contents);
  const names = new Set(written.map((file) => basename(file.path)));
  for (const old of readdirSync(folder)) if (!names.has(old)) rmSync(join(folder, old));
  return {
    name: spec.name,
    file: join(folder, "index.mjs"),
    bytes: startBytes(made.metafile?.outputs ?? {}),
    inputs: Object.keys(made.metafile?.inputs ?? {}),
  };
}

/** What Node loads before the first request: the entry and all that it imports, but for what waits to be asked for. */
function startBytes(outputs: Metafile["outputs"]): number {
  const seen = new Set<string>();
  const visit = (path: string): number => {
    const output = outputs[path];
    if (!output || seen.has(path)) return 0;
    seen.add(path);
    const imported = output.imports.filter(({ kind }) => kind === "import-statement");
    return imported.reduce((sum, one) => sum + visit(one.path), output.bytes);
  };
  return visit(Object.keys(outputs).find((path) => basename(path) === "index.mjs") ?? "");
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

import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve, sep } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import {
  type BuildOptions,
  type BuildResult,
  build,
  context,
  type Metafile,
  type OutputFile,
  type Plugin,
} from "esbuild";
import { type FunctionSpec, functionNamed, functions } from "./functions.ts";
import { BUNDLES, ENTRIES, ROOT } from "./path.ts";

/**
 * A bundle as it was written. `bytes` is what starts; `inputs` are the files that it is made of; `packages` are the ES
 * modules of npm's that our own code imports, by the name they are imported by.
 */
export type Bundle = {
  name: string;
  file: string;
  bytes: number;
  inputs: string[];
  packages: Record<string, string>;
};

/** What a bundle is made of; the entry is a path from `packages/functions/src`. */
export type Entry = Pick<FunctionSpec, "name" | "entry" | "parts">;

export type BundleOptions = {
  /** Whether each bundle has its source map; yes by default. They are up to half of the work, and no function reads them. */
  maps?: boolean;
  /** Folder of the bundles' folders. Default: `.build/functions`. */
  into?: string;
  /** Tests bundle other versions of the code beside today's. */
  plugins?: Plugin[];
  /** Files that are bundled in place of packages. */
  instead?: Record<string, string>;
};

export type BuildFunctionsOptions = BundleOptions & {
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

/** A module for Node as a Lambda runs it. */
export const MODULE = {
  outExtension: { ".js": ".mjs" },
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node24",
  // Packages' ES modules can be shaken; Node's own choice would be their CommonJS.
  mainFields: ["module", "main"],
  alias: INSTEAD,
  legalComments: "none",
  logLevel: "error",
} satisfies BuildOptions;

/**
 * Bundles functions into `.build/functions/NAME/index.mjs`; those of one file each are read and parsed together, which
 * is most of the work. @throws Error that names entries which don't exist.
 */
export async function buildFunctions(options: BuildFunctionsOptions = {}): Promise<Bundle[]> {
  const specs = chosen(options);
  const whole = specs.filter((spec) => !spec.parts);
  const groups = [...specs.filter((spec) => spec.parts).map((spec) => [spec]), whole];
  const made = await Promise.all(
    groups.filter((group) => group.length > 0).map((group) => bundle(group, options)),
  );
  return specs.map((spec) => made.flat().find(({ name }) => name === spec.name) as Bundle);
}

export type Bundler = { bundle(): Promise<Bundle>; stop(): Promise<void> };

/**
 * Bundles one function again and again, each time only what changed. For a watcher of its own: esbuild's polls, and
 * sees a change up to two seconds late. Undefined while the entry isn't written yet.
 */
export async function openBundler(name: string, options: BundleOptions = {}): Promise<Bundler | undefined> {
  const [spec] = chosen({ names: [name], allowMissing: true });
  if (!spec) return undefined;
  const made = await context(settings([spec], options));
  return { bundle: async () => write(spec, await made.rebuild(), options), stop: () => made.dispose() };
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

/** Bundles entries together, which may be on no list. */
export async function bundle(specs: readonly Entry[], options: BundleOptions = {}): Promise<Bundle[]> {
  const made = await build(settings(specs, options));
  return Promise.all(specs.map((spec) => write(spec, made, options)));
}

function settings(
  specs: readonly Entry[],
  { into = BUNDLES, plugins = [], maps = true, instead = {} }: BundleOptions = {},
): BuildOptions & { write: false; metafile: true } {
  return {
    entryPoints: specs.map((spec) => ({ in: join(ENTRIES, spec.entry), out: `${spec.name}/index` })),
    outdir: into,
    plugins,
    ...MODULE,
    splitting: specs.some((spec) => spec.parts),
    chunkNames: `${specs[0]?.name}/[name]-[hash]`,
    alias: { ...INSTEAD, ...instead },
    minify: true,
    keepNames: false,
    sourcemap: maps && "linked",
    sourcesContent: false,
    metafile: true,
    write: false,
  };
}

async function write(spec: Entry, result: BuildResult, options: BundleOptions = {}): Promise<Bundle> {
  const folder = join(options.into ?? BUNDLES, spec.name);
  const mine = (path: string) => resolve(path).startsWith(folder + sep);
  const filesOf = (made: BuildResult) => made.outputFiles?.filter(({ path }) => mine(path)) ?? [];
  const plain = filesOf(result);
  const made = needsRequire(plain)
    ? await build({ ...settings([spec], options), banner: { js: REQUIRE } })
    : result;
  const written = made === result ? plain : filesOf(made);
  mkdirSync(folder, { recursive: true });
  for (const file of written) writeFileSync(file.path, file.contents);
  const names = new Set(written.map((file) => basename(file.path)));
  for (const old of readdirSync(folder)) if (!names.has(old)) rmSync(join(folder, old));
  const outputs = Object.fromEntries(
    Object.entries(made.metafile?.outputs ?? {}).filter(([path]) => mine(path)),
  );
  return {
    name: spec.name,
    file: join(folder, "index.mjs"),
    bytes: startBytes(outputs),
    inputs: sources(made.metafile?.inputs ?? {}, outputs[indexOf(outputs)]?.entryPoint),
    packages: packagesOf(made.metafile?.inputs ?? {}),
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
  return visit(indexOf(outputs));
}

function indexOf(outputs: Metafile["outputs"]): string {
  return Object.keys(outputs).find((path) => basename(path) === "index.mjs") ?? "";
}

/** All that the entry imports, whether or not something of it was kept: any of it may change the bundle. */
function sources(inputs: Metafile["inputs"], entry: string | undefined): string[] {
  const seen = new Set(entry === undefined ? [] : [entry]);
  for (const path of seen) for (const one of inputs[path]?.imports ?? []) seen.add(one.path);
  return [...seen].filter((path) => inputs[path] !== undefined);
}

function packagesOf(inputs: Metafile["inputs"]): Record<string, string> {
  const foreign = (path: string) => /(^|\/)node_modules\//.test(path);
  const ours = Object.entries(inputs).filter(([path]) => !foreign(path));
  const imported = ours.flatMap(([, { imports }]) => imports.filter(({ path }) => foreign(path)));
  // What CommonJS exports is not known before it runs.
  const modules = imported.filter(({ path }) => inputs[path]?.format === "esm");
  return Object.fromEntries(modules.map(({ original, path }) => [original ?? path, path]));
}

/** esbuild leaves this shim wherever it met a `require` that it could not resolve at build time. */
function needsRequire(files: readonly OutputFile[]): boolean {
  return files.some((file) => file.path.endsWith(".mjs") && file.text.includes("Dynamic require of"));
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

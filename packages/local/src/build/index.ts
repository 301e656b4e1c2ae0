import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Bundle, buildFunctions } from "../../../../infra/build.ts";
import { functions } from "../../../../infra/functions.ts";
import type { StackTemplate } from "../template/assembly.ts";
import type { Extra } from "../wiring/functions.ts";
import { inputsHash } from "./inputs.ts";
import { buildLocal } from "./local.ts";
import { locked } from "./lock.ts";

const run = promisify(execFile);

/** A stage's templates and bundles, as they were for one state of the sources. */
export type Built = {
  hash: string;
  /** The cloud assembly. */
  assembly: string;
  /** Folder of the bundles. */
  bundles: string;
  extras: Extra[];
  /** Function → files that its bundle is made of. */
  inputs: [string, string[]][];
  /** Entries that aren't there yet, and code that doesn't compile: its functions answer with an error. */
  problems: string[];
};

const KEPT = 8;

/** Builds what the local stage runs, or finds it built: kept in `.build/stages/HASH`, by the contents of all inputs. */
export async function built(
  root = process.cwd(),
  progress: (line: string) => void = () => {},
): Promise<Built> {
  const folder = join(root, ".build/stages", inputsHash(root));
  const done = join(folder, "built.json");
  if (existsSync(done)) return JSON.parse(readFileSync(done, "utf8")) as Built;
  return locked(join(root, ".build/stages.lock"), async () => {
    if (existsSync(done)) return JSON.parse(readFileSync(done, "utf8")) as Built;
    return make(root, folder, progress);
  });
}

async function make(root: string, folder: string, progress: (line: string) => void): Promise<Built> {
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const bundles = join(folder, "functions");
  const assembly = join(folder, "cdk.out");
  // The templates name the bundles' folders only: both are made at once.
  const [{ problems, inputs }, { extras, missing }] = await Promise.all([
    bundleAll(),
    buildLocal(root, bundles),
    run(process.execPath, ["infra/app.ts", "--stage", "local", "--out", assembly], { cwd: root }),
  ]);
  cpSync(join(root, ".build/functions"), bundles, { recursive: true });
  progress(`bundles built, templates synthesized (${seconds()})`);
  const result: Built = {
    hash: folder.split(/[\\/]/).at(-1)!,
    assembly,
    bundles,
    extras,
    inputs,
    problems: [...problems, ...missing.map((entry) => `${entry} isn't written yet`)],
  };
  writeFileSync(join(folder, "built.tmp"), JSON.stringify(result));
  renameSync(join(folder, "built.tmp"), join(folder, "built.json"));
  forget(join(root, ".build/stages"));
  return result;
}

/** All together; where that fails each by itself: one that doesn't compile is a problem of its own, not everyone's. */
async function bundleAll(): Promise<Pick<Built, "problems" | "inputs">> {
  const inputsOf = (made: Bundle[]) => made.map(({ name, inputs }): [string, string[]] => [name, inputs]);
  const together = await buildFunctions({ maps: false }).then(inputsOf, () => undefined);
  if (together) return { problems: [], inputs: together };
  const problems: string[] = [];
  const inputs: [string, string[]][] = [];
  for (const { name, entry } of functions)
    try {
      const made = await buildFunctions({ names: [name], allowMissing: true, maps: false });
      inputs.push(...inputsOf(made));
      if (made.length === 0) problems.push(`packages/functions/src/${entry} isn't written yet`);
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  return { problems, inputs };
}

function forget(folder: string): void {
  const age = (name: string) => statSync(join(folder, name)).mtimeMs;
  const old = readdirSync(folder)
    .sort((left, right) => age(right) - age(left))
    .slice(KEPT);
  // Another process may still load from the newest ones; nobody loads from what is eight builds old.
  for (const name of old) rmSync(join(folder, name), { recursive: true, force: true });
}

/** Points the templates' assets at the bundles of this build, which nobody writes over. */
export function withBundles(stacks: StackTemplate[], root: string, built: Built): StackTemplate[] {
  const from = join(root, ".build/functions");
  const move = (path: string) => (path.startsWith(from) ? built.bundles + path.slice(from.length) : path);
  return stacks.map((stack) => ({
    ...stack,
    assets: Object.fromEntries(Object.entries(stack.assets).map(([key, path]) => [key, move(path)])),
  }));
}

import { execFile } from "node:child_process";
import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { inputsHash } from "./inputs.ts";
import { locked } from "./lock.ts";

const run = promisify(execFile);
const INPUTS = [
  "packages/web/src",
  "packages/web/public",
  "packages/web/index.html",
  "packages/web/vite.config.ts",
  "packages/core/src",
  "package-lock.json",
];

/** Builds the web client, or finds it built for these very sources; answers its folder. */
export async function builtClient(
  root = process.cwd(),
  progress: (line: string) => void = () => {},
): Promise<string> {
  const folder = join(root, ".build/web", inputsHash(root, INPUTS));
  if (existsSync(folder)) return folder;
  return locked(join(root, ".build/web.lock"), async () => {
    if (existsSync(folder)) return folder;
    const started = performance.now();
    const draft = `${folder}.draft`;
    rmSync(draft, { recursive: true, force: true });
    const vite = join(root, "node_modules/vite/bin/vite.js");
    await run(
      process.execPath,
      [vite, "build", "packages/web", "--outDir", draft, "--emptyOutDir", "--logLevel", "error"],
      { cwd: root },
    );
    renameSync(draft, folder);
    progress(`web client built (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    return folder;
  });
}

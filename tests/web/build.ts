import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const web = fileURLToPath(new URL("../../packages/web", import.meta.url));
const builds = fileURLToPath(new URL("../../.build", import.meta.url));

async function newest(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const times = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).mtimeMs),
  );
  return Math.max(...times);
}

/**
 * The client as production serves it, or as developers have it, where React says what it minds; built again only when
 * a source changed since. Returns its folder.
 */
export async function builtClient(mode: "production" | "development" = "production"): Promise<string> {
  const out = join(builds, mode === "production" ? "web-test" : "web-loud");
  const source = Math.max(await newest(join(web, "src")), (await stat(join(web, "vite.config.ts"))).mtimeMs);
  const stamp = join(out, ".source");
  const built = await readFile(stamp, "utf8").catch(() => "");
  if (built === String(source)) return out;
  // In a process of its own: a test runner's NODE_ENV would bring React's development build.
  const vite = createRequire(import.meta.url)
    .resolve("vite/package.json")
    .replace("package.json", "bin/vite.js");
  await promisify(execFile)(
    process.execPath,
    [vite, "build", "--mode", mode, "--outDir", out, "--emptyOutDir", "--logLevel", "error"],
    {
      cwd: web,
      env: { ...process.env, NODE_ENV: mode },
    },
  );
  await mkdir(out, { recursive: true });
  await writeFile(stamp, String(source));
  return out;
}

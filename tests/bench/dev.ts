/**
 * `npm run bench -- dev`: what a developer waits for. A copy of the project, as a clean clone has it after `npm ci`, is
 * started for the first time, a second time, and changed while it runs.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Line } from "../numbers/measure.ts";

const PATIENCE = 60_000;
const AT_WORK = 3_000;
const OWN = "@rapport";

/** Sources are copied, caches left; packages are the same ones, but for our own, which are the copy's. */
function copyOf(root: string): string {
  const copy = mkdtempSync(join(tmpdir(), "rapport-dev-"));
  const left = new Set(["node_modules", ".build", ".stage", "cdk.out", "dist"]);
  const keep = (path: string) => !left.has(path.split("/").at(-1) ?? "");
  for (const name of ["packages", "infra", "package.json", "tsconfig.json"])
    cpSync(join(root, name), join(copy, name), { recursive: true, filter: keep });
  const homes = readdirSync(join(root, "packages")).map((name) => join("packages", name));
  for (const home of [".", ...homes]) linkModules(join(root, home), join(copy, home));
  const own = join(copy, "node_modules", OWN);
  mkdirSync(own);
  for (const name of readdirSync(join(root, "node_modules", OWN)))
    symlinkSync(join(copy, "packages", name), join(own, name));
  return copy;
}

function linkModules(from: string, to: string): void {
  const modules = join(from, "node_modules");
  if (!existsSync(modules)) return;
  mkdirSync(join(to, "node_modules"));
  for (const name of readdirSync(modules))
    if (name !== OWN && name !== ".vite") symlinkSync(join(modules, name), join(to, "node_modules", name));
}

type Running = { url: string; openUrl: string; ms: number; stop(): Promise<void> };

async function start(copy: string): Promise<Running> {
  const began = performance.now();
  const child: ChildProcess = spawn(process.execPath, ["packages/local/src/dev.ts", "--port", "4700"], {
    cwd: copy,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.stdout?.setEncoding("utf8").on("data", (part: string) => {
    text += part;
    const url = /Rapport is ready: (\S+)/.exec(text)?.[1];
    if (url) resolve(url);
  });
  child.once("exit", (code) => reject(new Error(`dev ended with ${code}: ${text}`)));
  const url = await promise;
  const ms = performance.now() - began;
  const stop = async () => {
    child.kill("SIGINT");
    await once(child, "exit");
  };
  const openUrl = /open host\s+(\S+)/.exec(text)?.[1] ?? "";
  return { url, openUrl, ms, stop };
}

/** Changes a file and waits until a function answers by it; milliseconds. */
async function live(copy: string, url: string, change: Change): Promise<number> {
  const file = join(copy, change.file);
  const before = readFileSync(file, "utf8");
  const after = before.replace(change.from, change.to);
  if (after === before) throw new Error(`${change.file} has no ${change.from}`);
  const began = performance.now();
  writeFileSync(file, after);
  while (performance.now() - began < PATIENCE) {
    const answer = await fetch(`${url}${change.asked}`);
    if ((await answer.text()).includes(change.shown)) return performance.now() - began;
    await setTimeout(10);
  }
  throw new Error(`${change.file} was not live after ${PATIENCE} ms`);
}

type Change = { file: string; from: string; to: string; asked: string; shown: string };

const inFunctions: Change = {
  file: "packages/functions/src/api/app.ts",
  from: 'status: "ok"',
  to: 'status: "changed"',
  asked: "/api/health",
  shown: "changed",
};
const inOpen: Change = {
  file: "packages/functions/src/open/app.ts",
  from: "leads nowhere",
  to: "leads elsewhere",
  asked: "/no/such/page",
  shown: "leads elsewhere",
};
const inCore: Change = {
  file: "packages/core/src/kernel/error.ts",
  from: "Sign in, or send a valid",
  to: "Please sign in, or send a valid",
  asked: "/api/v1/me",
  shown: "Please sign in",
};

export async function devLines(root: string): Promise<Line[]> {
  const copy = copyOf(root);
  const seconds = (name: string, ms: number, most: number): Line => ({
    name,
    bound: `≤ ${most} s`,
    measured: `${(ms / 1_000).toFixed(1)} s`,
    holds: ms <= most * 1_000,
  });
  try {
    const first = await start(copy);
    await fetch(`${first.url}/__local/rest`);
    await first.stop();
    const second = await start(copy);
    try {
      await fetch(`${second.url}/__local/rest`);
      // Somebody at work changes a file, not somebody who has just started.
      await setTimeout(AT_WORK);
      return [
        seconds("first start, from `npm run dev` to ready, with the demo", first.ms, 15),
        seconds("second start", second.ms, 5),
        seconds("a change in functions is live", await live(copy, second.url, inFunctions), 1),
        seconds("a change in core is live", await live(copy, second.url, inCore), 1),
        seconds("one in a function nobody waits for", await live(copy, second.openUrl, inOpen), 1),
      ];
    } finally {
      await second.stop();
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

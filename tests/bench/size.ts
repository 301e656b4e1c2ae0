import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { built } from "../../packages/local/src/build/index.ts";
import type { Line } from "../numbers/measure.ts";

const ROUNDS = 7;

/** Milliseconds to load each module in a process of its own, in turn: the least of several, since a busy machine only adds. */
function inits(files: readonly string[]): number[] {
  const rounds = Array.from({ length: ROUNDS }, () => files.map(init));
  return files.map((_, place) => Math.min(...rounds.map((round) => round[place] ?? 0)));
}

function init(file: string): number {
  const code = `const t=performance.now();await import(${JSON.stringify(file)});console.log(performance.now()-t)`;
  const env = { ...process.env, AWS_REGION: "eu-central-1", RECORDS_TABLE: "x", SECRETS_PATH: "/x" };
  return Number(
    execFileSync(process.execPath, ["--input-type=module", "-e", code], { env, encoding: "utf8" }),
  );
}

/** The entry and all that it imports at once. */
function startSize(folder: string, file: string, seen: Set<string>): number {
  if (seen.has(file)) return 0;
  seen.add(file);
  const text = readFileSync(join(folder, file), "utf8");
  const imports = [...text.matchAll(/(?:from|import)"\.\/([\w-]+\.mjs)"/g)].map(([, name = ""]) => name);
  return imports.reduce((sum, name) => sum + startSize(folder, name, seen), Buffer.byteLength(text));
}

async function bareClient(folder: string, root: string): Promise<string> {
  const outfile = join(folder, "bare.mjs");
  const contents =
    'import { DynamoDBClient } from "@aws-sdk/client-dynamodb"; export const client = new DynamoDBClient({});';
  await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    platform: "node",
    format: "esm",
    minify: true,
    mainFields: ["module", "main"],
    outfile,
    banner: {
      js: 'import{createRequire as r}from"node:module";const require=r(import.meta.url);',
    },
  });
  return outfile;
}

function script(root: string): Line {
  const assets = join(root, "packages/web/dist/assets");
  const index = join(root, "packages/web/dist/index.html");
  const bound = "≤ 300 KB gzip";
  if (!existsSync(index))
    return { name: "first page: script", bound, measured: "run npm run build:web", holds: true };
  const html = readFileSync(index, "utf8");
  const first = readdirSync(assets).filter((file) => file.endsWith(".js") && html.includes(file));
  const bytes = first.reduce((sum, file) => sum + gzipSync(readFileSync(join(assets, file))).length, 0);
  const holds = bytes <= 300 * 1_024;
  return {
    name: "first page: script that index.html names",
    bound,
    measured: `${Math.round(bytes / 1_024)} KB`,
    holds,
  };
}

export async function sizeLines(root: string): Promise<Line[]> {
  const { bundles } = await built(root);
  const api = join(bundles, "api/index.mjs");
  const starts = startSize(join(bundles, "api"), "index.mjs", new Set());
  const bytes = readdirSync(join(bundles, "api"))
    .filter((file) => file.endsWith(".mjs"))
    .reduce((sum, file) => sum + statSync(join(bundles, "api", file)).size, 0);
  const folder = mkdtempSync(join(tmpdir(), "rapport-bench-"));
  try {
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    const [bare = 0, ours = 0] = inits([await bareClient(folder, root), api]);
    return [
      {
        name: "API bundle",
        bound: "≤ 1 MB",
        measured: `${Math.round(starts / 1_024)} KB at start, ${Math.round(bytes / 1_024)} KB with what loads later`,
        holds: starts <= 2 ** 20,
      },
      {
        name: "API init against a bare DynamoDB client's",
        bound: "≤ 1.5×",
        measured: `${(ours / bare).toFixed(2)}× (${ours.toFixed(0)} and ${bare.toFixed(0)} ms)`,
        holds: ours / bare <= 1.5,
      },
      script(root),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

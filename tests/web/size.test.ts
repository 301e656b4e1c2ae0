import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { builtClient } from "./build.ts";

type Chunk = { file: string; isEntry?: boolean; imports?: string[]; dynamicImports?: string[]; src?: string };

const kilobyte = 1_024;
let manifest: Record<string, Chunk>;
const sizes = new Map<string, number>();

/** A chunk and everything it imports before it can run. */
function closure(key: string, into = new Set<string>()): Set<string> {
  if (into.has(key)) return into;
  into.add(key);
  for (const next of manifest[key]?.imports ?? []) closure(next, into);
  return into;
}

const weight = (keys: Iterable<string>) => [...keys].reduce((sum, key) => sum + (sizes.get(key) ?? 0), 0);

beforeAll(async () => {
  const dist = await builtClient();
  manifest = JSON.parse(await readFile(join(dist, ".vite/manifest.json"), "utf8")) as Record<string, Chunk>;
  for (const [key, chunk] of Object.entries(manifest)) {
    if (chunk.file.endsWith(".js"))
      sizes.set(key, gzipSync(await readFile(join(dist, chunk.file)), { level: 9 }).length);
  }
}, 120_000);

describe("the built client", () => {
  test("shows its first page with at most 300 KB of script", () => {
    const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry)!;
    const first = new Set([
      ...closure(entry),
      ...closure("src/shell/Shell.tsx"),
      ...closure("src/contact/ContactsPage.tsx"),
    ]);
    console.log(`first page: ${Math.round(weight(first) / kilobyte)} KB gzip`);
    expect(weight(first)).toBeLessThanOrEqual(300 * kilobyte);
  });

  test("adds at most 80 KB for each further route", () => {
    const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry)!;
    const base = new Set([...closure(entry), ...closure("src/shell/Shell.tsx")]);
    const routes = Object.keys(manifest).filter(
      (key) => /Page\.tsx$/.test(key) && manifest[key]?.src === key,
    );
    expect(routes.length).toBeGreaterThan(5);
    for (const route of routes) {
      const added = [...closure(route)].filter((key) => !base.has(key));
      expect([route, weight(added) <= 80 * kilobyte, Math.round(weight(added) / kilobyte)]).toEqual([
        route,
        true,
        expect.any(Number),
      ]);
    }
  });

  test("has no script or style inside its page", async () => {
    const html = await readFile(join(await builtClient(), "index.html"), "utf8");
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
    expect(html).not.toMatch(/https?:\/\//);
  });
});

import { mkdirSync, mkdtempSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Watcher } from "../../packages/local/src/dev/watch.ts";
import type { Stage } from "../../packages/local/src/stage.ts";

const FILE = "packages/functions/src/open/app.ts";
let root: string;
let watcher: Watcher;
let renewed: string[];
let said: string[];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "rapport-watch-"));
  for (const path of [FILE, "packages/core/src/kernel/id.ts", "infra/app.ts"]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), "0");
  }
  renewed = [];
  said = [];
  const stage = { renewFunction: (name: string) => renewed.push(name) } as unknown as Stage;
  const inputs = new Map([["open", new Set([FILE])]]);
  watcher = new Watcher(root, join(root, "bundles"), stage, inputs, (line) => said.push(line));
  await watcher.start();
});
afterEach(() => {
  watcher.stop();
  rmSync(root, { recursive: true });
});

/** Each of these, several times over, is one change each. */
const ways: [string, (file: string, text: string) => void][] = [
  ["written to", (file, text) => writeFileSync(file, text)],
  [
    "removed and made again, as git does",
    (file, text) => {
      unlinkSync(file);
      writeFileSync(file, text);
    },
  ],
  [
    "replaced, as many editors do",
    (file, text) => {
      writeFileSync(`${file}~`, text);
      renameSync(`${file}~`, file);
    },
  ],
];

describe("a changed file", () => {
  test.each(ways)("is seen each time that it is %s", async (_, change) => {
    for (const text of ["1", "2", "3"]) {
      const before = renewed.length;
      change(join(root, FILE), text);
      await expect.poll(() => renewed.length, { timeout: 5_000 }).toBeGreaterThan(before);
    }
    expect(new Set(renewed)).toEqual(new Set(["open"]));
  });

  test("of the templates asks to start again", async () => {
    writeFileSync(join(root, "infra/app.ts"), "1");
    await expect.poll(() => said).toEqual(["infra/app.ts changed: start again to run the new templates"]);
    expect(renewed).toEqual([]);
  });
});

import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const rows = readFileSync(join(root, "docs/coverage.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| Point"));
const named = rows.map((row) => /`([^`]+)` \|$/.exec(row)?.[1] ?? row);
const texts = globSync("tests/**/*.test.ts", { cwd: root })
  .filter((file) => !file.endsWith("coverage.test.ts"))
  .map((file) => readFileSync(join(root, file), "utf8"))
  .join("\n");

/** What stands before the name where the test is written, such as `it(`; undefined where there is none. */
function called(name: string): string | undefined {
  const place = [`"${name}"`, `\`${name}\``].map((text) => texts.indexOf(text)).find((at) => at >= 0);
  return place === undefined ? undefined : texts.slice(Math.max(0, place - 12), place);
}

it("names only tests that exist", () => {
  expect(named.length).toBeGreaterThan(80);
  expect(named.filter((name) => called(name) === undefined)).toEqual([]);
});

it("names no test that is skipped or only sketched", () => {
  // A test that runs is `it(` or `it.each(…)(`: a word after the dot puts it off.
  expect(named.filter((name) => /\.\w+\(\s*$/.test(called(name) ?? ""))).toEqual([]);
});

import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

it("names only tests that exist", () => {
  const rows = readFileSync(join(root, "docs/coverage.md"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| Point"));
  const named = rows.map((row) => /`([^`]+)` \|$/.exec(row)?.[1] ?? row);
  const files = globSync("tests/**/*.test.ts", { cwd: root }).filter(
    (file) => !file.endsWith("coverage.test.ts"),
  );
  const texts = files.map((file) => readFileSync(join(root, file), "utf8")).join("\n");
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !texts.includes(`"${name}"`))).toEqual([]);
});

/**
 * `npm run bench [-- table] [--full]`: the design's numbers, bound beside measured. Units are counted by AWS's documented
 * formulas. `--full` takes 50,000 contacts where the short run takes 1,000. Ends with 1 where a bound does not hold.
 */
import { parseArgs } from "node:util";
import { type Line, questions, writes } from "../numbers/measure.ts";
import { aWorkspace } from "../numbers/workspace.ts";
import { sizeLines } from "./size.ts";
import { stageLines } from "./stage.ts";

process.env.TZ = "UTC";
const root = process.cwd();
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { full: { type: "boolean", default: false } },
});

function print(title: string, lines: Line[]): boolean {
  console.log(`\n${title}\n`);
  console.log("| | Operation | Hold | Measured |\n|---|---|---|---|");
  for (const { name, bound, measured, holds } of lines)
    console.log(`| ${holds ? "✓" : "✗"} | ${name} | ${bound} | ${measured} |`);
  return lines.every(({ holds }) => holds);
}

async function inProcess(): Promise<boolean> {
  const workspace = await aWorkspace();
  const held: boolean[] = [];
  try {
    for (const count of values.full ? [1_000, 50_000] : [1_000]) {
      await workspace.grow(count);
      held.push(print(`Questions, ${count} contacts`, await questions(workspace)));
    }
    held.push(print("Writes", await writes(workspace)));
  } finally {
    await workspace.stop();
  }
  return held.every(Boolean);
}

async function product(): Promise<boolean> {
  const held = [await inProcess(), print("Sizes", await sizeLines(root))];
  for (const count of values.full ? [1_000, 50_000] : [1_000])
    held.push(print(`A whole stage, ${count} contacts`, await stageLines(root, count)));
  return held.every(Boolean);
}

const held =
  positionals[0] === "table"
    ? print("The table engine", await (await import("./table.ts")).tableLines(root))
    : await product();
process.exitCode = held ? 0 : 1;

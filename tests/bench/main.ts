/**
 * `npm run bench [-- --full]`: the design's numbers, bound beside measured. Units are counted by AWS's documented
 * formulas. `--full` takes 50,000 contacts where the short run takes 1,000. `-- table` measures the table engine beside
 * DynamoDB Local, `-- campaign [--recipients N]` a campaign at scale, `-- dev` what a developer waits for. Ends with 1 where a bound does not hold.
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
  options: {
    full: { type: "boolean", default: false },
    recipients: { type: "string", default: "1000000" },
  },
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

/** Beside the product's table: what takes longer and stands for itself. */
const others: Record<string, () => Promise<boolean>> = {
  dev: async () => print("What a developer waits for", await (await import("./dev.ts")).devLines(root)),
  table: async () => print("The table engine", await (await import("./table.ts")).tableLines(root)),
  campaign: async () =>
    print(
      "A campaign at scale",
      await (await import("./campaign/index.ts")).campaignLines(root, Number(values.recipients)),
    ),
};

const chosen = others[positionals[0] ?? ""] ?? product;
// Stages leave workers behind that end when they like.
process.exit((await chosen()) ? 0 : 1);

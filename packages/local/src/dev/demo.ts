import type { Stage } from "../stage.ts";
import type { StageFolder } from "./folder.ts";

export const SIGN_INS = ["owner", "marketer", "sales", "support"].map((name) => `${name}@demo.example`);
export const PASSWORD = "rapport-demo";

const MARK = "demo-seeded";
const REST = 20_000;

/** Fills the demo workspace on a stage's first start; answers whether it is there. */
export async function seedDemo(
  stage: Stage,
  folder: StageFolder,
  say: (line: string) => void,
): Promise<boolean> {
  if (folder.has(MARK)) return true;
  if (!stage.functions().includes("demo")) {
    say("no demo workspace: packages/functions/src/demo/handler.ts isn't there");
    return false;
  }
  const started = performance.now();
  say("seeding the demo workspace …");
  try {
    await stage.invoke("demo");
  } catch (error) {
    say(
      `the demo workspace failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return false;
  }
  folder.mark(MARK);
  await stage.idle(REST).catch(() => say("reports of the demo workspace still fill up in the background"));
  say(`demo workspace ready (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return true;
}

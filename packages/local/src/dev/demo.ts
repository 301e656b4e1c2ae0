import type { Stage } from "../stage.ts";
import type { StageFolder } from "./folder.ts";

export const SIGN_INS = ["owner", "marketer", "sales", "support"].map((name) => `${name}@demo.example`);
export const PASSWORD = "rapport-demo";

const MARK = "demo-seeded";
/** A first start that takes longer than this goes on without the reports: they fill up while one looks around. */
const PATIENCE = 12_000;

/** Fills the demo workspace on a stage's first start, which began at `began`; answers whether it is there. */
export async function seedDemo(
  stage: Stage,
  folder: StageFolder,
  began: number,
  say: (line: string) => void,
): Promise<boolean> {
  if (folder.has(MARK)) return true;
  if (!stage.functions().includes("demo")) {
    say("no demo workspace: packages/functions/src/demo/handler.ts isn't there");
    return false;
  }
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  say("seeding the demo workspace …");
  const read = stage.holdStreams();
  try {
    await stage.invoke("demo");
  } catch (error) {
    say(
      `the demo workspace failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return false;
  } finally {
    read();
  }
  folder.mark(MARK);
  say(`demo workspace seeded (${seconds()})`);
  const left = Math.max(0, PATIENCE - (performance.now() - began));
  say(
    (await stage.restsWithin(left))
      ? `its reports are complete (${seconds()})`
      : "its reports fill up in the background",
  );
  return true;
}

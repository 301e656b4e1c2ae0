/** What each function asks for on its way through the whole journey, recorded on a real stage. */
import type { Asked } from "../../packages/local/src/role/guard.ts";
import { walk } from "../journey/short.ts";
import type { Stage } from "../stage/helper.ts";

export async function asked(stage: Stage): Promise<Asked[]> {
  const all: Asked[] = [];
  const quiet = stage.guard.listen((one) => all.push(one));
  const failed = await walk(stage);
  if (failed) throw new Error(`${failed.step}: ${failed.why}`);
  quiet();
  return all;
}

import { test } from "vitest";
import { long, runs } from "./runs.ts";
import { startSwapping } from "./swap.ts";

test("two versions as real bundles, swapped mid-stream: what the older doesn't know is parked, and the newer's replay heals it", async () => {
  await runs("swap.long.test.ts", long(6), await startSwapping());
}, 1_800_000);

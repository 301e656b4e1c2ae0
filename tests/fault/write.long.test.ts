import { test } from "vitest";
import { onStand } from "./grounds.ts";
import { long, runs } from "./runs.ts";
import { startWrites } from "./write.ts";

const { once } = onStand(startWrites);

test("retried writes land once", () => runs("write.long.test.ts", long(3_600), once), 1_800_000);

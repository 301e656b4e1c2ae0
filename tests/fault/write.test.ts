import { test } from "vitest";
import { onStand } from "./grounds.ts";
import { runs } from "./runs.ts";
import { startWrites } from "./write.ts";

const { once } = onStand(startWrites);

test("retried writes land once", () => runs("write.test.ts", 30, once), 120_000);

import { test } from "vitest";
import { startClaims } from "./claim.ts";
import { onCore } from "./grounds.ts";
import { long, runs } from "./runs.ts";

const { once } = onCore(startClaims);

test("two workers on one chunk, one claim", () => runs("claim.long.test.ts", long(6_000), once), 1_800_000);

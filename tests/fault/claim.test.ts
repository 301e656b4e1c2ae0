import { test } from "vitest";
import { startClaims } from "./claim.ts";
import { onCore } from "./grounds.ts";
import { runs } from "./runs.ts";

const { once } = onCore(startClaims);

test("two workers on one chunk, one claim", () => runs("claim.test.ts", 60, once), 120_000);

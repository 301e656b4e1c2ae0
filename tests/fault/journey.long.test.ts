import { test } from "vitest";
import { oddDay } from "./journey.ts";
import { long, runs } from "./runs.ts";

test(
  "a whole journey comes to its end on a day when everything comes twice, late or in part",
  () => runs("journey.long.test.ts", long(3), oddDay),
  1_800_000,
);

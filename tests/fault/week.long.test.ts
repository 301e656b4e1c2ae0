import { test } from "vitest";
import { long, runs } from "./runs.ts";
import { weeks } from "./week.ts";

const { once } = weeks();

test(
  "reports equal a recount, each fact has one id, and a week told again changes nothing",
  () => runs("week.long.test.ts", long(120), once),
  1_800_000,
);

import { test } from "vitest";
import { runs } from "./runs.ts";
import { weeks } from "./week.ts";

const { once } = weeks();

test(
  "reports equal a recount, each fact has one id, and a week told again changes nothing",
  () => runs("week.test.ts", 8, once),
  120_000,
);

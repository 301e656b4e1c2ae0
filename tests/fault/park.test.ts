import { test } from "vitest";
import { onStand } from "./grounds.ts";
import { startParking } from "./park.ts";
import { runs } from "./runs.ts";

const { once } = onStand(startParking);

test(
  "old code amid new items parks what it doesn't know, and nothing else waits",
  () => runs("park.test.ts", 10, once),
  120_000,
);

import { test } from "vitest";
import { onStand } from "./grounds.ts";
import { startParking } from "./park.ts";
import { long, runs } from "./runs.ts";

const { once } = onStand(startParking);

test(
  "old code amid new items parks what it doesn't know, and nothing else waits",
  () => runs("park.long.test.ts", long(120), once),
  1_800_000,
);

import { afterAll, beforeAll, test } from "vitest";
import { type Core, startCore } from "../core.ts";
import { startClaims } from "./claim.ts";
import { startDoor, type TestDoor } from "./door.ts";
import { long, runs } from "./runs.ts";

let core: Core;
let door: TestDoor;
let once: (seed: number) => Promise<void>;
beforeAll(async () => {
  core = await startCore();
  door = await startDoor(core.engine);
  once = await startClaims(door);
});
afterAll(async () => {
  await door.stop();
  await core.stop();
});

test("two workers on one chunk, one claim", () => runs("claim.long.test.ts", long(6_000), once), 1_800_000);

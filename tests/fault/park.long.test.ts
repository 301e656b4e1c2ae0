import { afterAll, beforeAll, beforeEach, test, vi } from "vitest";
import { type Stand, startStand } from "../projection/stand.ts";
import { startDoor, type TestDoor } from "./door.ts";
import { startParking } from "./park.ts";
import { long, runs } from "./runs.ts";

let stand: Stand;
let door: TestDoor;
let once: (seed: number) => Promise<void>;
beforeAll(async () => {
  stand = await startStand();
  door = await startDoor(stand.engine);
  once = await startParking(stand, door);
});
afterAll(async () => {
  await door.stop();
  await stand.stop();
});
beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => undefined));

test(
  "old code amid new items parks what it doesn't know, and nothing else waits",
  () => runs("park.long.test.ts", long(120), once),
  1_800_000,
);

import { afterAll, beforeAll, test } from "vitest";
import { type Stand, startStand } from "../projection/stand.ts";
import { startDoor, type TestDoor } from "./door.ts";
import { long, runs } from "./runs.ts";
import { startWrites } from "./write.ts";

let stand: Stand;
let door: TestDoor;
let once: (seed: number) => Promise<void>;
beforeAll(async () => {
  stand = await startStand();
  door = await startDoor(stand.engine);
  once = await startWrites(stand, door);
});
afterAll(async () => {
  await door.stop();
  await stand.stop();
});

test("retried writes land once", () => runs("write.long.test.ts", long(3_600), once), 1_800_000);

import { afterAll, afterEach, beforeAll, beforeEach, test, vi } from "vitest";
import { type Sending, startSending } from "../sending/stand.ts";
import { startCampaigns } from "./campaign.ts";
import { startDoor, type TestDoor } from "./door.ts";
import { long, runs } from "./runs.ts";

let stage: Sending;
let door: TestDoor;
let once: (seed: number) => Promise<void>;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  stage = await startSending();
  door = await startDoor(stage.core.engine, { mail: (request) => stage.mail.handle(request) });
  once = await startCampaigns(stage, door);
});
afterAll(async () => {
  await door.stop();
  await stage.stop();
});
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => void vi.useRealTimers());

test(
  "a ledger adds up at every moment, and nobody is mailed twice",
  () => runs("campaign.long.test.ts", long(160), once),
  1_800_000,
);

import { afterAll, beforeAll, beforeEach, test, vi } from "vitest";
import { type Stand, startStand } from "../projection/stand.ts";
import { startDoor, type TestDoor } from "./door.ts";
import { long, runs } from "./runs.ts";
import { startWeek } from "./week.ts";

type Entry = { Detail: string };

let stand: Stand;
let door: TestDoor;
let once: (seed: number) => Promise<void>;
beforeAll(async () => {
  const told: { id: string }[] = [];
  const PutEvents = ({ Entries }: { Entries?: Entry[] }) => {
    for (const { Detail } of Entries ?? []) told.push(JSON.parse(Detail) as { id: string });
    return { FailedEntryCount: 0, Entries: (Entries ?? []).map((_, n) => ({ EventId: `e${n}` })) };
  };
  process.env.BUS_NAME = "rapport-test";
  stand = await startStand();
  door = await startDoor(stand.engine, { json: { events: { PutEvents } } });
  once = await startWeek(stand, door, told);
}, 120_000);
afterAll(async () => {
  await door.stop();
  await stand.stop();
});
beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => undefined));

test(
  "reports equal a recount, each fact has one id, and a week told again changes nothing",
  () => runs("week.long.test.ts", long(120), once),
  1_800_000,
);

/** What an invariant stands on, opened before the file's tests and closed after them. */
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import { type Core, startCore } from "../core.ts";
import { type Stand, startStand } from "../projection/stand.ts";
import { type Sending, startSending } from "../sending/stand.ts";
import { startDoor, type TestDoor } from "./door.ts";

/** One run of an invariant, told from others by its seed. */
export type Once = (seed: number) => Promise<void>;
type Closed = { stop(): Promise<unknown> };
type Ground<On> = { on: On; door: TestDoor; once: Once };

function ground<On extends Closed>(open: () => Promise<Ground<On>>) {
  let opened: Ground<On> | undefined;
  const here = () => {
    if (!opened) throw new Error("It is opened in beforeAll: use it inside tests.");
    return opened;
  };
  beforeAll(async () => {
    opened = await open();
  }, 120_000);
  afterAll(async () => {
    await opened?.door.stop();
    await opened?.on.stop();
  });
  beforeEach(() => {
    for (const name of ["error", "info"] as const)
      vi.spyOn(console, name).mockImplementation(() => undefined);
  });
  return { here, once: ((seed) => here().once(seed)) as Once };
}

export const onCore = (start: (door: TestDoor, core: Core) => Promise<Once>) =>
  ground(async () => {
    const on = await startCore();
    const door = await startDoor(on.engine);
    return { on, door, once: await start(door, on) };
  });

export const onStand = (
  start: (stand: Stand, door: TestDoor) => Promise<Once>,
  services: Parameters<typeof startDoor>[1] = {},
) =>
  ground(async () => {
    const on = await startStand();
    const door = await startDoor(on.engine, services);
    return { on, door, once: await start(on, door) };
  });

/** Its clock is in the test's hand. */
export function onSending(start: (stage: Sending, door: TestDoor) => Promise<Once>) {
  const turned = () => void vi.useFakeTimers({ toFake: ["Date"] });
  beforeEach(turned);
  afterEach(() => void vi.useRealTimers());
  return ground(async () => {
    turned();
    const on = await startSending();
    const door = await startDoor(on.core.engine, { mail: (request) => on.mail.handle(request) });
    return { on, door, once: await start(on, door) };
  });
}

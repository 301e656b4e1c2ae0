import * as Campaign from "@rapport/core/campaign";
import * as Context from "@rapport/core/kernel/context";
import { newId } from "@rapport/core/kernel/id";
import type { Message } from "../../sending/queues.ts";
import type { SimulatedClock } from "./clock.ts";

/** Half of a sender's time-out. */
const WORK_MS = 30_000;

/** Senders of chunks, side by side on a simulated clock: one runs at a time, until it waits for a moment or is done. */
export function startSenders(clock: SimulatedClock) {
  let release: () => void = () => undefined;

  function begin({ body }: Message): void {
    const { workspaceId, ...chunk } = body as Campaign.Message & { workspaceId: string };
    const began = clock.now;
    const tools: Campaign.Tools = {
      timeLeft: () => clock.now - began < WORK_MS,
      pause: (ms) =>
        new Promise<void>((resolve) => {
          clock.at(clock.now + ms, resolve);
          release();
        }),
    };
    const actor = { kind: "system" as const, workspaceId, id: "send" };
    const context = { actor, cause: newId("request"), depth: 0, silent: false };
    const sending = async () => {
      try {
        await Context.provide(context, () => Campaign.sendChunk(chunk, tools));
      } finally {
        release();
      }
    };
    sending().catch((error: unknown) => console.error(error));
  }

  return {
    /** The message is handed to a sender when its delay is over. */
    hand: (message: Message) => clock.at(clock.now + message.delaySeconds * 1_000, () => begin(message)),
    /** All that is due before a moment happens, each at its own. */
    async until(moment: number): Promise<void> {
      for (let go = clock.next(moment); go; go = clock.next(moment)) {
        const running = new Promise<void>((resolve) => {
          release = resolve;
        });
        go();
        await running;
      }
      clock.turnTo(moment);
    },
  };
}

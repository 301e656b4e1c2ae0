/** Workers at one chunk of a ledger at once, under faults: it is claimed once, and whoever is told so is alone. */
import { newId } from "@rapport/core/kernel/id";
import { expect } from "vitest";
import { Chance } from "../../packages/local/src/fault/chance.ts";
import { as } from "../core.ts";
import type { TestDoor } from "./door.ts";
import { tableFaults } from "./runs.ts";

export async function startClaims(door: TestDoor) {
  const Ledger = await import("../../packages/core/src/ledger/index.ts");
  const { transact } = await import("../../packages/core/src/aws/transaction.ts");

  /** As a sender does it: everybody who waits, or nobody. */
  async function worker(id: string, outcome: "sent" | "failed"): Promise<boolean> {
    const places = [0, 1, 2, 3];
    const claimed = await Ledger.amend(id, 0, (chunk) =>
      places.every((place) => Ledger.stateAt(chunk, place) === "queued")
        ? {
            marks: new Map(places.map((place) => [place, { state: "claimed" }])),
            set: { claimedAt: outcome },
          }
        : undefined,
    );
    if (!claimed?.changed) return false;
    await Ledger.amend(id, 0, () => ({ marks: new Map(places.map((place) => [place, { state: outcome }])) }));
    return true;
  }

  return async (seed: number): Promise<void> => {
    const here = { workspaceId: newId("workspace") };
    const inside = <T>(run: () => Promise<T>) => as("system", run, here);
    const id = newId("campaign");
    await inside(() => transact([Ledger.write(id, 0, ["a", "b", "c", "d"])]));
    const chance = new Chance(seed);
    door.inject({ seed, calls: tableFaults(seed) });
    const outcomes = (["sent", "failed", "sent"] as const).slice(0, chance.between(2, 3));
    const told = await Promise.all(
      outcomes.map((outcome) =>
        inside(() => worker(id, outcome)).then(
          (won) => (won ? outcome : undefined),
          () => undefined,
        ),
      ),
    );
    door.calm();
    const winners = told.filter((one) => one !== undefined);
    const [chunk, sums] = await inside(() => Promise.all([Ledger.chunk(id, 0), Ledger.sums(id)]));
    const tally = Ledger.tallyOf([chunk!]);
    expect(Ledger.sum(tally)).toBe(4);
    expect(winners.length, "one claim").toBeLessThanOrEqual(1);
    if (winners[0]) expect(tally[winners[0]]).toBe(4);
    // Claimed, and settled where its holder lived on: two writes, and the sums count what the states say.
    expect(chunk!._v).toBeLessThanOrEqual(3);
    expect({ sent: sums.sent, failed: sums.failed }).toEqual({ sent: tally.sent, failed: tally.failed });
  };
}

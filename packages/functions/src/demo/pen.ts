import { setImmediate } from "node:timers/promises";
import { transactAll, type Write } from "@rapport/core/aws/transaction";

/** So many groups are handed over together: some full transactions. */
const PORTION = 400;
/** After so many, answers that came meanwhile are heard. */
const BREATH = 20;

/** Writes what is thought out while the rest still is being thought out, in the order in which it was given. */
export class Pen {
  private groups: Write[][] = [];
  private writing = Promise.resolve();

  add<T extends { writes: Write[] }>(draft: T): T {
    this.groups.push(draft.writes);
    return draft;
  }

  /** Lets the table work between two thoughts. */
  async breathe(): Promise<void> {
    if (this.groups.length >= PORTION) this.hand();
    if (this.groups.length % BREATH === 0) await setImmediate();
  }

  /** Resolves when all is written; rejects with what went wrong on the way. */
  async end(): Promise<void> {
    this.hand();
    await this.writing;
  }

  private hand(): void {
    const portion = this.groups.splice(0);
    this.writing = this.writing.then(() => transactAll(portion));
    // Told where the end is awaited.
    this.writing.catch(() => undefined);
  }
}

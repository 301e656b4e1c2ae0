import { turnDate } from "../../../packages/local/src/lambda/date.ts";

/** A clock that only moves when the run says so, in `Date` too, and what waits for a moment of it. */
export class SimulatedClock {
  private readonly date: Float64Array;
  private waiting: { at: number; wake: () => void }[] = [];

  constructor(start: number) {
    const shared = new SharedArrayBuffer(8);
    this.date = new Float64Array(shared);
    // The machine's own time stands still at zero, so that the offset is the time.
    Date.now = () => 0;
    turnDate(shared);
    this.date[0] = start;
  }

  get now(): number {
    return this.date[0] as number;
  }

  at(moment: number, wake: () => void): void {
    this.waiting.push({ at: Math.max(moment, this.now), wake });
  }

  /** The next one due before a moment, with the clock turned to its time; undefined when there is none. */
  next(before: number): (() => void) | undefined {
    let first = -1;
    for (const [place, { at }] of this.waiting.entries())
      if (at < before && (first < 0 || at < (this.waiting[first] as { at: number }).at)) first = place;
    const [found] = first < 0 ? [] : this.waiting.splice(first, 1);
    if (found) this.date[0] = Math.max(found.at, this.now);
    return found?.wake;
  }

  turnTo(moment: number): void {
    this.date[0] = Math.max(moment, this.now);
  }
}

/** Keeps a job under a number of writes a second to one key (a DynamoDB partition takes 1,000 write units a second). */
export class Pace {
  private readonly perSecond: number;
  private readonly startedAt = performance.now();

  constructor(perSecond: number) {
    this.perSecond = perSecond;
  }

  /** Waits until so many writes may have been made since the start. */
  async reach(writes: number): Promise<void> {
    const due = this.startedAt + (writes / this.perSecond) * 1_000;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/**
 * Counts what is under way: invocations, deliveries, batches read but not done.
 * Whoever starts something begins it here before the event loop turns, so zero means idle.
 */
export class Activity {
  private readonly running = new Map<symbol, string>();
  private waiters: (() => void)[] = [];

  begin(what: string): () => void {
    const key = Symbol(what);
    this.running.set(key, what);
    return () => {
      if (!this.running.delete(key) || this.running.size > 0) return;
      // One more turn: what ended may be about to start the next thing.
      setImmediate(() => {
        if (this.running.size > 0) return;
        for (const waiter of this.waiters.splice(0)) waiter();
      });
    };
  }

  async during<T>(what: string, work: () => Promise<T>): Promise<T> {
    const end = this.begin(what);
    try {
      return await work();
    } finally {
      end();
    }
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (this.running.size === 0) return;
    await new Promise<void>((resolve) => this.waiters.push(resolve));
  }

  /** For messages: what a stage that won't come to rest is doing. */
  list(): string[] {
    return [...new Set(this.running.values())];
  }

  release(): void {
    this.running.clear();
    for (const waiter of this.waiters.splice(0)) waiter();
  }
}

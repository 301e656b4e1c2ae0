/**
 * The stage's time. `real`: timers fire as the hours pass. `turned`: timers fire only in `advance` and `jump`,
 * so that a test decides when a minute is over. Handlers see `now()` either way: the machine's time plus the offset,
 * read from shared memory by every worker.
 */
export type Mode = "real" | "turned";

type Timer = { at: number; order: number; run: () => void };

const LONGEST_TIMEOUT = 2 ** 31 - 1;

export class Clock {
  readonly mode: Mode;
  /** One number, the offset in milliseconds, shared with the workers. */
  readonly shared = new SharedArrayBuffer(8);
  private readonly offset = new Float64Array(this.shared);
  private readonly timers = new Set<Timer>();
  private readonly settled: () => Promise<void>;
  private order = 0;
  private horizon: number;
  private pending: NodeJS.Timeout | undefined;

  /** `settled` is awaited between two steps of a turn, so that what a tick starts ends before the next tick. */
  constructor(mode: Mode, settled: () => Promise<void> = async () => {}) {
    this.mode = mode;
    this.settled = settled;
    this.horizon = Date.now();
  }

  now(): number {
    return Date.now() + this.offset[0]!;
  }

  /** The time that timers go by: in `turned` mode it stands still between two turns. */
  due(): number {
    return this.mode === "real" ? this.now() : this.horizon;
  }

  /** Runs once when the time has come; answers a function that takes it back. */
  at(time: number, run: () => void): () => void {
    const timer = { at: time, order: this.order++, run };
    this.timers.add(timer);
    this.schedule();
    return () => {
      this.timers.delete(timer);
    };
  }

  after(ms: number, run: () => void): () => void {
    return this.at(this.due() + ms, run);
  }

  /** Goes on by `ms` and fires each timer at its own moment, in order, waiting for what it starts. */
  async advance(ms: number): Promise<void> {
    await this.settled();
    const end = this.due() + ms;
    for (let timer = this.next(end); timer; timer = this.next(end)) {
      this.turnTo(timer.at);
      this.timers.delete(timer);
      timer.run();
      await this.settled();
    }
    this.turnTo(end);
    await this.settled();
  }

  /** As after an outage: the time is later at once, and timers that were due fire once, now. */
  async jump(ms: number): Promise<void> {
    await this.settled();
    this.turnTo(this.due() + ms);
    const due = [...this.timers].filter((timer) => timer.at <= this.due());
    for (const timer of due.sort(inOrder)) {
      this.timers.delete(timer);
      timer.run();
    }
    await this.settled();
  }

  /** Later at once, from inside a timer: whatever is due then fires as it would after this one. */
  skip(ms: number): void {
    this.turnTo(this.due() + ms);
    this.schedule();
  }

  stop(): void {
    this.timers.clear();
    clearTimeout(this.pending);
  }

  private next(end: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.timers)
      if (timer.at <= end && (!first || inOrder(timer, first) < 0)) first = timer;
    return first;
  }

  private turnTo(time: number): void {
    const step = Math.max(0, time - this.due());
    this.horizon = Math.max(this.horizon, time);
    this.offset[0] = this.offset[0]! + step;
  }

  private schedule(): void {
    if (this.mode !== "real") return;
    clearTimeout(this.pending);
    const first = this.next(Number.POSITIVE_INFINITY);
    if (!first) return;
    const wait = Math.min(Math.max(0, first.at - this.now()), LONGEST_TIMEOUT);
    this.pending = setTimeout(() => this.fire(), wait);
    this.pending.unref();
  }

  private fire(): void {
    for (let timer = this.next(this.now()); timer; timer = this.next(this.now())) {
      this.timers.delete(timer);
      timer.run();
    }
    this.schedule();
  }
}

const inOrder = (left: Timer, right: Timer): number => left.at - right.at || left.order - right.order;

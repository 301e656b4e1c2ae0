import type { DatabaseSync } from "node:sqlite";

/** Deliveries written with the change that causes them, so that a kill between the two loses none. */
export type Outbox<T> = {
  /** Call inside the transaction of the change. */
  add(item: T): void;
  /** Call after the transaction. */
  wake(): void;
  /** Resolves once everything added so far, and what it led to, has been handed over. */
  idle(): Promise<void>;
  waiting(): number;
  stop(): void;
};

const AT_ONCE = 16;
const LONGEST_PAUSE = 5_000;

/** At least once, oldest first, `AT_ONCE` side by side; what `deliver` rejects is tried again until it passes. */
export function createOutbox<T>(
  database: DatabaseSync,
  deliver: (item: T) => Promise<void>,
  report: (error: unknown) => void,
): Outbox<T> {
  database.exec(
    "CREATE TABLE IF NOT EXISTS outbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, item TEXT NOT NULL)",
  );
  const insert = database.prepare("INSERT INTO outbox (item) VALUES (?)");
  const oldest = database.prepare(`SELECT seq, item FROM outbox ORDER BY seq LIMIT ${AT_ONCE}`);
  const remove = database.prepare("DELETE FROM outbox WHERE seq = ?");
  const count = database.prepare("SELECT count(*) AS n FROM outbox");
  const waiters: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let stopped = false;
  let pause = 50;

  const waiting = () => Number(count.get()?.n ?? 0);

  const release = () => {
    for (const waiter of waiters.splice(0)) waiter();
  };

  async function round(): Promise<"done" | "again" | "failed"> {
    const rows = oldest.all() as { seq: number; item: string }[];
    if (rows.length === 0) return "done";
    const results = await Promise.allSettled(rows.map(async (row) => deliver(JSON.parse(row.item) as T)));
    if (stopped) return "done";
    database.exec("BEGIN IMMEDIATE");
    results.forEach((result, at) => {
      if (result.status === "fulfilled") remove.run(rows[at]!.seq);
    });
    database.exec("COMMIT");
    const failed = results.filter((result) => result.status === "rejected");
    for (const { reason } of failed) report(reason);
    return failed.length > 0 ? "failed" : "again";
  }

  async function run(): Promise<void> {
    if (running || stopped) return;
    running = true;
    let outcome: Awaited<ReturnType<typeof round>> = "again";
    while (outcome === "again" && !stopped) outcome = await round();
    running = false;
    if (stopped) return;
    if (outcome === "done" && waiting() > 0) {
      // Added between the last look and here, when `wake` still saw a run.
      wake();
    } else if (outcome === "done") {
      pause = 50;
      release();
    } else {
      timer = setTimeout(start, pause);
      timer.unref();
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }

  function start(): void {
    run().catch(report);
  }

  function wake(): void {
    if (stopped || running) return;
    clearTimeout(timer);
    timer = setTimeout(start, 0);
  }

  if (waiting() > 0) wake();
  return {
    add: (item) => void insert.run(JSON.stringify(item)),
    wake,
    waiting,
    idle: () =>
      new Promise((resolve) => {
        if (stopped || (!running && waiting() === 0)) return resolve();
        waiters.push(resolve);
        wake();
      }),
    stop() {
      stopped = true;
      clearTimeout(timer);
      release();
    },
  };
}

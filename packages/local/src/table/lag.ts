import type { Backlog } from "./backlog.ts";
import type { Open } from "./catalog.ts";
import type { Row, Rows } from "./rows.ts";
import type { Store } from "./store.ts";

export interface LagOptions {
  /** Global indexes follow after up to so many milliseconds. */
  indexMs?: number;
  /** Part of eventually consistent reads (0 to 1) that see an item as it was before its last change. */
  staleRate?: number;
  /** How long after a change a read may still be stale; 1000 ms where not given. */
  staleMs?: number;
  seed?: number;
}

/** A small seeded generator (mulberry32), so that a run can be repeated. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Makes global indexes lag and eventually consistent reads stale, on purpose and repeatably. */
export class Lag {
  private readonly store: Store;
  private readonly backlog: Backlog;
  private readonly now: () => number;
  private readonly options: LagOptions;
  private readonly chance: () => number;
  private readonly former = new Map<string, { at: number; row: Row }>();
  private last = 0;
  private waiting: boolean;

  constructor(store: Store, backlog: Backlog, now: () => number, options: LagOptions) {
    this.store = store;
    this.backlog = backlog;
    this.now = now;
    this.options = options;
    this.chance = random(options.seed ?? 1);
    this.waiting = !!store.prepare("SELECT 1 FROM pending LIMIT 1").get();
  }

  get delays(): boolean {
    return (this.options.indexMs ?? 0) > 0;
  }

  get stale(): boolean {
    return (this.options.staleRate ?? 0) > 0;
  }

  /** Puts off a change of an index; what was put off keeps its order. */
  defer(rows: Rows, gone: Buffer | undefined, put: Row | undefined): void {
    const due = Math.max(this.last, this.now() + this.chance() * this.options.indexMs!);
    this.last = due;
    this.waiting = true;
    this.store
      .prepare("INSERT INTO pending (due, rows, gone, k, n, v) VALUES (?, ?, ?, ?, ?, ?)")
      .run(Math.ceil(due), rows.name, gone ?? null, put?.key ?? null, put?.size ?? null, put?.text ?? null);
  }

  /** Applies what is due; called before an index is read. */
  catchUp(all = false): void {
    if (!this.waiting) return;
    const due = this.store
      .prepare("SELECT seq, rows, gone, k, n, v FROM pending WHERE due <= ? ORDER BY seq")
      .all(all ? Number.MAX_SAFE_INTEGER : Math.floor(this.now())) as unknown as [
      number,
      string,
      Uint8Array | null,
      Uint8Array | null,
      number,
      string,
    ][];
    if (!due.length) return;
    this.store.begin();
    for (const [seq, name, gone, key, size, text] of due) {
      if (gone) this.backlog.add(name, Buffer.from(gone), undefined, true);
      if (key) this.backlog.add(name, Buffer.from(key), { size, text, ref: 0 }, true);
      this.store.prepare("DELETE FROM pending WHERE seq = ?").run(seq);
    }
    this.waiting = !!this.store.prepare("SELECT 1 FROM pending LIMIT 1").get();
  }

  remember(open: Open, row: Row): void {
    this.former.set(`${open.table.id}:${row.key.toString("base64")}`, { at: this.now(), row });
    if (this.former.size > 10_000) this.former.clear();
  }

  /** The row as an eventually consistent read sees it. */
  seen(open: Open, key: Buffer, row: Row | undefined): Row | undefined {
    if (!this.stale) return row;
    const former = this.former.get(`${open.table.id}:${key.toString("base64")}`);
    if (!former || this.now() - former.at > (this.options.staleMs ?? 1000)) return row;
    return this.chance() < this.options.staleRate! ? former.row : row;
  }
}

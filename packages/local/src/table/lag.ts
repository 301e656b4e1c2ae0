import type { Open } from "./catalog.ts";
import type { Row } from "./rows.ts";

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
  private readonly now: () => number;
  private readonly options: LagOptions;
  private readonly chance: () => number;
  private readonly former = new Map<string, { at: number; row: Row }>();
  private last = 0;

  constructor(now: () => number, options: LagOptions) {
    this.now = now;
    this.options = options;
    this.chance = random(options.seed ?? 1);
  }

  get delays(): boolean {
    return (this.options.indexMs ?? 0) > 0;
  }

  get stale(): boolean {
    return (this.options.staleRate ?? 0) > 0;
  }

  /** When a change of an index that is made now may be seen; never before one that was made earlier. 0: at once. */
  due(): number {
    if (!this.delays) return 0;
    this.last = Math.max(this.last, Math.ceil(this.now() + this.chance() * this.options.indexMs!));
    return this.last;
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

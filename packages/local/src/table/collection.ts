import type { Open } from "./catalog.ts";
import type { Plan } from "./change.ts";
import { collectionFull } from "./error.ts";
import * as Key from "./key.ts";
import { entry } from "./secondary.ts";
import type { Store } from "./store.ts";

/** What is stored under one partition key of a table with local indexes, in the table and in those indexes. */
const sizesOf = (table: { id: number }) => `t${table.id}size`;

export const hasCollections = (open: Open): boolean => open.table.indexes.some((index) => index.local);

export function createCollections(store: Store, table: { id: number }): void {
  store.db.exec(`CREATE TABLE IF NOT EXISTS ${sizesOf(table)} (k BLOB PRIMARY KEY, n INTEGER) WITHOUT ROWID`);
}

export function dropCollections(store: Store, table: { id: number }): void {
  store.forget(sizesOf(table));
  store.db.exec(`DROP TABLE IF EXISTS ${sizesOf(table)}`);
}

/** Bytes by which a planned change makes its collection grow. */
function growth({ open, before, after }: Plan): number {
  let total = (after?.size ?? 0) - (before?.size ?? 0);
  for (const index of open.table.indexes) {
    if (!index.local) continue;
    total += (after && entry(open.table, index, after)?.size) ?? 0;
    total -= (before && entry(open.table, index, before)?.size) ?? 0;
  }
  return total;
}

/** Keeps the sizes of item collections, and refuses the growth of one over the limit. */
export class Collections {
  private readonly store: Store;
  private readonly limit: number;

  constructor(store: Store, limit: number) {
    this.store = store;
    this.limit = limit;
  }

  size(open: Open, item: Plan["keyItem"] & object): number {
    const key = Key.prefix(open.table.keys, item);
    const row = this.store.prepare(`SELECT n FROM ${sizesOf(open.table)} WHERE k = ?`).get(key) as unknown as
      | [number]
      | undefined;
    return row?.[0] ?? 0;
  }

  /** Refuses a change, or several of one transaction, that would make a collection too large. */
  check(plans: readonly Plan[]): void {
    const grown = new Map<string, number>();
    for (const plan of plans) {
      if (!hasCollections(plan.open) || !(plan.before || plan.after)) continue;
      const by = growth(plan);
      const item = (plan.after ?? plan.before)!.item;
      const name = `${plan.open.table.id}:${Key.prefix(plan.open.table.keys, item).toString("latin1")}`;
      const total = (grown.get(name) ?? this.size(plan.open, item)) + by;
      grown.set(name, total);
      if (by > 0 && total > this.limit) throw collectionFull();
    }
  }

  /** Writes down what a change made of its collection. */
  grow(plan: Plan): void {
    const by = growth(plan);
    if (!by) return;
    const key = Key.prefix(plan.open.table.keys, (plan.after ?? plan.before)!.item);
    this.store
      .prepare(
        `INSERT INTO ${sizesOf(plan.open.table)} (k, n) VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET n = n + excluded.n`,
      )
      .run(key, by);
  }
}

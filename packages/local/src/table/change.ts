import { writeUnits } from "./capacity.ts";
import type { Catalog, Open } from "./catalog.ts";
import { type Collections, hasCollections } from "./collection.ts";
import type { Scope } from "./context.ts";
import { validation } from "./error.ts";
import type { Lag } from "./lag.ts";
import type { Row, Rows } from "./rows.ts";
import { checkIndexKeys, entry, type Writer } from "./secondary.ts";
import { itemSize, maxItem } from "./size.ts";
import type { Store } from "./store.ts";
import type { StreamLog } from "./stream.ts";
import { checkDepth, equalItems, type Item } from "./value.ts";

export type Stored = Row & { item: Item };

/** A write that passed all checks and waits to be made. */
export interface Plan {
  open: Open;
  key: Buffer;
  before?: Stored;
  after?: Stored;
  /** The key attributes, where neither item is there to tell them. */
  keyItem?: Item;
  expired?: boolean;
}

/** Reads and changes items with all that hangs on them: indexes, stream, time to live, counts, capacity. */
export class Items {
  private readonly store: Store;
  private readonly catalog: Catalog;
  private readonly log: StreamLog;
  readonly lag: Lag;
  readonly collections: Collections;

  constructor(store: Store, catalog: Catalog, log: StreamLog, lag: Lag, collections: Collections) {
    this.store = store;
    this.catalog = catalog;
    this.log = log;
    this.lag = lag;
    this.collections = collections;
  }

  read(open: Open, key: Buffer): Stored | undefined {
    const row = open.rows.get(key);
    return row && { ...row, item: JSON.parse(row.text) as Item };
  }

  /** Checks an item that is to be stored and gives it its size and text. */
  prepare(key: Buffer, open: Open, item: Item, writer: Writer = "put", known?: number): Stored {
    checkDepth(item);
    const size = known ?? itemSize(item);
    if (size > maxItem) throw tooBig(writer);
    if (open.table.indexes.length) checkIndexKeys(open.table, item, writer);
    return { key, size, text: JSON.stringify(item), item, ref: 0 };
  }

  /** Makes a planned change. `factor` is 2 within transactions. */
  apply(scope: Scope, plan: Plan, factor = 1): void {
    const { open, key, before, after } = plan;
    const consumed = scope.of(open);
    const units = factor * writeUnits(Math.max(before?.size ?? 0, after?.size ?? 0));
    consumed.write += units;
    scope.touch(open, (after ?? before)?.item ?? plan.keyItem ?? {}, { write: units });
    if (!before && !after) return;
    this.store.begin();
    if (hasCollections(open)) this.collections.grow(plan);
    if (after && before) {
      after.ref = before.ref;
      if (before.text !== after.text) open.heap.set(before.ref, after.size, after.text);
    } else if (after) {
      after.ref = open.heap.add(after.size, after.text);
      open.rows.put(after);
    } else {
      open.rows.delete(key);
      open.heap.delete(before!.ref);
    }
    open.items += (after ? 1 : 0) - (before ? 1 : 0);
    open.bytes += (after?.size ?? 0) - (before?.size ?? 0);
    open.changed = true;
    if (this.lag.stale && before) this.lag.remember(open, before);
    if (before && after && before.text === after.text) return;
    for (const index of open.table.indexes) {
      const was = before && entry(open.table, index, before);
      const is = after && entry(open.table, index, after);
      const used = factor * this.index(open.indexRows.get(index.id)!, was, is, index.local);
      if (!used) continue;
      consumed.addIndexWrite(index.name, used);
      scope.touch(open, (is ? after : before)!.item, { write: used }, index.name);
    }
    const ttl = open.table.ttl;
    if (ttl)
      this.expiry(
        open,
        key,
        before && deadline(before.item, ttl.attribute),
        after && deadline(after.item, ttl.attribute),
      );
    const stream = this.catalog.streamOf(open.table);
    if (!stream || (before && after && equalItems(before.item, after.item))) return;
    this.log.append(stream, open.table, plan);
  }

  /** Brings one index up to date. Units by AWS's rules: new or gone 1 write, moved 2, other projection 1, same 0. */
  private index(rows: Rows, was: Row | undefined, is: Row | undefined, local: boolean): number {
    if (!was && !is) return 0;
    const same = was && is && was.key.equals(is.key);
    if (same && was.text === is.text) return 0;
    const due = local ? 0 : this.lag.due();
    if (was && !same) rows.delete(was.key, due);
    // A row that only points to the item needs no write when the item changes in place.
    if (is && (rows.own || !same)) rows.put(is, due);
    if (same) return writeUnits(Math.max(was.size, is.size));
    return (was ? writeUnits(was.size) : 0) + (is ? writeUnits(is.size) : 0);
  }

  private expiry(open: Open, key: Buffer, was: number | undefined, is: number | undefined): void {
    if (was === is) return;
    const name = `t${open.table.id}ttl`;
    if (was !== undefined) this.store.prepare(`DELETE FROM ${name} WHERE at = ? AND k = ?`).run(was, key);
    if (is !== undefined)
      this.store.prepare(`INSERT OR IGNORE INTO ${name} (at, k) VALUES (?, ?)`).run(is, key);
  }
}

/** The size of an item that is to be put; AWS refuses one too big before it looks for the table. */
export function sizeToPut(item: Item): number {
  const size = itemSize(item);
  if (size > maxItem) throw tooBig("put");
  return size;
}

export const tooBig = (writer: Writer) =>
  validation(`Item size ${writer === "put" ? "" : "to update "}has exceeded the maximum allowed size`);

/** Epoch seconds at which an item expires; AWS ignores anything but a number. */
export function deadline(item: Item, attribute: string): number | undefined {
  const text = Object.hasOwn(item, attribute) ? item[attribute]!.N : undefined;
  if (text === undefined) return undefined;
  const seconds = Math.floor(Number(text));
  return seconds > 0 && seconds < 1e12 ? seconds : undefined;
}

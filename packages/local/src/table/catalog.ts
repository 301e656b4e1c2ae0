import type { Backlog } from "./backlog.ts";
import { createCollections, dropCollections, hasCollections } from "./collection.ts";
import { resourceNotFound, tableNotFound, validation } from "./error.ts";
import { Heap, Rows } from "./rows.ts";
import { type Index, pruneAttributes, type Stream, type Table } from "./schema.ts";
import { entry } from "./secondary.ts";
import type { Store } from "./store.ts";
import type { Item } from "./value.ts";

/** A table with its rows at hand. */
export interface Open {
  table: Table;
  rows: Rows;
  heap: Heap;
  /** Rows of each index by the index's id. */
  indexRows: Map<number, Rows>;
  items: number;
  bytes: number;
  changed: boolean;
}

/** How the keys of index rows are put together; one more with each change of `encode`. */
const layout = 2;

const arnName = /^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/([a-zA-Z0-9_.-]+)$/;

/** All tables and streams, in memory and in the database alike. */
export class Catalog {
  private readonly store: Store;
  private readonly backlog: Backlog;
  private readonly now: () => number;
  private readonly open = new Map<string, Open>();
  readonly streams = new Map<number, Stream>();

  constructor(store: Store, backlog: Backlog, now: () => number) {
    this.store = store;
    this.backlog = backlog;
    this.now = now;
    this.load();
    this.relayIndexes();
    store.hook("before", () => this.saveCounts());
    store.hook("abort", () => this.load());
  }

  private load(): void {
    this.open.clear();
    this.streams.clear();
    const rows = this.store.prepare("SELECT body, items, bytes FROM tables").all() as unknown as [
      string,
      number,
      number,
    ][];
    for (const [body, items, bytes] of rows) this.add(JSON.parse(body) as Table, items, bytes);
    const streams = this.store.prepare("SELECT body FROM streams").all() as unknown as [string][];
    for (const [body] of streams) {
      const stream = JSON.parse(body) as Stream;
      this.streams.set(stream.id, stream);
    }
  }

  private add(table: Table, items: number, bytes: number): Open {
    const heap = new Heap(this.store, `t${table.id}heap`);
    const open = {
      table,
      heap,
      rows: new Rows(this.store, `t${table.id}key`, heap.name, false),
      indexRows: new Map(table.indexes.map((index) => [index.id, this.indexRows(table, index)])),
      items,
      bytes,
      changed: false,
    };
    this.open.set(table.name, open);
    if (hasCollections(open)) createCollections(this.store, table);
    return open;
  }

  private indexRows(table: Table, index: Index): Rows {
    const name = `t${table.id}index${index.id}`;
    return new Rows(this.store, name, `t${table.id}heap`, index.own, this.backlog);
  }

  private saveCounts(): void {
    for (const open of this.open.values()) {
      if (!open.changed) continue;
      open.changed = false;
      this.store
        .prepare("UPDATE tables SET items = ?, bytes = ? WHERE id = ?")
        .run(open.items, open.bytes, open.table.id);
    }
  }

  names(): string[] {
    return [...this.open.values()]
      .filter((open) => this.settled(open))
      .map((open) => open.table.name)
      .sort();
  }

  /** Ends what is due of a table's changes; nothing is left of one whose deletion is. */
  private settled(open: Open): Open | undefined {
    const { table } = open;
    if (!table.changing) return open;
    const due = (change: { until: number } | undefined) => change && change.until <= this.now();
    for (const index of table.indexes) {
      if (!due(index.changing)) continue;
      if (index.changing!.status === "DELETING") this.dropIndex(open, index.id);
      index.changing = undefined;
    }
    if (!due(table.changing)) return open;
    if (table.changing.status === "DELETING") {
      this.drop(open);
      return undefined;
    }
    table.changing = undefined;
    this.save(table);
    return open;
  }

  all(): IterableIterator<Open> {
    return this.open.values();
  }

  has(name: string): boolean {
    return this.find(name) !== undefined;
  }

  find(name: string): Open | undefined {
    const open = this.open.get(name.startsWith("arn:") ? (arnName.exec(name)?.[1] ?? name) : name);
    return open && this.settled(open);
  }

  /** The table a data request names, by name or ARN. */
  need(name: string): Open {
    if (name.startsWith("arn:") && !arnName.test(name)) throw validation(`Invalid ARN: ${name}`);
    const open = this.find(name);
    const status = open?.table.changing?.status;
    if (!open || status === "CREATING" || status === "DELETING") throw tableNotFound();
    return open;
  }

  /** The table a control request names. */
  needTable(name: string): Open {
    const open = this.find(name);
    if (!open)
      throw resourceNotFound(
        `Requested resource not found: Table: ${arnName.exec(name)?.[1] ?? name} not found`,
      );
    return open;
  }

  nextId(): number {
    const row = this.store.prepare("SELECT value FROM meta WHERE name = 'id'").get() as unknown as
      | [number]
      | undefined;
    const id = (row?.[0] ?? 0) + 1;
    this.store.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES ('id', ?)").run(id);
    return id;
  }

  create(table: Table): Open {
    this.store.begin();
    const open = this.add(table, 0, 0);
    open.heap.create();
    open.rows.create();
    for (const rows of open.indexRows.values()) rows.create();
    this.store.prepare("INSERT INTO tables (id, body) VALUES (?, ?)").run(table.id, JSON.stringify(table));
    return open;
  }

  save(table: Table): void {
    this.store.begin();
    this.store.prepare("UPDATE tables SET body = ? WHERE id = ?").run(JSON.stringify(table), table.id);
  }

  addIndex(open: Open, index: Index): void {
    const rows = this.indexRows(open.table, index);
    this.store.begin();
    rows.create();
    open.indexRows.set(index.id, rows);
    for (const row of open.rows.range(Buffer.alloc(0), undefined, { hint: 1024 })) {
      const made = entry(open.table, index, { ...row, item: JSON.parse(row.text) as Item });
      if (made) rows.put(made);
    }
  }

  /** Index trees of a file from before are made anew, in today's order of their keys. */
  private relayIndexes(): void {
    const [laid] = (this.store.prepare("SELECT value FROM meta WHERE name = 'layout'").get() ?? [
      undefined,
    ]) as unknown as [number | undefined];
    if (laid === layout) return;
    for (const open of this.open.values())
      for (const index of open.table.indexes) {
        open.indexRows.get(index.id)!.drop();
        this.addIndex(open, index);
      }
    this.store.begin();
    this.store.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES ('layout', ?)").run(layout);
    this.store.commit();
  }

  dropIndex(open: Open, index: number): void {
    this.store.begin();
    open.indexRows.get(index)?.drop();
    open.indexRows.delete(index);
    open.table.indexes = open.table.indexes.filter((each) => each.id !== index);
    pruneAttributes(open.table);
    this.save(open.table);
  }

  drop(open: Open): void {
    this.store.begin();
    for (const rows of open.indexRows.values()) rows.drop();
    open.rows.drop();
    open.heap.drop();
    dropCollections(this.store, open.table);
    this.store.db.exec(`DROP TABLE IF EXISTS t${open.table.id}ttl`);
    this.store.forget(`t${open.table.id}ttl`);
    this.store.prepare("DELETE FROM tables WHERE id = ?").run(open.table.id);
    this.open.delete(open.table.name);
  }

  saveStream(stream: Stream): void {
    this.store.begin();
    this.streams.set(stream.id, stream);
    this.store
      .prepare("INSERT OR REPLACE INTO streams (id, body) VALUES (?, ?)")
      .run(stream.id, JSON.stringify(stream));
  }

  dropStream(stream: Stream): void {
    this.store.begin();
    this.streams.delete(stream.id);
    this.store.prepare("DELETE FROM streams WHERE id = ?").run(stream.id);
    this.store.prepare("DELETE FROM log WHERE stream = ?").run(stream.id);
  }

  streamOf(table: Table): Stream | undefined {
    const stream = table.stream === undefined ? undefined : this.streams.get(table.stream);
    return stream?.enabled ? stream : undefined;
  }
}

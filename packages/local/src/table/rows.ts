import type { StatementSync } from "node:sqlite";
import type { Backlog } from "./backlog.ts";
import type { Store } from "./store.ts";

/** What a row holds: its item's size by AWS's formula, its JSON text, and where that lies. */
export interface Content {
  size: number;
  text: string;
  /** The row of the table's heap that holds the text; 0 for rows that hold it themselves. */
  ref: number;
}

/** One stored row, with its key bytes. */
export interface Row extends Content {
  key: Buffer;
}

type Raw = [Uint8Array, number, string, number];

/**
 * Sorted rows of a table or an index. Items lie in one heap a table, appended as they come; the sorted trees
 * hold keys and places only, so that a write touches few pages. Indexes that project less than all, and lagging
 * ones, hold their own texts.
 */
export class Rows {
  readonly name: string;
  readonly own: boolean;
  private readonly heap: string;
  private readonly store: Store;
  private readonly backlog: Backlog | undefined;

  /** With a backlog, changes wait there until these rows are read. */
  constructor(store: Store, name: string, heap: string, own: boolean, backlog?: Backlog) {
    this.store = store;
    this.name = name;
    this.heap = heap;
    this.own = own;
    this.backlog = backlog;
    backlog?.join(name, (key, row) => (row ? this.write(key, row) : this.erase(key)));
  }

  create(): void {
    const columns = this.own ? "n INTEGER, v TEXT" : "r INTEGER";
    this.store.db.exec(`CREATE TABLE ${this.name} (k BLOB PRIMARY KEY, ${columns}) WITHOUT ROWID`);
  }

  drop(): void {
    this.backlog?.leave(this.name);
    this.store.forget(this.name);
    this.store.db.exec(`DROP TABLE IF EXISTS ${this.name}`);
  }

  private one?: StatementSync;
  private upsert?: StatementSync;
  private gone?: StatementSync;

  private get columns(): string {
    return this.own ? "t.n, t.v, 0" : "h.n, h.v, h.id";
  }

  private get source(): string {
    return this.own ? `${this.name} t` : `${this.name} t CROSS JOIN ${this.heap} h ON h.id = t.r`;
  }

  get(key: Buffer): Row | undefined {
    this.backlog?.bring(this.name);
    this.one ??= this.store.prepare(`SELECT ${this.columns} FROM ${this.source} WHERE t.k = ?`);
    const raw = this.one.get(key) as unknown as [number, string, number] | undefined;
    return raw && { key, size: raw[0], text: raw[1], ref: raw[2] };
  }

  /** `due`: when readers may see it; only with a backlog. */
  put(row: Row, due = 0): void {
    if (this.backlog) this.backlog.add(this.name, row.key, row, this.own, due);
    else this.write(row.key, row);
  }

  delete(key: Buffer, due = 0): void {
    if (this.backlog) this.backlog.add(this.name, key, undefined, this.own, due);
    else this.erase(key);
  }

  private write(key: Buffer, row: Content): void {
    const columns = this.own ? "k, n, v" : "k, r";
    this.upsert ??= this.store.prepare(
      `INSERT OR REPLACE INTO ${this.name} (${columns}) VALUES (${this.own ? "?, ?, ?" : "?, ?"})`,
    );
    if (this.own) this.upsert.run(key, row.size, row.text);
    else this.upsert.run(key, row.ref);
  }

  private erase(key: Buffer): void {
    this.gone ??= this.store.prepare(`DELETE FROM ${this.name} WHERE k = ?`);
    this.gone.run(key);
  }

  private blocks: [StatementSync?, StatementSync?] = [];

  /** The first rows from `low` to `high`, put together inside SQLite: half the cost of rows one by one. */
  block(low: Buffer, high: Buffer, forward: boolean, limit: number): Block | undefined {
    this.backlog?.bring(this.name);
    const columns = this.own ? "t.n n, t.v v" : "h.n n, h.v v";
    this.blocks[forward ? 1 : 0] ??= this.store.prepare(
      `SELECT group_concat(v, '${between}'), sum(n), count(*) FROM (SELECT ${columns} FROM ${this.source} WHERE t.k >= ? AND t.k < ? ORDER BY t.k ${forward ? "ASC" : "DESC"} LIMIT ?)`,
    );
    const raw = this.blocks[forward ? 1 : 0]!.get(low, high, limit);
    const [json, bytes, count] = raw as unknown as [string | null, number, number];
    if (json === null) return undefined;
    return { json, bytes, count, last: json.slice(json.lastIndexOf(between) + 1) };
  }

  /**
   * Rows from `low` (inclusive) to `high` (exclusive), forwards or backwards, read as they are asked for;
   * `hashes` keeps only those whose key ends in a hash within the two.
   */
  *range(low: Buffer, high: Buffer | undefined, options: RangeOptions = {}): Generator<Row> {
    const { forward = true, hint = 64, hashes } = options;
    this.backlog?.bring(this.name);
    const bounds = `${high ? "AND t.k < ?" : ""} ${hashes ? "AND substr(t.k, -4) >= ? AND substr(t.k, -4) < ?" : ""}`;
    const sql = `SELECT t.k, ${this.columns} FROM ${this.source} WHERE t.k >= ? ${bounds} ORDER BY t.k ${forward ? "ASC" : "DESC"} LIMIT ?`;
    const statement = this.store.prepare(sql);
    let from = low;
    let to = high;
    // Read in growing chunks: a cursor held open would block schema changes and other readers' statements.
    for (let chunk = Math.min(Math.max(hint, 1), 1024); ; chunk = Math.min(chunk * 2, 1024)) {
      const raws = statement.all(from, ...(to ? [to] : []), ...(hashes ?? []), chunk) as unknown as Raw[];
      let last: Buffer | undefined;
      for (const [key, size, text, ref] of raws) {
        last = Buffer.from(key.buffer, key.byteOffset, key.byteLength);
        yield { key: last, size, text, ref };
      }
      if (raws.length < chunk || !last) return;
      if (forward) from = following(last);
      else if (high) to = last;
      else return yield* this.range(low, last, { ...options, hint: chunk });
    }
  }
}

/** Stands between texts that are joined: none has a line break outside of its strings, where it is escaped. */
const between = ",\n";

/** Several rows at once, their texts already joined by commas. */
export interface Block {
  json: string;
  bytes: number;
  count: number;
  /** The text of the row read last. */
  last: string;
}

export interface RangeOptions {
  forward?: boolean;
  /** How many rows will likely be read. */
  hint?: number;
  hashes?: [Buffer, Buffer];
}

/** The items of one table, in the order in which they came. */
export class Heap {
  readonly name: string;
  private readonly store: Store;
  private insertion?: StatementSync;
  private change?: StatementSync;
  private removal?: StatementSync;

  constructor(store: Store, name: string) {
    this.store = store;
    this.name = name;
  }

  create(): void {
    this.store.db.exec(`CREATE TABLE ${this.name} (id INTEGER PRIMARY KEY, n INTEGER, v TEXT)`);
  }

  drop(): void {
    this.store.forget(this.name);
    this.store.db.exec(`DROP TABLE IF EXISTS ${this.name}`);
  }

  add(size: number, text: string): number {
    this.insertion ??= this.store.prepare(`INSERT INTO ${this.name} (n, v) VALUES (?, ?)`);
    return Number(this.insertion.run(size, text).lastInsertRowid);
  }

  set(ref: number, size: number, text: string): void {
    this.change ??= this.store.prepare(`UPDATE ${this.name} SET n = ?, v = ? WHERE id = ?`);
    this.change.run(size, text, ref);
  }

  delete(ref: number): void {
    this.removal ??= this.store.prepare(`DELETE FROM ${this.name} WHERE id = ?`);
    this.removal.run(ref);
  }
}

const zero = Buffer.from([0]);
/** The least key after the given one. */
export const following = (key: Buffer) => Buffer.concat([key, zero]);

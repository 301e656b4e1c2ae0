import type { StatementSync } from "node:sqlite";
import type { Store } from "./store.ts";

/** One stored row: its key bytes, its item's size by AWS's formula and its JSON text. */
export interface Row {
  key: Buffer;
  size: number;
  text: string;
}

type Raw = [Uint8Array, number, string];

/** The rows of one table or index, in the order of their key bytes. */
export class Rows {
  readonly name: string;
  private readonly store: Store;

  constructor(store: Store, name: string) {
    this.store = store;
    this.name = name;
  }

  create(): void {
    this.store.db.exec(`CREATE TABLE ${this.name} (k BLOB PRIMARY KEY, n INTEGER, v TEXT) WITHOUT ROWID`);
  }

  drop(): void {
    this.store.forget(this.name);
    this.store.db.exec(`DROP TABLE IF EXISTS ${this.name}`);
  }

  private one?: StatementSync;
  private upsert?: StatementSync;
  private gone?: StatementSync;

  get(key: Buffer): Row | undefined {
    this.one ??= this.store.prepare(`SELECT n, v FROM ${this.name} WHERE k = ?`);
    const raw = this.one.get(key) as unknown as [number, string] | undefined;
    return raw && { key, size: raw[0], text: raw[1] };
  }

  put(key: Buffer, size: number, text: string): void {
    this.upsert ??= this.store.prepare(
      `INSERT INTO ${this.name} (k, n, v) VALUES (?, ?, ?) ON CONFLICT (k) DO UPDATE SET n = excluded.n, v = excluded.v`,
    );
    this.upsert.run(key, size, text);
  }

  delete(key: Buffer): void {
    this.gone ??= this.store.prepare(`DELETE FROM ${this.name} WHERE k = ?`);
    this.gone.run(key);
  }

  /** Rows from `low` (inclusive) to `high` (exclusive), forwards or backwards, read as they are asked for. */
  *range(low: Buffer, high: Buffer | undefined, forward = true, hint = 64): Generator<Row> {
    const order = forward ? "ASC" : "DESC";
    const bound = high ? "AND k < ?" : "";
    const sql = `SELECT k, n, v FROM ${this.name} WHERE k >= ? ${bound} ORDER BY k ${order} LIMIT ?`;
    const statement = this.store.prepare(sql);
    let from = low;
    let to = high;
    // Read in growing chunks: a cursor held open would block schema changes and other readers' statements.
    for (let chunk = Math.min(Math.max(hint, 1), 1024); ; chunk = Math.min(chunk * 2, 1024)) {
      const raws = (to ? statement.all(from, to, chunk) : statement.all(from, chunk)) as unknown as Raw[];
      let last: Buffer | undefined;
      for (const [key, size, text] of raws) {
        last = Buffer.from(key.buffer, key.byteOffset, key.byteLength);
        yield { key: last, size, text };
      }
      if (raws.length < chunk || !last) return;
      if (forward) from = Buffer.concat([last, zero]);
      else {
        to = last;
        if (!high) return yield* this.range(low, last, false, chunk);
      }
    }
  }
}

const zero = Buffer.from([0]);
/** The least key after the given one. */
export const following = (key: Buffer) => Buffer.concat([key, zero]);

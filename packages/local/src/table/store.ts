import { DatabaseSync, type StatementSync } from "node:sqlite";
import { internal } from "./error.ts";

export interface StoreOptions {
  /** Where the data lies; nothing or `:memory:` keeps it in memory. */
  file?: string;
  /** SQLite's `synchronous`. NORMAL survives a killed process, FULL also a power cut. */
  synchronous?: "OFF" | "NORMAL" | "FULL";
  cacheMegabytes?: number;
}

const schema = `
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tables (id INTEGER PRIMARY KEY, body TEXT, items INTEGER DEFAULT 0, bytes INTEGER DEFAULT 0);
CREATE TABLE IF NOT EXISTS streams (id INTEGER PRIMARY KEY, body TEXT);
CREATE TABLE IF NOT EXISTS log (seq INTEGER PRIMARY KEY, stream INTEGER, shard INTEGER, at INTEGER, body TEXT);
CREATE INDEX IF NOT EXISTS shards ON log (stream, shard);
CREATE TABLE IF NOT EXISTS tokens (token TEXT PRIMARY KEY, at INTEGER, hash TEXT, answer TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS backlog (seq INTEGER PRIMARY KEY, body BLOB);
`;

/** A commit waits for no more turns of the event loop than these. */
const maxTurns = 8;

/**
 * The SQLite database and its group commit: requests of one turn of the event loop share one transaction,
 * and nobody is answered before it is committed.
 */
export class Store {
  readonly db: DatabaseSync;
  private open = false;
  private waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  private readonly statements = new Map<string, StatementSync>();
  private readonly onCommit: (() => void)[] = [];
  private readonly beforeCommit: (() => void)[] = [];
  private readonly onAbort: (() => void)[] = [];

  constructor(options: StoreOptions) {
    const file = options.file ?? ":memory:";
    this.db = new DatabaseSync(file);
    const memory = file === ":memory:";
    this.db.exec(`PRAGMA page_size = 4096; PRAGMA journal_mode = ${memory ? "MEMORY" : "WAL"};
      PRAGMA synchronous = ${memory ? "OFF" : (options.synchronous ?? "NORMAL")};
      PRAGMA temp_store = MEMORY; PRAGMA cache_size = -${(options.cacheMegabytes ?? 32) * 1024};
      PRAGMA wal_autocheckpoint = 16000; PRAGMA journal_size_limit = 67108864;`);
    this.db.exec(schema);
  }

  /** A prepared statement, kept by its text; rows come as arrays. */
  prepare(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (!statement) {
      statement = this.db.prepare(sql);
      statement.setReturnArrays(true);
      this.statements.set(sql, statement);
    }
    return statement;
  }

  forget(matching: string): void {
    for (const sql of this.statements.keys()) if (sql.includes(matching)) this.statements.delete(sql);
  }

  /** Every writer calls this first. */
  begin(): void {
    if (this.open) return;
    this.db.exec("BEGIN");
    this.open = true;
    this.gather(0, maxTurns);
  }

  /** Commits after this turn of the event loop, or after those that follow while each brings more requests. */
  private gather(had: number, turns: number): void {
    setImmediate(() => {
      if (!this.open) return;
      if (this.waiting.length > had && turns > 0 && this.waiting.length > 1)
        this.gather(this.waiting.length, turns - 1);
      else this.commit();
    });
  }

  /** Resolves when all that was written so far is committed. */
  settled(): Promise<void> | undefined {
    if (!this.open) return undefined;
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  commit(): void {
    if (!this.open) return;
    const waiting = this.waiting;
    this.waiting = [];
    try {
      for (const each of this.beforeCommit) each();
      this.db.exec("COMMIT");
      this.open = false;
    } catch (error) {
      this.waiting = waiting;
      this.abort(error);
      return;
    }
    for (const { resolve } of waiting) resolve();
    for (const each of this.onCommit) each();
  }

  /** After a fault nothing of the group is kept and all its requests fail alike. */
  abort(error: unknown): void {
    const waiting = this.waiting;
    this.waiting = [];
    if (this.open && this.db.isTransaction) this.db.exec("ROLLBACK");
    this.open = false;
    console.error("table engine: transaction rolled back:", error);
    for (const { reject } of waiting) reject(internal());
    for (const each of this.onAbort) each();
  }

  hook(when: "before" | "after" | "abort", run: () => void): void {
    (when === "before" ? this.beforeCommit : when === "after" ? this.onCommit : this.onAbort).push(run);
  }

  /** Transactions' client tokens are known for ten minutes. */
  trimTokens(now: number): void {
    this.begin();
    this.prepare("DELETE FROM tokens WHERE at < ?").run(now - 10 * 60 * 1000);
  }

  close(): void {
    this.commit();
    this.statements.clear();
    this.db.close();
  }
}

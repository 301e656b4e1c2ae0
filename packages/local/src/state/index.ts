import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Positions } from "../mapping/stream.ts";
import { openDatabase } from "./database.ts";

/** Where a stage keeps what it must know after a restart: one folder, one database for the small things. */
export class State {
  readonly dir: string;
  readonly database: DatabaseSync;
  readonly kept: boolean;
  private readonly select: StatementSync;
  private readonly replace: StatementSync;

  /** Without a folder everything is forgotten at `close`. */
  constructor(dir: string | undefined) {
    this.kept = dir !== undefined;
    this.dir = dir ?? mkdtempSync(join(tmpdir(), "rapport-stage-"));
    mkdirSync(this.dir, { recursive: true });
    this.database = openDatabase(this.kept ? join(this.dir, "stage.sqlite") : ":memory:");
    this.database.exec(
      "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    );
    this.select = this.database.prepare("SELECT value FROM meta WHERE name = ?");
    this.replace = this.database.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)");
  }

  get(name: string): string | undefined {
    return this.select.get(name)?.value as string | undefined;
  }

  set(name: string, value: string): void {
    this.replace.run(name, value);
  }

  /** The value, made on first use. */
  once(name: string, make: () => string): string {
    const known = this.get(name);
    if (known !== undefined) return known;
    const made = make();
    this.set(name, made);
    return made;
  }

  positions(): Positions {
    return {
      get: (key) => this.get(`position ${key}`),
      set: (key, position) => this.set(`position ${key}`, position),
    };
  }

  close(): void {
    this.database.close();
    if (!this.kept) rmSync(this.dir, { recursive: true, force: true });
  }
}

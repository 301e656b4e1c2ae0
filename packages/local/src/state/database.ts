import { DatabaseSync } from "node:sqlite";

/** A database of the stage's own services. A power cut may lose its last moment, never its order. */
export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000");
  return database;
}

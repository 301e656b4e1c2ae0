import { DatabaseSync } from "node:sqlite";

/**
 * The yardstick: the rows, index rows and stream records that the engine has just written are written again by
 * prepared statements and nothing else, into a file with the same settings; items a second.
 */
export function plainRate(from: string, to: string, group: number): number {
  const source = new DatabaseSync(from, { readOnly: true });
  const target = new DatabaseSync(to);
  target.exec("PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  target.exec("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 16000");
  const tables = (
    source
      .prepare(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND (name LIKE 't_%' OR name = 'log')",
      )
      .all() as { name: string; sql: string }[]
  ).filter(({ name }) => name === "log" || /^t\d+(heap|key|index\d+)$/.test(name));
  const heap = tables.find(({ name }) => name.endsWith("heap"))!.name;
  const inserts = tables.map(({ name, sql }) => {
    target.exec(sql);
    // Each table's rows in the order in which the items came, as the engine wrote them.
    const order = name === "log" ? "seq" : name === heap ? "id" : /\br INTEGER/.test(sql) ? "r" : "n, k";
    const rows = source.prepare(`SELECT * FROM ${name} ORDER BY ${order}`);
    rows.setReturnArrays(true);
    const all = rows.all() as unknown as (string | number | Uint8Array)[][];
    const insert = target.prepare(`INSERT INTO ${name} VALUES (${all[0]!.map(() => "?").join(", ")})`);
    return { all, insert };
  });
  const indexes = source.prepare("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'log'");
  for (const { sql } of indexes.all()) target.exec(String(sql));
  const count = inserts[0]!.all.length;
  const started = performance.now();
  for (let at = 0; at < count; at += group) {
    target.exec("BEGIN");
    for (let i = at; i < Math.min(at + group, count); i++)
      for (const { all, insert } of inserts) insert.run(...all[i]!);
    target.exec("COMMIT");
  }
  const rate = count / ((performance.now() - started) / 1000);
  source.close();
  target.close();
  return rate;
}

import { deflateRawSync, inflateRawSync } from "node:zlib";
import { openDatabase } from "../state/database.ts";

export type Direction = "out" | "in";

/** A mail as it is kept; `id` is SES's message id, `seq` the order of arrival. */
export type Mail = {
  seq: number;
  id: string;
  at: number;
  direction: Direction;
  /** The envelope's sender, a bare address. */
  from: string;
  /** The envelope's recipients, bare addresses. */
  to: string[];
  subject: string;
  configurationSet?: string;
  tags: Record<string, string[]>;
  /** What the message's header said when it was taken, for the events of later. */
  headers: { name: string; value: string }[];
  status: string;
  size: number;
  /** For inbound mail: where the receipt rule stored it. */
  stored?: { bucket: string; key: string };
};

export type MailEvent = { type: string; at: number; recipients: string[]; detail: unknown };
export type Filter = {
  q?: string;
  to?: string;
  subject?: string;
  direction?: Direction;
  before?: number;
  after?: number;
  limit?: number;
};
export type Store = ReturnType<typeof openStore>;

type Row = {
  seq: number;
  id: string;
  at: number;
  direction: Direction;
  about: string;
  size: number;
  status: string;
};

const MINUTE = 60_000;

export function openStore(file: string, keep: number) {
  const database = openDatabase(file);
  database.exec(`
    CREATE TABLE IF NOT EXISTS mail (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, direction TEXT NOT NULL,
      recipients TEXT NOT NULL, subject TEXT NOT NULL, words TEXT NOT NULL, about TEXT NOT NULL, status TEXT NOT NULL,
      size INTEGER NOT NULL, raw BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS event (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, mail INTEGER NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL,
      recipients TEXT NOT NULL, detail TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS event_mail ON event (mail);
    CREATE TABLE IF NOT EXISTS sent (minute INTEGER PRIMARY KEY, count INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS thing (
      kind TEXT NOT NULL, name TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, name)) WITHOUT ROWID;
  `);
  const insertMail = database.prepare(
    "INSERT INTO mail (id, at, direction, recipients, subject, words, about, status, size, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const prune = database.prepare("DELETE FROM mail WHERE seq <= ?");
  const pruneEvents = database.prepare("DELETE FROM event WHERE mail <= ?");
  const COLUMNS = "seq, id, at, direction, about, status, size";
  const byId = database.prepare(`SELECT ${COLUMNS} FROM mail WHERE id = ?`);
  const raw = database.prepare("SELECT raw FROM mail WHERE id = ?");
  const status = database.prepare("UPDATE mail SET status = ? WHERE seq = ?");
  const insertEvent = database.prepare(
    "INSERT INTO event (mail, type, at, recipients, detail) VALUES (?, ?, ?, ?, ?)",
  );
  const events = database.prepare(
    "SELECT type, at, recipients, detail FROM event WHERE mail = ? ORDER BY seq",
  );
  const insertSent = database.prepare(
    "INSERT INTO sent VALUES (?, ?) ON CONFLICT (minute) DO UPDATE SET count = count + excluded.count",
  );
  const forgetSent = database.prepare("DELETE FROM sent WHERE minute < ?");
  const sumSent = database.prepare("SELECT coalesce(sum(count), 0) AS n FROM sent WHERE minute >= ?");
  const thing = database.prepare("SELECT body FROM thing WHERE kind = ? AND name = ?");
  const things = database.prepare(
    "SELECT name, at, body FROM thing WHERE kind = ? AND name > ? ORDER BY name LIMIT ?",
  );
  const putThing = database.prepare("INSERT OR REPLACE INTO thing VALUES (?, ?, ?, ?)");
  const dropThing = database.prepare("DELETE FROM thing WHERE kind = ? AND name = ?");
  const top = database.prepare(
    "SELECT (SELECT coalesce(max(seq), 0) FROM mail) || '.' || (SELECT coalesce(max(seq), 0) FROM event) AS v",
  );

  return {
    database,
    add(mail: Omit<Mail, "seq" | "size">, body: Buffer): Mail {
      const { id, at, direction, status: state, ...about } = mail;
      const recipients = `\n${mail.to.join("\n").toLowerCase()}\n`;
      const words = `${mail.from}\n${mail.to.join("\n")}\n${mail.subject}`.toLowerCase();
      const done = insertMail.run(
        id,
        at,
        direction,
        recipients,
        mail.subject.toLowerCase(),
        words,
        JSON.stringify(about),
        state,
        body.length,
        deflateRawSync(body, { level: 1 }),
      );
      const seq = Number(done.lastInsertRowid);
      if (seq % 500 === 0 && seq > keep) {
        prune.run(seq - keep);
        pruneEvents.run(seq - keep);
      }
      return { ...mail, seq, size: body.length };
    },
    find(id: string): Mail | undefined {
      const row = byId.get(id) as Row | undefined;
      return row && mailOf(row);
    },
    raw(id: string): Buffer | undefined {
      const row = raw.get(id);
      return row && inflateRawSync(row.raw as Uint8Array);
    },
    /** Newest first. */
    list(filter: Filter): Mail[] {
      const where: string[] = [];
      const values: (string | number)[] = [];
      const like = (column: string, word: string) => {
        where.push(`${column} LIKE ? ESCAPE '\\'`);
        values.push(`%${word.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`);
      };
      for (const word of (filter.q ?? "").split(/\s+/)) if (word !== "") like("words", word);
      if (filter.to) like("recipients", filter.to.includes("@") ? `\n${filter.to}\n` : filter.to);
      if (filter.subject) like("subject", filter.subject);
      const compare = (condition: string, value: string | number | undefined) => {
        if (value === undefined) return;
        where.push(condition);
        values.push(value);
      };
      compare("direction = ?", filter.direction);
      compare("seq < ?", filter.before);
      compare("seq > ?", filter.after);
      const condition = where.length > 0 ? `WHERE ${where.join(" AND ")}` : "";
      const limit = Math.min(Math.max(filter.limit ?? 100, 1), 1_000);
      const rows = database
        .prepare(`SELECT ${COLUMNS} FROM mail ${condition} ORDER BY seq DESC LIMIT ${limit}`)
        .all(...values);
      return (rows as Row[]).map(mailOf);
    },
    /** Changes whenever a mail or an event is added. */
    version: () => String(top.get()?.v),
    setStatus: (seq: number, state: string) => void status.run(state, seq),
    addEvent: (seq: number, event: MailEvent) =>
      void insertEvent.run(
        seq,
        event.type,
        event.at,
        JSON.stringify(event.recipients),
        JSON.stringify(event.detail),
      ),
    events: (seq: number): MailEvent[] =>
      events.all(seq).map((row) => ({
        type: String(row.type),
        at: Number(row.at),
        recipients: JSON.parse(String(row.recipients)) as string[],
        detail: JSON.parse(String(row.detail)) as unknown,
      })),
    /** Kept by the minute: a sum over a day stays 1,440 rows however much is sent. */
    countSent(at: number, count: number): void {
      insertSent.run(Math.floor(at / MINUTE), count);
      forgetSent.run(Math.floor(at / MINUTE) - 2 * 1_440);
    },
    sentSince: (at: number) => Number(sumSent.get(Math.floor(at / MINUTE))?.n),
    thing<T>(kind: string, name: string): T | undefined {
      const row = thing.get(kind, name);
      return row && (JSON.parse(String(row.body)) as T);
    },
    things: <T>(kind: string, after = "", limit = 1_000): { name: string; at: number; body: T }[] =>
      things.all(kind, after, limit).map((row) => ({
        name: String(row.name),
        at: Number(row.at),
        body: JSON.parse(String(row.body)) as T,
      })),
    putThing: (kind: string, name: string, at: number, body: unknown) =>
      void putThing.run(kind, name, at, JSON.stringify(body)),
    dropThing: (kind: string, name: string) => Number(dropThing.run(kind, name).changes) > 0,
    transaction<T>(work: () => T): T {
      database.exec("BEGIN IMMEDIATE");
      try {
        const result = work();
        database.exec("COMMIT");
        return result;
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    },
    close: () => database.close(),
  };
}

function mailOf(row: Row): Mail {
  const { about, ...rest } = row;
  return { ...rest, ...(JSON.parse(about) as Omit<Mail, keyof typeof rest>) };
}

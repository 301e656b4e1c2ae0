import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Attributes, Message } from "./message.ts";

type Row = {
  seq: number;
  id: string;
  body: string;
  attributes: string;
  sender: string;
  sent_at: number;
  receives: number;
  first_at: number | null;
  receipt: string | null;
  visible_at: number;
};

const message = (row: Row): Message => ({
  id: row.id,
  body: row.body,
  attributes: JSON.parse(row.attributes) as Attributes,
  sender: row.sender,
  sentAt: row.sent_at,
  receives: row.receives,
  firstReceivedAt: row.first_at ?? undefined,
  receipt: row.receipt ?? "",
});

/** All messages of all queues in one table; a queue's own state is only when a message may be seen again. */
export class MessageStore {
  private readonly statements: Record<
    | "insert"
    | "visible"
    | "take"
    | "move"
    | "remove"
    | "show"
    | "next"
    | "counts"
    | "purge"
    | "expire"
    | "find"
    | "all"
    | "ready",
    StatementSync
  >;

  constructor(database: DatabaseSync) {
    database.exec(`CREATE TABLE IF NOT EXISTS messages (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
      attributes TEXT NOT NULL, sender TEXT NOT NULL, sent_at REAL NOT NULL, visible_at REAL NOT NULL,
      receives INTEGER NOT NULL DEFAULT 0, first_at REAL, receipt TEXT);
      CREATE INDEX IF NOT EXISTS by_visibility ON messages (queue, visible_at, seq);
      CREATE INDEX IF NOT EXISTS by_receipt ON messages (queue, receipt);`);
    // Whoever held a message died with the stage that was here before.
    database.exec("UPDATE messages SET visible_at = 0 WHERE receipt IS NOT NULL");
    const prepare = (sql: string) => database.prepare(sql);
    this.statements = {
      insert: prepare(
        "INSERT INTO messages (queue, id, body, attributes, sender, sent_at, visible_at) VALUES (?,?,?,?,?,?,?)",
      ),
      visible: prepare(
        "SELECT * FROM messages WHERE queue = ? AND visible_at <= ? ORDER BY visible_at, seq LIMIT ?",
      ),
      take: prepare(
        "UPDATE messages SET visible_at = ?, receives = receives + 1, first_at = coalesce(first_at, ?), receipt = ? WHERE seq = ?",
      ),
      move: prepare("UPDATE messages SET queue = ?, visible_at = 0, receipt = NULL WHERE seq = ?"),
      remove: prepare("DELETE FROM messages WHERE queue = ? AND receipt = ?"),
      show: prepare("UPDATE messages SET visible_at = ? WHERE queue = ? AND receipt = ? AND visible_at > ?"),
      next: prepare("SELECT min(visible_at) AS at FROM messages WHERE queue = ? AND visible_at > ?"),
      counts: prepare(
        `SELECT coalesce(sum(visible_at <= ?1), 0) AS visible,
         coalesce(sum(visible_at > ?1 AND receipt IS NOT NULL), 0) AS hidden,
         coalesce(sum(visible_at > ?1 AND receipt IS NULL), 0) AS delayed FROM messages WHERE queue = ?2`,
      ),
      purge: prepare("DELETE FROM messages WHERE queue = ?"),
      expire: prepare("DELETE FROM messages WHERE queue = ? AND sent_at < ?"),
      find: prepare("SELECT 1 FROM messages WHERE queue = ? AND receipt = ?"),
      ready: prepare("SELECT 1 FROM messages WHERE queue = ? AND visible_at <= ? LIMIT 1"),
      all: prepare("SELECT * FROM messages WHERE queue = ? ORDER BY seq"),
    };
  }

  add(
    queue: string,
    one: Omit<Message, "receives" | "firstReceivedAt" | "receipt">,
    visibleAt: number,
  ): void {
    this.statements.insert.run(
      queue,
      one.id,
      one.body,
      JSON.stringify(one.attributes),
      one.sender,
      one.sentAt,
      visibleAt,
    );
  }

  visible(queue: string, at: number, limit: number): (Message & { seq: number })[] {
    const rows = this.statements.visible.all(queue, at, limit) as Row[];
    return rows.map((row) => ({ ...message(row), seq: row.seq }));
  }

  take(seq: number, receipt: string, now: number, until: number): void {
    this.statements.take.run(until, now, receipt, seq);
  }

  move(seq: number, queue: string): void {
    this.statements.move.run(queue, seq);
  }

  remove(queue: string, receipt: string): void {
    this.statements.remove.run(queue, receipt);
  }

  /** False when the message isn't in flight under this receipt. */
  show(queue: string, receipt: string, at: number, now: number): boolean {
    return this.statements.show.run(at, queue, receipt, now).changes > 0;
  }

  knows(queue: string, receipt: string): boolean {
    return this.statements.find.get(queue, receipt) !== undefined;
  }

  ready(queue: string, at: number): boolean {
    return this.statements.ready.get(queue, at) !== undefined;
  }

  nextVisible(queue: string, after: number): number | undefined {
    return (this.statements.next.get(queue, after) as { at: number | null }).at ?? undefined;
  }

  counts(queue: string, at: number): { visible: number; hidden: number; delayed: number } {
    return this.statements.counts.get(at, queue) as { visible: number; hidden: number; delayed: number };
  }

  purge(queue: string): void {
    this.statements.purge.run(queue);
  }

  expire(queue: string, before: number): void {
    this.statements.expire.run(queue, before);
  }

  all(queue: string): Message[] {
    return (this.statements.all.all(queue) as Row[]).map(message);
  }
}

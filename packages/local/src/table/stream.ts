import type { Catalog } from "./catalog.ts";
import * as Key from "./key.ts";
import type { Row } from "./rows.ts";
import type { Stream, Table } from "./schema.ts";
import { itemSize } from "./size.ts";
import type { Store } from "./store.ts";
import type { Item } from "./value.ts";

/** Told after the commit that a stream's shards have new records. */
export type StreamListener = (event: { stream: string; table: string; shards: string[] }) => void;

/** Change records are kept for 24 hours. */
export const retention = 24 * 3600 * 1000;

/** Sequence numbers are 21 digits, so that their text order is their order. */
export const sequenceText = (seq: number) => `1${String(seq).padStart(20, "0")}`;
export const sequenceOf = (text: string) => Number(text.slice(1));

export const shardName = (stream: Stream, shard: number) =>
  `shardId-${String(stream.created).padStart(20, "0")}-${(stream.id * 4096 + shard).toString(16).padStart(8, "0")}`;

export function shardOfName(stream: Stream, name: string): number | undefined {
  for (let shard = 0; shard < stream.shards; shard++) if (shardName(stream, shard) === name) return shard;
  return undefined;
}

/** One item's change. */
export interface Change {
  key: Buffer;
  before?: Row & { item: Item };
  after?: Row & { item: Item };
  /** True for deletions by time to live. */
  expired?: boolean;
}

/** The log of all streams: one ordered list of records a shard. */
export class StreamLog {
  private readonly store: Store;
  private readonly catalog: Catalog;
  private readonly now: () => number;
  private readonly region: string;
  private next: number;
  private readonly fresh = new Map<Stream, Set<number>>();
  private readonly listeners = new Set<StreamListener>();

  constructor(store: Store, catalog: Catalog, now: () => number, region: string) {
    this.store = store;
    this.catalog = catalog;
    this.now = now;
    this.region = region;
    const last = store.prepare("SELECT value FROM meta WHERE name = 'seq'").get() as unknown as
      | [number]
      | undefined;
    const logged = store.prepare("SELECT max(seq) FROM log").get() as unknown as [number | null];
    this.next = Math.max(last?.[0] ?? 0, logged[0] ?? 0) + 1;
    store.hook("before", () => this.saveSequence());
    store.hook("after", () => this.announce());
    store.hook("abort", () => this.fresh.clear());
  }

  get position(): number {
    return this.next;
  }

  listen(listener: StreamListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private saveSequence(): void {
    if (this.fresh.size)
      this.store.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES ('seq', ?)").run(this.next - 1);
  }

  private announce(): void {
    if (!this.fresh.size) return;
    const fresh = [...this.fresh];
    this.fresh.clear();
    for (const [stream, shards] of fresh)
      for (const listener of this.listeners)
        listener({
          stream: stream.arn,
          table: stream.table,
          shards: [...shards].map((shard) => shardName(stream, shard)),
        });
  }

  append(stream: Stream, table: Table, change: Change): void {
    const { before, after } = change;
    const event = !before ? "INSERT" : !after ? "REMOVE" : "MODIFY";
    const shard = Key.shardOf(change.key, stream.shards);
    const seq = this.next++;
    const at = this.now();
    const keys = Key.keyItem((after ?? before)!.item, table.keys);
    const images = stream.view === "NEW_AND_OLD_IMAGES";
    const newImage = after && (images || stream.view === "NEW_IMAGE");
    const oldImage = before && (images || stream.view === "OLD_IMAGE");
    const size = itemSize(keys) + (newImage ? after.size : 0) + (oldImage ? before.size : 0);
    // The images are put in as the stored texts; parsing them again would double the cost of a write.
    const body =
      `{"awsRegion":"${this.region}","dynamodb":{"ApproximateCreationDateTime":${Math.floor(at / 1000)},` +
      `"Keys":${JSON.stringify(keys)},` +
      (newImage ? `"NewImage":${after.text},` : "") +
      (oldImage ? `"OldImage":${before.text},` : "") +
      `"SequenceNumber":"${sequenceText(seq)}","SizeBytes":${size},"StreamViewType":"${stream.view}"},` +
      `"eventID":"${seq.toString(16).padStart(32, "0")}","eventName":"${event}","eventSource":"aws:dynamodb","eventVersion":"1.1"` +
      (change.expired ? `,"userIdentity":{"PrincipalId":"dynamodb.amazonaws.com","Type":"Service"}}` : "}");
    this.store
      .prepare("INSERT INTO log (seq, stream, shard, at, body) VALUES (?, ?, ?, ?, ?)")
      .run(seq, stream.id, shard, at, body);
    const shards = this.fresh.get(stream);
    if (shards) shards.add(shard);
    else this.fresh.set(stream, new Set([shard]));
  }

  /** Records of a shard from a sequence number on: their texts, at most `limit` and about 1 MB. */
  read(stream: Stream, shard: number, from: number, limit: number): { seq: number; text: string }[] {
    const rows = this.store
      .prepare(
        "SELECT seq, body FROM log INDEXED BY shards WHERE stream = ? AND shard = ? AND seq >= ? AND at >= ? ORDER BY seq LIMIT ?",
      )
      .all(stream.id, shard, from, this.now() - retention, limit) as unknown as [number, string][];
    const found: { seq: number; text: string }[] = [];
    let size = 0;
    for (const [seq, text] of rows) {
      size += text.length;
      if (found.length && size > 1024 * 1024) break;
      found.push({ seq, text });
    }
    return found;
  }

  /** The oldest sequence number a shard still holds, or undefined when it is empty. */
  oldest(stream: Stream, shard: number): number | undefined {
    const row = this.store
      .prepare(
        "SELECT seq FROM log INDEXED BY shards WHERE stream = ? AND shard = ? AND at >= ? ORDER BY seq LIMIT 1",
      )
      .get(stream.id, shard, this.now() - retention) as unknown as [number] | undefined;
    return row?.[0];
  }

  /** Whether a sequence number lies before what the shard still holds though the shard once held more. */
  forgotten(stream: Stream, shard: number, seq: number): boolean {
    const row = this.store
      .prepare("SELECT seq FROM log INDEXED BY shards WHERE stream = ? AND shard = ? ORDER BY seq LIMIT 1")
      .get(stream.id, shard) as unknown as [number] | undefined;
    return row !== undefined && seq < row[0] && seq > stream.first;
  }

  /** Drops what is over 24 hours old, and streams that were disabled so long ago. */
  trim(): void {
    const limit = this.now() - retention;
    for (const stream of [...this.catalog.streams.values()]) {
      for (let shard = 0; shard < stream.shards; shard++) {
        const oldest = this.store
          .prepare("SELECT at FROM log INDEXED BY shards WHERE stream = ? AND shard = ? ORDER BY seq LIMIT 1")
          .get(stream.id, shard) as unknown as [number] | undefined;
        if (!oldest || oldest[0] >= limit) continue;
        this.store.begin();
        this.store
          .prepare("DELETE FROM log WHERE stream = ? AND shard = ? AND at < ?")
          .run(stream.id, shard, limit);
      }
    }
  }
}

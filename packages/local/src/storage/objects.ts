import { randomUUID } from "node:crypto";
import {
  closeSync,
  createReadStream,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { Readable } from "node:stream";
import type { Checksum } from "./checksum.ts";

/** What is kept about an object beside its bytes. */
export type Stored = {
  bucket: string;
  key: string;
  blob: string;
  size: number;
  etag: string;
  modified: number;
  /** Content-Type and its kin, as they are sent back. */
  headers: Record<string, string>;
  metadata: Record<string, string>;
  checksum?: Checksum;
};

export type Objects = ReturnType<typeof openObjects>;

type Row = {
  bucket: string;
  key: string;
  blob: string;
  size: number;
  etag: string;
  modified: number;
  about: string;
};

const READ_AT_ONCE = 256 * 1024;

/** The index in SQLite, whose order of text is S3's order of keys (bytes of UTF-8); each body a file of its own. */
export function openObjects(database: DatabaseSync, dir: string) {
  database.exec(`
    CREATE TABLE IF NOT EXISTS object (
      bucket TEXT NOT NULL, key TEXT NOT NULL, blob TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL,
      modified INTEGER NOT NULL, about TEXT NOT NULL, PRIMARY KEY (bucket, key)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS upload (
      id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, started INTEGER NOT NULL, about TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS part (
      upload TEXT NOT NULL, number INTEGER NOT NULL, blob TEXT NOT NULL, size INTEGER NOT NULL, md5 TEXT NOT NULL,
      checksum TEXT, PRIMARY KEY (upload, number)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS sequence (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
  `);
  const blobs = join(dir, "blobs");
  const incoming = join(dir, "incoming");
  rmSync(incoming, { recursive: true, force: true });
  mkdirSync(incoming, { recursive: true });
  mkdirSync(blobs, { recursive: true });

  const select = database.prepare("SELECT * FROM object WHERE bucket = ? AND key = ?");
  const upsert = database.prepare("INSERT OR REPLACE INTO object VALUES (?, ?, ?, ?, ?, ?, ?)");
  const remove = database.prepare("DELETE FROM object WHERE bucket = ? AND key = ?");
  const from = database.prepare("SELECT * FROM object WHERE bucket = ? AND key >= ? ORDER BY key LIMIT ?");
  const tick = database.prepare(
    "INSERT INTO sequence VALUES ('change', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
  );

  const place = (blob: string) => join(blobs, blob.slice(0, 2), blob);

  function sweepOrphans(): void {
    const known = new Set(
      database
        .prepare("SELECT blob FROM object UNION ALL SELECT blob FROM part")
        .all()
        .map((row) => String(row.blob)),
    );
    for (const folder of readdirSync(blobs)) {
      for (const blob of readdirSync(join(blobs, folder)))
        if (!known.has(blob)) rmSync(place(blob), { force: true });
    }
  }
  sweepOrphans();

  return {
    /** A path to write a body to, before it is known whether it will be kept. */
    draft: () => join(incoming, randomUUID()),
    /** Takes a draft over as a blob. */
    keep(draft: string): string {
      const blob = randomUUID();
      mkdirSync(join(blobs, blob.slice(0, 2)), { recursive: true });
      renameSync(draft, place(blob));
      return blob;
    },
    drop: (file: string) => rmSync(file, { force: true }),
    dropBlob: (blob: string) => rmSync(place(blob), { force: true }),
    find(bucket: string, key: string): Stored | undefined {
      const row = select.get(bucket, key) as Row | undefined;
      return row && stored(row);
    },
    put(item: Stored): void {
      const about = JSON.stringify({
        headers: item.headers,
        metadata: item.metadata,
        checksum: item.checksum,
      });
      upsert.run(item.bucket, item.key, item.blob, item.size, item.etag, item.modified, about);
    },
    remove: (bucket: string, key: string) => void remove.run(bucket, key),
    /** Up to `limit` objects whose key is `key` or comes after it. */
    from: (bucket: string, key: string, limit: number) => (from.all(bucket, key, limit) as Row[]).map(stored),
    nextSequence: () => Number(tick.get()?.value),
    /** The bytes from `start` to before `end`. A file that is removed meanwhile is still read to its end. */
    read(item: Stored, start = 0, end = item.size): Buffer | Readable {
      if (end <= start) return Buffer.alloc(0);
      if (item.size <= READ_AT_ONCE) return readFileSync(place(item.blob)).subarray(start, end);
      return createReadStream("", { fd: openSync(place(item.blob), "r"), start, end: end - 1 });
    },
    stream: (blob: string) => createReadStream(place(blob)),
    /** Throws early if the bytes of a blob are gone. */
    check: (blob: string) => closeSync(openSync(place(blob), "r")),
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
  };
}

function stored(row: Row): Stored {
  const { about, ...rest } = row;
  return { ...rest, ...(JSON.parse(about) as Pick<Stored, "headers" | "metadata" | "checksum">) };
}

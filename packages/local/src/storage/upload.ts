import { createHash, randomBytes } from "node:crypto";
import { open } from "node:fs/promises";
import type { DatabaseSync } from "node:sqlite";
import { receive } from "./body.ts";
import { type Checksum, composite, hasher, isAlgorithm } from "./checksum.ts";
import type { AwsRequest } from "./exchange.ts";
import { S3Fault } from "./fault.ts";
import type { Objects } from "./objects.ts";
import { inner, text } from "./xml.ts";

type About = {
  headers: Record<string, string>;
  metadata: Record<string, string>;
  algorithm?: string;
  type?: string;
};
type Part = { number: number; blob: string; size: number; md5: string; checksum: string | null };
export type Assembled = About & { draft: string; size: number; etag: string; checksum?: Checksum };

const SMALLEST = 5 * 1024 * 1024;

/** Multipart uploads: begun, filled part by part in any order, then completed or aborted. */
export function openUploads(database: DatabaseSync, objects: Objects) {
  const insert = database.prepare("INSERT INTO upload VALUES (?, ?, ?, ?, ?)");
  const select = database.prepare("SELECT about FROM upload WHERE id = ? AND bucket = ? AND key = ?");
  const remove = database.prepare("DELETE FROM upload WHERE id = ?");
  const parts = database.prepare(
    "SELECT number, blob, size, md5, checksum FROM part WHERE upload = ? ORDER BY number",
  );
  const one = database.prepare("SELECT blob FROM part WHERE upload = ? AND number = ?");
  const upsert = database.prepare("INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?, ?)");
  const removeParts = database.prepare("DELETE FROM part WHERE upload = ?");
  const stale = database.prepare("SELECT id, key FROM upload WHERE bucket = ? AND started < ?");

  function find(id: string, bucket: string, key: string): About {
    const row = select.get(id, bucket, key);
    if (!row) {
      throw new S3Fault(
        "NoSuchUpload",
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
        { UploadId: id },
      );
    }
    return JSON.parse(String(row.about)) as About;
  }

  function forget(id: string): void {
    const blobs = parts.all(id) as Part[];
    objects.transaction(() => {
      removeParts.run(id);
      remove.run(id);
    });
    for (const part of blobs) objects.dropBlob(part.blob);
  }

  return {
    begin(bucket: string, key: string, about: About, now: number): string {
      const id = randomBytes(24).toString("base64url");
      insert.run(id, bucket, key, now, JSON.stringify(about));
      return id;
    },
    async part(id: string, bucket: string, key: string, number: number, request: AwsRequest) {
      find(id, bucket, key);
      if (!Number.isInteger(number) || number < 1 || number > 10_000) {
        throw new S3Fault(
          "InvalidArgument",
          "Part number must be an integer between 1 and 10000, inclusive",
          { ArgumentName: "partNumber" },
        );
      }
      const draft = objects.draft();
      try {
        const received = await receive(request, draft);
        find(id, bucket, key);
        const before = one.get(id, number);
        upsert.run(
          id,
          number,
          objects.keep(draft),
          received.size,
          received.md5,
          received.checksum?.value ?? null,
        );
        if (before) objects.dropBlob(String(before.blob));
        return received;
      } finally {
        objects.drop(draft);
      }
    },
    list: (id: string, bucket: string, key: string) => {
      find(id, bucket, key);
      return parts.all(id) as Part[];
    },
    /** Puts the named parts together in a draft; the caller keeps it and then forgets the upload. */
    async assemble(id: string, bucket: string, key: string, xml: string): Promise<Assembled> {
      const about = find(id, bucket, key);
      const held = new Map((parts.all(id) as Part[]).map((part) => [part.number, part]));
      const named = inner(xml, "Part").map((part) => ({
        number: Number(text(part, "PartNumber")),
        etag: text(part, "ETag")?.replaceAll('"', ""),
      }));
      if (named.length === 0)
        throw new S3Fault(
          "MalformedXML",
          "The XML you provided was not well-formed or did not validate against our published schema",
        );
      if (named.some(({ number }, at) => at > 0 && number <= named[at - 1]!.number)) {
        throw new S3Fault(
          "InvalidPartOrder",
          "The list of parts was not in ascending order. Parts must be ordered by part number.",
        );
      }
      const chosen = named.map(({ number, etag }, at) => {
        const part = held.get(number);
        if (!part || part.md5 !== etag) {
          throw new S3Fault(
            "InvalidPart",
            "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
            { PartNumber: String(number) },
          );
        }
        if (at < named.length - 1 && part.size < SMALLEST) {
          throw new S3Fault(
            "EntityTooSmall",
            "Your proposed upload is smaller than the minimum allowed size",
            {
              ProposedSize: String(part.size),
              MinSizeAllowed: String(SMALLEST),
              PartNumber: String(number),
            },
          );
        }
        return part;
      });
      const algorithm = about.algorithm && isAlgorithm(about.algorithm) ? about.algorithm : undefined;
      const whole = algorithm && about.type === "FULL_OBJECT" ? hasher(algorithm) : undefined;
      const draft = objects.draft();
      const file = await open(draft, "wx");
      let size = 0;
      try {
        for (const part of chosen) {
          for await (const chunk of objects.stream(part.blob)) {
            whole?.update(chunk as Buffer);
            await file.write(chunk as Buffer);
          }
          size += part.size;
        }
      } finally {
        await file.close();
      }
      const md5 = createHash("md5");
      for (const part of chosen) md5.update(part.md5, "hex");
      const assembled: Assembled = { ...about, draft, size, etag: `"${md5.digest("hex")}-${chosen.length}"` };
      const sums = chosen.map((part) => part.checksum);
      if (algorithm && whole) assembled.checksum = { algorithm, value: whole.digest(), type: "FULL_OBJECT" };
      else if (algorithm && sums.every((sum) => sum !== null)) {
        assembled.checksum = { algorithm, value: composite(algorithm, sums), type: "COMPOSITE" };
      }
      return assembled;
    },
    abort(id: string, bucket: string, key: string): void {
      find(id, bucket, key);
      forget(id);
    },
    forget,
    forgetBefore(bucket: string, prefix: string, started: number): void {
      for (const row of stale.all(bucket, started))
        if (String(row.key).startsWith(prefix)) forget(String(row.id));
    },
  };
}

export type Uploads = ReturnType<typeof openUploads>;

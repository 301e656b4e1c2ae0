/**
 * S3 on a laptop: bodies are files, the index is SQLite, and what a browser or a handler may get wrong is checked as
 * S3 checks it: signatures and expiry, signed length and type, digests, CORS, conditional writes.
 *
 *   const storage = createStorage({ dir, account, buckets, secretFor, now, notify });
 *   const response = await storage.handle(request);   // mount at AWS_ENDPOINT_URL_S3, path-style or BUCKET.host
 *   await storage.put("bucket", "key", body);          // from inside the stage, with the same notifications
 *
 * Not `fauxqs`: it holds every object in memory, takes bodies only whole, checks no checksum and knows no condition on
 * a write, so that the front would have to do all of it again in front of a second copy.
 */
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "../state/database.ts";
import { receive } from "./body.ts";
import { type BucketConfiguration, bucketsOf } from "./bucket.ts";
import { corsHeaders, preflight } from "./cors.ts";
import type { AwsRequest, AwsResponse } from "./exchange.ts";
import { faultResponse, S3Fault } from "./fault.ts";
import { list } from "./listing.ts";
import { type Account, type Change, type Delivery, deliveries } from "./notification.ts";
import { openObjects, type Stored } from "./objects.ts";
import { type Door, operate } from "./operation.ts";
import { createOutbox } from "./outbox.ts";
import { decode, verify } from "./signature.ts";
import { openUploads } from "./upload.ts";

export type { BucketConfiguration } from "./bucket.ts";
export type { AwsRequest, AwsResponse } from "./exchange.ts";
export type { BusEvent, Delivery, S3Event } from "./notification.ts";

export type StorageOptions = {
  /** The folder of this storage alone; made if it is not there. */
  dir: string;
  account: Account;
  buckets: readonly BucketConfiguration[];
  /** The secret of a local key; undefined refuses the key. */
  secretFor(accessKeyId: string): string | undefined;
  /** The stage's clock, in milliseconds. */
  now(): number;
  /** Called at least once a change and target; a rejection is tried again. */
  notify(delivery: Delivery): Promise<void>;
  /** Hears of deliveries that failed and of faults of this code. */
  report?(error: unknown): void;
};

export type StoredObject = {
  body: Buffer;
  size: number;
  etag: string;
  modified: Date;
  contentType: string;
  headers: Record<string, string>;
  metadata: Record<string, string>;
};

export type Storage = ReturnType<typeof createStorage>;

const DAY = 24 * 3_600_000;

export function createStorage(options: StorageOptions) {
  mkdirSync(options.dir, { recursive: true });
  const report = options.report ?? ((error: unknown) => console.error(error));
  const database = openDatabase(join(options.dir, "storage.sqlite"));
  const objects = openObjects(database, options.dir);
  const uploads = openUploads(database, objects);
  const outbox = createOutbox<Delivery>(database, options.notify, report);
  let buckets = bucketsOf(options.buckets);

  function announce(change: Omit<Change, "sequence">): void {
    const bucket = buckets.find(change.bucket);
    for (const delivery of deliveries(
      bucket,
      { ...change, sequence: objects.nextSequence() },
      options.account,
    ))
      outbox.add(delivery);
  }

  function commit(
    item: Omit<Stored, "blob" | "modified"> & { draft: string },
    name: Change["name"],
    by: string,
  ): number {
    const { draft, ...rest } = item;
    const modified = options.now();
    const blob = objects.keep(draft);
    const before = objects.transaction(() => {
      const old = objects.find(item.bucket, item.key);
      objects.put({ ...rest, blob, modified });
      announce({
        name,
        bucket: item.bucket,
        key: item.key,
        size: item.size,
        etag: item.etag.replaceAll('"', ""),
        at: modified,
        by,
      });
      return old;
    });
    if (before) objects.dropBlob(before.blob);
    outbox.wake();
    return modified;
  }

  function remove(bucket: string, key: string, name: Change["name"], by: string): void {
    const before = objects.transaction(() => {
      const old = objects.find(bucket, key);
      if (!old) return undefined;
      objects.remove(bucket, key);
      announce({ name, bucket, key, at: options.now(), by });
      return old;
    });
    if (before) objects.dropBlob(before.blob);
    outbox.wake();
  }

  const door = (): Door => ({
    objects,
    uploads,
    buckets,
    now: options.now,
    region: options.account.region,
    commit,
    remove,
  });

  /** Path style, or the bucket as the first label of the host. */
  function address(request: AwsRequest): { bucket: string; key: string } {
    const path = request.path.replace(/^\//, "");
    const label = request.headers.host?.split(".")[0] ?? "";
    if (buckets.all().some((bucket) => bucket.name === label)) return { bucket: label, key: decode(path) };
    const slash = path.indexOf("/");
    if (slash < 0) return { bucket: decode(path), key: "" };
    return { bucket: decode(path.slice(0, slash)), key: decode(path.slice(slash + 1)) };
  }

  async function answer(request: AwsRequest): Promise<AwsResponse> {
    const { bucket, key } = address(request);
    if (request.method === "OPTIONS") return preflight(buckets.find(bucket), request);
    const by = verify(request, {
      secretFor: options.secretFor,
      now: options.now,
      region: options.account.region,
    });
    return operate(door(), request, bucket, key, by);
  }

  return {
    async handle(request: AwsRequest): Promise<AwsResponse> {
      const requestId = randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase();
      let response: AwsResponse;
      let cors: Record<string, string> = {};
      try {
        const { bucket } = address(request);
        if (request.method !== "OPTIONS")
          cors = corsHeaders(
            buckets.all().find((one) => one.name === bucket),
            request,
          );
        response = await answer(request);
      } catch (error) {
        if (!(error instanceof S3Fault)) report(error);
        const fault =
          error instanceof S3Fault
            ? error
            : new S3Fault("InternalError", "We encountered an internal error. Please try again.");
        response = faultResponse(fault, requestId, request.method === "HEAD");
      }
      return { ...response, headers: { ...response.headers, ...cors, "x-amz-request-id": requestId } };
    },

    /** Stores from inside the stage, as a service of AWS would. */
    async put(
      bucket: string,
      key: string,
      body: Buffer | AsyncIterable<Uint8Array>,
      about: { contentType?: string; metadata?: Record<string, string>; by?: string } = {},
    ): Promise<{ etag: string }> {
      const draft = objects.draft();
      try {
        buckets.find(bucket);
        const { size, md5 } = await receive(
          { method: "PUT", path: "", query: "", headers: { "transfer-encoding": "chunked" }, body },
          draft,
        );
        const headers = { "content-type": about.contentType ?? "binary/octet-stream" };
        commit(
          { bucket, key, size, etag: `"${md5}"`, headers, metadata: about.metadata ?? {}, draft },
          "ObjectCreated:Put",
          about.by ?? "stage",
        );
        return { etag: `"${md5}"` };
      } finally {
        objects.drop(draft);
      }
    },

    async get(bucket: string, key: string): Promise<StoredObject | undefined> {
      const item = objects.find(bucket, key);
      if (!item) return undefined;
      const body = objects.read(item);
      const { size, etag, headers, metadata } = item;
      const bytes = Buffer.isBuffer(body) ? body : Buffer.concat((await body.toArray()) as Buffer[]);
      return {
        body: bytes,
        size,
        etag,
        headers,
        metadata,
        modified: new Date(item.modified),
        contentType: headers["content-type"] ?? "binary/octet-stream",
      };
    },

    keys: (bucket: string, prefix = "", limit = 100_000): string[] =>
      list(objects, bucket, { prefix, delimiter: "", after: "", limit }).objects.map((item) => item.key),

    remove: (bucket: string, key: string): void => remove(bucket, key, "ObjectRemoved:Delete", "stage"),

    /** Takes the buckets of a template that changed. Objects of a bucket that went stay on disk. */
    configure(list: readonly BucketConfiguration[]): void {
      buckets = bucketsOf(list);
    },

    /** What the lifecycle rules remove by now; S3 does this once a day. */
    sweep(): void {
      for (const bucket of buckets.all()) {
        for (const rule of bucket.LifecycleConfiguration?.Rules ?? []) {
          if (rule.Status !== "Enabled") continue;
          if (rule.ExpirationInDays !== undefined) {
            const before = options.now() - rule.ExpirationInDays * DAY;
            const page = list(objects, bucket.name, {
              prefix: rule.Prefix ?? "",
              delimiter: "",
              after: "",
              limit: Number.MAX_SAFE_INTEGER,
            });
            for (const item of page.objects)
              if (item.modified < before)
                remove(bucket.name, item.key, "LifecycleExpiration:Delete", "lifecycle");
          }
          const abort = rule.AbortIncompleteMultipartUpload;
          if (abort)
            uploads.forgetBefore(
              bucket.name,
              rule.Prefix ?? "",
              options.now() - abort.DaysAfterInitiation * DAY,
            );
        }
      }
    },

    /** Resolves when every notification so far has been handed over. */
    idle: () => outbox.idle(),
    waiting: () => outbox.waiting(),

    close(): void {
      outbox.stop();
      database.close();
    },
  };
}

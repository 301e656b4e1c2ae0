import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Stand, stand } from "./stand.ts";

let here: Stand;
let s3: S3Client;

beforeAll(async () => {
  here = await stand();
  s3 = here.s3;
});
afterAll(() => here.close());

const put = (Key: string, Body: string | Buffer | Readable, more = {}) =>
  s3.send(new PutObjectCommand({ Bucket: "plain", Key, Body, ...more }));
const get = (Key: string, more = {}) => s3.send(new GetObjectCommand({ Bucket: "plain", Key, ...more }));
const code = (sent: Promise<unknown>) =>
  sent.then(
    () => "passed",
    (error: { name: string; $metadata?: { httpStatusCode?: number } }) =>
      `${error.name} ${error.$metadata?.httpStatusCode}`,
  );

describe("an object", () => {
  it("comes back as it went in, with its type, its metadata and its checksum", async () => {
    const stored = await put("a b/ü+.txt", "hello", { ContentType: "text/plain", Metadata: { who: "us" } });
    const read = await get("a b/ü+.txt");
    expect(await read.Body?.transformToString()).toBe("hello");
    expect(read).toMatchObject({ ContentType: "text/plain", ContentLength: 5, Metadata: { who: "us" } });
    expect(read.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    expect(read.ETag).toBe(stored.ETag);
    expect(read.ChecksumCRC32).toBe("NhCmhg==");
  });

  it("of 8 MB streams in and out", async () => {
    const bytes = randomBytes(8 * 1024 * 1024);
    await put("large", Readable.from([bytes.subarray(0, 3_000_001), bytes.subarray(3_000_001)]), {
      ContentLength: bytes.length,
    });
    const read = await get("large");
    expect(Buffer.from((await read.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  });

  it("keeps each of S3's checksums", async () => {
    for (const [ChecksumAlgorithm, field, value] of [
      ["CRC32C", "ChecksumCRC32C", "4waSgw=="],
      ["CRC64NVME", "ChecksumCRC64NVME", "rosUhgp5mIg="],
      ["SHA256", "ChecksumSHA256", "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="],
    ] as const) {
      await put(`sum/${field}`, "123456789", { ChecksumAlgorithm });
      expect((await get(`sum/${field}`))[field]).toBe(value);
    }
  });

  it("is read in ranges: from, to, last, and none beyond its end", async () => {
    await put("digits", "0123456789");
    const range = async (Range: string) => (await get("digits", { Range })).Body?.transformToString();
    expect(await range("bytes=2-4")).toBe("234");
    expect(await range("bytes=7-")).toBe("789");
    expect(await range("bytes=-3")).toBe("789");
    expect(await range("bytes=8-100")).toBe("89");
    expect((await get("digits", { Range: "bytes=2-4" })).ContentRange).toBe("bytes 2-4/10");
    expect(await code(get("digits", { Range: "bytes=10-" }))).toBe("InvalidRange 416");
  });

  it("is described without its body, and missed by name", async () => {
    await put("head", "12345");
    const head = await s3.send(new HeadObjectCommand({ Bucket: "plain", Key: "head" }));
    expect(head.ContentLength).toBe(5);
    expect(await code(s3.send(new HeadObjectCommand({ Bucket: "plain", Key: "none" })))).toBe("NotFound 404");
    expect(await code(get("none"))).toBe("NoSuchKey 404");
    expect(await code(s3.send(new GetObjectCommand({ Bucket: "other", Key: "x" })))).toBe("NoSuchBucket 404");
  });

  it("is not overwritten where the writer asked for a new one or for one it has seen", async () => {
    const first = await put("once", "1", { IfNoneMatch: "*" });
    expect(await code(put("once", "2", { IfNoneMatch: "*" }))).toBe("PreconditionFailed 412");
    await put("once", "3", { IfMatch: first.ETag });
    expect(await code(put("once", "4", { IfMatch: first.ETag }))).toBe("PreconditionFailed 412");
    expect(await (await get("once")).Body?.transformToString()).toBe("3");
    expect(await code(get("once", { IfNoneMatch: '"eccbc87e4b5ce2fe28308fd9f2a7baf3"' }))).toMatch(/304$/);
  });

  it("is copied with its description, or with a new one", async () => {
    await put("from here", "copied", { ContentType: "text/csv", Metadata: { a: "1" } });
    const copy = (Key: string, more = {}) =>
      s3.send(new CopyObjectCommand({ Bucket: "files", Key, CopySource: "plain/from%20here", ...more }));
    expect((await copy("c1")).CopyObjectResult?.ETag).toMatch(/^"[0-9a-f]{32}"$/);
    await copy("c2", { MetadataDirective: "REPLACE", ContentType: "text/plain", Metadata: { b: "2" } });
    const one = await s3.send(new GetObjectCommand({ Bucket: "files", Key: "c1" }));
    expect(one).toMatchObject({ ContentType: "text/csv", Metadata: { a: "1" } });
    expect(await one.Body?.transformToString()).toBe("copied");
    expect(await s3.send(new HeadObjectCommand({ Bucket: "files", Key: "c2" }))).toMatchObject({
      ContentType: "text/plain",
      Metadata: { b: "2" },
    });
  });

  it("goes alone or with others, and going twice is no error", async () => {
    for (const key of ["d/1", "d/<2>&", "d/3"]) await put(key, key);
    await s3.send(new DeleteObjectCommand({ Bucket: "plain", Key: "d/1" }));
    await s3.send(new DeleteObjectCommand({ Bucket: "plain", Key: "d/1" }));
    const gone = await s3.send(
      new DeleteObjectsCommand({
        Bucket: "plain",
        Delete: { Objects: [{ Key: "d/<2>&" }, { Key: "d/none" }] },
      }),
    );
    expect(gone.Deleted?.map((item) => item.Key)).toEqual(["d/<2>&", "d/none"]);
    const left = await s3.send(new ListObjectsV2Command({ Bucket: "plain", Prefix: "d/" }));
    expect(left.Contents?.map((item) => item.Key)).toEqual(["d/3"]);
  });

  it("is refused with a wrong digest, and nothing is kept of it", async () => {
    const wrong = put("wrong", "body", { ContentMD5: "XUFAKrxLKna5cZ2REBfFkg==" });
    expect(await code(wrong)).toBe("BadDigest 400");
    expect(
      await code(put("wrong", "body", { ChecksumSHA256: "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=" })),
    ).toBe("BadDigest 400");
    expect(await code(get("wrong"))).toBe("NoSuchKey 404");
  });

  it("asked of with what this storage does not have is refused, not half done", async () => {
    expect(await code(put("acl", "x", { ServerSideEncryption: "aws:kms" }))).toBe("NotImplemented 501");
    expect(await code(put("tag", "x", { Tagging: "a=b" }))).toBe("NotImplemented 501");
    expect(await code(get("digits", { VersionId: "1" }))).toBe("NotImplemented 501");
  });

  it("survives a restart", async () => {
    await put("kept", "still here");
    await here.restart();
    expect(await (await get("kept")).Body?.transformToString()).toBe("still here");
  });
});

describe("a listing", () => {
  it("pages in the order of bytes and folds what lies deeper", async () => {
    for (const key of ["l/a", "l/b/1", "l/b/2", "l/c", "l/\u{10400}", "l/\uff5e", "l/z/1"])
      await put(key, key);
    const pages: string[][] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({
          Bucket: "plain",
          Prefix: "l/",
          Delimiter: "/",
          MaxKeys: 2,
          ContinuationToken,
        }),
      );
      pages.push([
        ...(page.Contents ?? []).map((item) => item.Key!),
        ...(page.CommonPrefixes ?? []).map((item) => item.Prefix!),
      ]);
      expect(page.KeyCount).toBe(pages.at(-1)?.length);
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    expect(pages).toEqual([
      ["l/a", "l/b/"],
      ["l/c", "l/z/"],
      ["l/\uff5e", "l/\u{10400}"],
    ]);
    const after = await s3.send(
      new ListObjectsV2Command({ Bucket: "plain", Prefix: "l/", StartAfter: "l/b/2" }),
    );
    expect(after.Contents?.[0]?.Key).toBe("l/c");
    expect(here.storage.keys("plain", "l/b/")).toEqual(["l/b/1", "l/b/2"]);
  });

  it("refuses a page token that it did not give", async () => {
    const list = s3.send(new ListObjectsV2Command({ Bucket: "plain", ContinuationToken: "%%%" }));
    expect(await code(list)).toBe("InvalidArgument 400");
  });
});

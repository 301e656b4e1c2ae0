import { randomBytes } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListPartsCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Stand, stand } from "./stand.ts";

const MB = 1024 * 1024;
const Bucket = "files";
let here: Stand;
beforeAll(async () => {
  here = await stand();
});
afterAll(() => here.close());

const begin = async (Key: string, more = {}) =>
  (await here.s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType: "text/csv", ...more })))
    .UploadId!;
const part = async (Key: string, UploadId: string, PartNumber: number, Body: Buffer) => {
  const { ETag, ChecksumCRC32 } = await here.s3.send(
    new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }),
  );
  return { PartNumber, ETag, ChecksumCRC32 };
};
const complete = (Key: string, UploadId: string, Parts: object[]) =>
  here.s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
const name = (sent: Promise<unknown>) =>
  sent.then(
    () => "passed",
    (error: Error) => error.name,
  );

describe("a multipart upload", () => {
  it("puts its parts together in their order, also after a restart, with S3's tag of tags", async () => {
    const [a, b] = [randomBytes(5 * MB), randomBytes(1_000)];
    const id = await begin("in/big", { ChecksumAlgorithm: "CRC32" });
    const second = await part("in/big", id, 2, b);
    await here.restart();
    await part("in/big", id, 1, randomBytes(5 * MB));
    const first = await part("in/big", id, 1, a);
    expect(
      (await here.s3.send(new ListPartsCommand({ Bucket, Key: "in/big", UploadId: id }))).Parts?.map(
        (one) => one.Size,
      ),
    ).toEqual([5 * MB, 1_000]);
    const done = await complete("in/big", id, [first, second]);
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect((await here.storage.get(Bucket, "in/big"))?.body.equals(Buffer.concat([a, b]))).toBe(true);
    const head = await here.s3.send(
      new HeadObjectCommand({ Bucket, Key: "in/big", ChecksumMode: "ENABLED" }),
    );
    expect(head).toMatchObject({
      ContentType: "text/csv",
      ContentLength: 5 * MB + 1_000,
      ChecksumType: "COMPOSITE",
    });
    expect(head.ChecksumCRC32).toMatch(/==-2$/);
    await here.storage.idle();
    expect(
      here.deliveries.map((one) => (one.to === "queue" ? JSON.parse(one.body).Records[0].eventName : one.to)),
    ).toEqual(["ObjectCreated:CompleteMultipartUpload"]);
  });

  it("is refused with parts out of order, unknown, too small, or of an upload that ended", async () => {
    const id = await begin("u");
    const small = [await part("u", id, 1, Buffer.from("1")), await part("u", id, 2, Buffer.from("2"))];
    expect(await name(complete("u", id, [small[1]!, small[0]!]))).toBe("InvalidPartOrder");
    expect(await name(complete("u", id, small))).toBe("EntityTooSmall");
    expect(await name(complete("u", id, [{ PartNumber: 3, ETag: small[0]!.ETag }]))).toBe("InvalidPart");
    expect(await name(complete("u", id, [{ PartNumber: 1, ETag: '"0"' }]))).toBe("InvalidPart");
    expect(await name(part("u", id, 0, Buffer.from("0")))).toBe("InvalidArgument");
    expect(await name(part("other", id, 1, Buffer.from("0")))).toBe("NoSuchUpload");
    await here.s3.send(new AbortMultipartUploadCommand({ Bucket, Key: "u", UploadId: id }));
    expect(await name(complete("u", id, small))).toBe("NoSuchUpload");
    expect(here.storage.keys(Bucket, "u")).toEqual([]);
  });
});

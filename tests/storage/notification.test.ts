import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type BucketConfiguration,
  createStorage,
  type Delivery,
} from "../../packages/local/src/storage/index.ts";
import { account, FILES, type Stand, stand } from "./stand.ts";

let here: Stand;
beforeAll(async () => {
  here = await stand([
    FILES,
    { name: "bus", NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } },
    {
      name: "short",
      NotificationConfiguration: { EventBridgeConfiguration: {} },
      LifecycleConfiguration: {
        Rules: [
          {
            Id: "old",
            Status: "Enabled",
            Prefix: "tmp/",
            ExpirationInDays: 7,
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          },
          { Status: "Disabled", ExpirationInDays: 1 },
        ],
      },
    },
  ]);
});
afterAll(() => here.close());

const put = (Bucket: string, Key: string) =>
  here.s3.send(new PutObjectCommand({ Bucket, Key, Body: "12345" }));
async function brought(work: () => Promise<unknown>): Promise<Delivery[]> {
  await here.storage.idle();
  here.deliveries.length = 0;
  await work();
  await here.storage.idle();
  return [...here.deliveries];
}

describe("a change in a bucket", () => {
  it("reaches the queue whose filter it passes, in S3's own record", async () => {
    const [delivery, ...more] = await brought(() => put("files", "in/a b+ü.eml"));
    expect(more).toEqual([]);
    expect(delivery).toMatchObject({ to: "queue", arn: "arn:aws:sqs:eu-central-1:000000000000:inbound" });
    const { Records } = JSON.parse((delivery as { body: string }).body);
    expect(Records[0]).toMatchObject({
      eventVersion: "2.1",
      eventSource: "aws:s3",
      awsRegion: "eu-central-1",
      eventName: "ObjectCreated:Put",
      s3: {
        bucket: { name: "files", arn: "arn:aws:s3:::files" },
        object: { key: "in/a+b%2B%C3%BC.eml", size: 5, eTag: "827ccb0eea8a706c4c34a16891f84e7b" },
      },
    });
    expect(await brought(() => put("files", "out/a.eml"))).toEqual([]);
  });

  it("reaches the function for a removal with the right ending", async () => {
    await put("files", "gone.csv");
    const [delivery] = await brought(() =>
      here.s3.send(new DeleteObjectCommand({ Bucket: "files", Key: "gone.csv" })),
    );
    expect(delivery).toMatchObject({
      to: "function",
      arn: expect.stringMatching(/:gone$/),
      payload: { Records: [{ eventName: "ObjectRemoved:Delete" }] },
    });
    expect(
      await brought(() => here.s3.send(new DeleteObjectCommand({ Bucket: "files", Key: "gone.csv" }))),
    ).toEqual([]);
  });

  it("reaches the bus as Object Created and Object Deleted, later ones with a greater sequencer", async () => {
    const [created, deleted] = await brought(async () => {
      await put("bus", "a b");
      here.storage.remove("bus", "a b");
    });
    expect(created).toMatchObject({
      to: "bus",
      event: {
        source: "aws.s3",
        "detail-type": "Object Created",
        resources: ["arn:aws:s3:::bus"],
        detail: { bucket: { name: "bus" }, object: { key: "a b", size: 5 }, reason: "PutObject" },
      },
    });
    expect(deleted).toMatchObject({
      event: { "detail-type": "Object Deleted", detail: { "deletion-type": "Permanently Deleted" } },
    });
    const sequencer = (delivery?: Delivery) =>
      (delivery as { event: { detail: { object: { sequencer: string } } } }).event.detail.object.sequencer;
    expect(sequencer(deleted) > sequencer(created)).toBe(true);
  });

  it("stays due until it is taken, over refusals and a restart", async () => {
    const dir = mkdtempSync(join(tmpdir(), "storage-"));
    const taken: Delivery[] = [];
    let down = true;
    const open = () =>
      createStorage({
        dir,
        account,
        buckets: [FILES],
        now: Date.now,
        secretFor: () => undefined,
        notify: async (delivery) => {
          if (down) throw new Error("down");
          taken.push(delivery);
        },
        report: () => {},
      });
    const first = open();
    await first.put("files", "in/1", Buffer.from("1"));
    first.close();
    down = false;
    const second = open();
    await second.idle();
    expect(taken).toHaveLength(1);
    expect(second.waiting()).toBe(0);
    second.close();
  });
});

describe("a lifecycle rule", () => {
  it("removes what is older than its days and uploads that nobody ended, on the stage's clock", async () => {
    await put("short", "tmp/old");
    await put("short", "kept/old");
    const upload = { Bucket: "short", Key: "tmp/half" };
    const { UploadId } = await here.s3.send(new CreateMultipartUploadCommand(upload));
    const now = here.clock.now;
    here.clock.now = now + 6 * 24 * 3_600_000;
    await put("short", "tmp/new");
    here.clock.now = now + 7 * 24 * 3_600_000 + 1;
    const [expired] = await brought(async () => here.storage.sweep());
    here.clock.now = now;
    expect(here.storage.keys("short")).toEqual(["kept/old", "tmp/new"]);
    expect(expired).toMatchObject({
      event: { detail: { object: { key: "tmp/old" }, reason: "Lifecycle Expiration" } },
    });
    await expect(here.s3.send(new ListPartsCommand({ ...upload, UploadId }))).rejects.toMatchObject({
      name: "NoSuchUpload",
    });
  });
});

describe("a bucket that declares what the stage would not do", () => {
  it.each([
    ["a property", { VersioningConfiguration: { Status: "Enabled" } }, "VersioningConfiguration"],
    ["a notification", { NotificationConfiguration: { TopicConfigurations: [] } }, "TopicConfigurations"],
    [
      "a lifecycle rule",
      { LifecycleConfiguration: { Rules: [{ Status: "Enabled", Transitions: [] }] } },
      "Transitions",
    ],
  ])("stops the start: %s", async (_, more, named) => {
    await expect(stand([{ name: "x", ...more } as unknown as BucketConfiguration])).rejects.toThrow(
      new RegExp(`bucket x: .*${named} is not understood`),
    );
  });
});

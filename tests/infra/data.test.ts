import { describe, expect, test } from "vitest";
import { FULL, ofType, synth } from "./synth.ts";

const dev = await synth("dev");
const production = await synth("production", FULL);

describe("tables", () => {
  test("are three, paid by use, with point-in-time recovery and a time to live", () => {
    for (const { data } of [dev, production]) {
      const tables = ofType(data, "AWS::DynamoDB::Table");
      expect(tables.map(([id]) => id)).toEqual(["Records", "Reports", "History"]);
      for (const [, { Properties }] of tables) {
        expect(Properties).toMatchObject({
          BillingMode: "PAY_PER_REQUEST",
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          TimeToLiveSpecification: { AttributeName: "_ttl", Enabled: true },
        });
        // Without a specification DynamoDB encrypts with a key of its own, at no charge.
        expect(Properties.SSESpecification).toBeUndefined();
      }
    }
  });

  test("of production can't be deleted, those of a throw-away stage go with it", () => {
    for (const [, table] of ofType(production.data, "AWS::DynamoDB::Table")) {
      expect(table.Properties.DeletionProtectionEnabled).toBe(true);
      expect([table.DeletionPolicy, table.UpdateReplacePolicy]).toEqual(["Retain", "Retain"]);
    }
    for (const [, table] of ofType(dev.data, "AWS::DynamoDB::Table")) {
      expect(table.Properties.DeletionProtectionEnabled).toBe(false);
      expect(table.DeletionPolicy).toBe("Delete");
    }
  });

  test("carry eight indexes on Records from the first day, whole items in the last two", () => {
    const { Records, Reports, History } = dev.data.Resources;
    type Index = { IndexName: string; Projection: { ProjectionType: string } };
    const indexes = Records!.Properties.GlobalSecondaryIndexes as Index[];
    const keys = [1, 2, 3, 4, 5, 6].map((n) => [`gsi${n}`, "KEYS_ONLY"]);
    const whole = [7, 8].map((n) => [`gsi${n}`, "ALL"]);
    expect(indexes.map(({ IndexName, Projection }) => [IndexName, Projection.ProjectionType])).toEqual([
      ...keys,
      ...whole,
    ]);
    expect([Reports, History].map((table) => table!.Properties.GlobalSecondaryIndexes)).toEqual([
      undefined,
      undefined,
    ]);
  });

  test("tell of both images in one stream, that of Records", () => {
    const streams = ofType(dev.data, "AWS::DynamoDB::Table").map(([id, { Properties }]) => [
      id,
      Properties.StreamSpecification,
    ]);
    expect(streams).toEqual([
      ["Records", { StreamViewType: "NEW_AND_OLD_IMAGES" }],
      ["Reports", undefined],
      ["History", undefined],
    ]);
  });
});

describe("buckets", () => {
  test("are encrypted, closed to the public, speak TLS only and forget unfinished uploads", () => {
    for (const { all } of [dev, production]) {
      const buckets = ofType(all, "AWS::S3::Bucket");
      expect(buckets.map(([id]) => id)).toEqual(["Files", "MailBucket", "FailureBucket", "Web"]);
      for (const [id, { Properties }] of buckets) {
        expect(Properties.PublicAccessBlockConfiguration).toEqual({
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        });
        expect(Properties.BucketEncryption).toBeDefined();
        expect(JSON.stringify(Properties.LifecycleConfiguration)).toContain("AbortIncompleteMultipartUpload");
        expect(Properties.AccessControl).toBeUndefined();
        const policy = JSON.stringify(all.Resources[`${id}Policy`]!.Properties.PolicyDocument);
        expect(policy).toContain('"aws:SecureTransport":"false"');
      }
    }
  });

  test("give an anonymous reader nothing: a policy allows services only, and says for whom", () => {
    for (const [, { Properties }] of ofType(production.all, "AWS::S3::BucketPolicy")) {
      const { Statement } = Properties.PolicyDocument as { Statement: Record<string, unknown>[] };
      for (const statement of Statement.filter(({ Effect }) => Effect === "Allow")) {
        expect(statement.Principal).toHaveProperty("Service");
        expect(statement.Condition).toBeDefined();
      }
    }
  });

  test("of production outlive their stack, but for the client's, which is built again", () => {
    const policies = ofType(production.all, "AWS::S3::Bucket").map(([id, bucket]) => [
      id,
      bucket.DeletionPolicy,
    ]);
    expect(policies).toEqual([
      ["Files", "Retain"],
      ["MailBucket", "Retain"],
      ["FailureBucket", "Retain"],
      ["Web", "Delete"],
    ]);
  });

  test("need no custom resource", () => {
    const types = Object.values(production.all.Resources).map(({ Type }) => Type);
    expect(types.filter((type) => type.startsWith("Custom::") || type.includes("CustomResource"))).toEqual(
      [],
    );
  });
});

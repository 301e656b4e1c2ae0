import * as S from "../shape.ts";
import { indexName, newTableName, requiredIndexName, tableName } from "./name.ts";

const throughput = S.struct({
  ReadCapacityUnits: S.long({ required: true, min: 1 }),
  WriteCapacityUnits: S.long({ required: true, min: 1 }),
});
const onDemand = S.struct({ MaxReadRequestUnits: S.long(), MaxWriteRequestUnits: S.long() });
const warm = S.struct({ ReadUnitsPerSecond: S.long(), WriteUnitsPerSecond: S.long() });
const definitions = S.list(
  S.struct({
    AttributeName: S.string({ required: true, min: 1, max: 255 }),
    AttributeType: S.choice(["B", "N", "S"], { required: true }),
  }),
);
const keySchema = (max: number) =>
  S.list(
    S.struct(
      {
        AttributeName: S.string({ required: true, min: 1, max: 255 }),
        KeyType: S.choice(["HASH", "RANGE"], { required: true }),
      },
      { called: "KeySchemaElement" },
    ),
    { min: 1, max },
  );
const projection = S.struct(
  {
    ProjectionType: S.choice(["ALL", "INCLUDE", "KEYS_ONLY"]),
    NonKeyAttributes: S.list(S.string({ min: 1, max: 255 }), { min: 1, max: 100 }),
  },
  { required: true },
);
const globalIndex = {
  IndexName: requiredIndexName,
  KeySchema: { ...keySchema(8), required: true },
  Projection: projection,
  ProvisionedThroughput: throughput,
  OnDemandThroughput: onDemand,
  WarmThroughput: warm,
};
const streamSpecification = S.struct({
  StreamEnabled: S.boolean({ required: true }),
  StreamViewType: S.choice(["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"]),
});
const tag = S.struct({
  Key: S.string({ required: true, min: 1, max: 128 }),
  Value: S.string({ required: true, min: 0, max: 256 }),
});
const tableSettings = {
  BillingMode: S.choice(["PROVISIONED", "PAY_PER_REQUEST"]),
  ProvisionedThroughput: throughput,
  StreamSpecification: streamSpecification,
  SSESpecification: S.struct({
    Enabled: S.boolean(),
    SSEType: S.choice(["AES256", "KMS"]),
    KMSMasterKeyId: S.string(),
  }),
  TableClass: S.choice(["STANDARD", "STANDARD_INFREQUENT_ACCESS"]),
  DeletionProtectionEnabled: S.boolean(),
  OnDemandThroughput: onDemand,
  WarmThroughput: warm,
};
const arn = S.string({ required: true, min: 1, max: 1283 });
const revision = S.string({ min: 1, max: 255 });
const streamArn = S.string({ required: true, min: 37, max: 1024 });

/** Inputs of the operations on tables, their settings and streams. */
export const tableRequests: Record<string, S.Shape> = {
  CreateTable: S.struct({
    AttributeDefinitions: { ...definitions, required: true },
    TableName: newTableName,
    KeySchema: { ...keySchema(2), required: true },
    GlobalSecondaryIndexes: S.list(S.struct(globalIndex)),
    LocalSecondaryIndexes: S.list(
      S.struct({
        IndexName: requiredIndexName,
        KeySchema: { ...keySchema(2), required: true },
        Projection: projection,
      }),
    ),
    Tags: S.list(tag),
    ResourcePolicy: S.string(),
    ...tableSettings,
  }),
  UpdateTable: S.struct({
    TableName: tableName,
    AttributeDefinitions: definitions,
    GlobalSecondaryIndexUpdates: S.list(
      S.struct({
        Create: S.struct(globalIndex),
        Update: S.struct({
          IndexName: requiredIndexName,
          ProvisionedThroughput: throughput,
          OnDemandThroughput: onDemand,
          WarmThroughput: warm,
        }),
        Delete: S.struct({ IndexName: requiredIndexName }),
      }),
    ),
    ...tableSettings,
  }),
  DescribeTable: S.struct({ TableName: tableName }),
  DeleteTable: S.struct({ TableName: tableName }),
  ListTables: S.struct({
    ExclusiveStartTableName: S.string({ min: 3, max: 255, pattern: "[a-zA-Z0-9_.-]+" }),
    Limit: S.integer({ min: 1, max: 100 }),
  }),
  DescribeTimeToLive: S.struct({ TableName: tableName }),
  UpdateTimeToLive: S.struct({
    TableName: tableName,
    TimeToLiveSpecification: S.struct(
      {
        AttributeName: S.string({ required: true, min: 1, max: 255 }),
        Enabled: S.boolean({ required: true }),
      },
      { required: true },
    ),
  }),
  DescribeContinuousBackups: S.struct({ TableName: tableName }),
  UpdateContinuousBackups: S.struct({
    TableName: tableName,
    PointInTimeRecoverySpecification: S.struct(
      {
        PointInTimeRecoveryEnabled: S.boolean({ required: true }),
        RecoveryPeriodInDays: S.integer({ min: 1, max: 35 }),
      },
      { required: true },
    ),
  }),
  DescribeContributorInsights: S.struct({ TableName: tableName, IndexName: indexName }),
  UpdateContributorInsights: S.struct({
    TableName: tableName,
    IndexName: indexName,
    ContributorInsightsAction: S.choice(["ENABLE", "DISABLE"], { required: true }),
    ContributorInsightsMode: S.choice(["ACCESSED_AND_THROTTLED_KEYS", "THROTTLED_KEYS"]),
  }),
  ListContributorInsights: S.struct({
    TableName: S.string({ min: 1, max: 1024 }),
    MaxResults: S.integer({ max: 100 }),
    NextToken: S.string(),
  }),
  PutResourcePolicy: S.struct({
    ResourceArn: arn,
    Policy: S.string({ required: true }),
    ExpectedRevisionId: revision,
    ConfirmRemoveSelfResourceAccess: S.boolean(),
  }),
  GetResourcePolicy: S.struct({ ResourceArn: arn }),
  DeleteResourcePolicy: S.struct({ ResourceArn: arn, ExpectedRevisionId: revision }),
  TagResource: S.struct({ ResourceArn: arn, Tags: S.list(tag, { required: true }) }),
  UntagResource: S.struct({
    ResourceArn: arn,
    TagKeys: S.list(S.string({ min: 1, max: 128 }), { required: true }),
  }),
  ListTagsOfResource: S.struct({ ResourceArn: arn, NextToken: S.string() }),
  DescribeLimits: S.struct({}),
  DescribeEndpoints: S.struct({}),
  ListStreams: S.struct({
    TableName: S.string({ min: 1, max: 1024 }),
    Limit: S.integer({ min: 1, max: 100 }),
    ExclusiveStartStreamArn: S.string({ min: 37, max: 1024 }),
  }),
  DescribeStream: S.struct({
    StreamArn: streamArn,
    Limit: S.integer({ min: 1, max: 100 }),
    ExclusiveStartShardId: S.string({ min: 28, max: 65 }),
    ShardFilter: S.struct({ Type: S.choice(["CHILD_SHARDS"]), ShardId: S.string() }),
  }),
  GetShardIterator: S.struct({
    StreamArn: streamArn,
    ShardId: S.string({ required: true, min: 28, max: 65 }),
    ShardIteratorType: S.choice(["TRIM_HORIZON", "LATEST", "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"], {
      required: true,
    }),
    SequenceNumber: S.string({ min: 21, max: 40 }),
  }),
  GetRecords: S.struct({
    ShardIterator: S.string({ required: true, min: 1, max: 2048 }),
    Limit: S.integer({ min: 1, max: 1000 }),
  }),
};

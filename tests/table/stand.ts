import { type AttributeValue, DynamoDB } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreams } from "@aws-sdk/client-dynamodb-streams";
import { onTestFinished } from "vitest";
import {
  createEngine,
  type Engine,
  type EngineOptions,
  serve,
} from "../../packages/local/src/table/index.ts";

const credentials = { accessKeyId: "TESTER", secretAccessKey: "secret" };

/** An engine of this test alone, behind HTTP, with the real clients in front. */
export async function stand(options: EngineOptions = {}) {
  const engine = createEngine({ sweepMs: 0, ...options });
  const served = await serve(engine);
  const config = { endpoint: served.url, region: "us-east-1", credentials, maxAttempts: 1 };
  const client = new DynamoDB(config);
  const streams = new DynamoDBStreams(config);
  onTestFinished(async () => {
    client.destroy();
    streams.destroy();
    await served.close();
    engine.close();
  });
  return { engine, client, streams, url: served.url };
}

/** A clock that tests turn. */
export function clockAt(start = Date.UTC(2026, 0, 1)) {
  const clock = { time: start, now: () => clock.time };
  return clock;
}

type Kind = "S" | "N" | "B";
const element = (AttributeName: string, range = false) => ({
  AttributeName,
  KeyType: range ? ("RANGE" as const) : ("HASH" as const),
});

/** The shape of most tests: `pk`, `sk`, a KEYS_ONLY index `byGroup`, an ALL index `byOwner`, a local one `byRank`. */
export const records = {
  TableName: "Records",
  BillingMode: "PAY_PER_REQUEST" as const,
  AttributeDefinitions: [
    ["pk", "S"],
    ["sk", "S"],
    ["group", "S"],
    ["owner", "S"],
    ["rank", "N"],
  ].map(([AttributeName, AttributeType]) => ({
    AttributeName: AttributeName!,
    AttributeType: AttributeType as Kind,
  })),
  KeySchema: [element("pk"), element("sk", true)],
  GlobalSecondaryIndexes: [
    {
      IndexName: "byGroup",
      KeySchema: [element("group"), element("rank", true)],
      Projection: { ProjectionType: "KEYS_ONLY" as const },
    },
    { IndexName: "byOwner", KeySchema: [element("owner")], Projection: { ProjectionType: "ALL" as const } },
  ],
  LocalSecondaryIndexes: [
    {
      IndexName: "byRank",
      KeySchema: [element("pk"), element("rank", true)],
      Projection: { ProjectionType: "INCLUDE" as const, NonKeyAttributes: ["title"] },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" as const },
};

/** A stand whose table exists. */
export async function withRecords(options: EngineOptions = {}) {
  const made = await stand(options);
  const created = await made.client.createTable(records);
  return { ...made, arn: created.TableDescription!.LatestStreamArn! };
}

export const key = (pk: string, sk = "1") => ({ pk: { S: pk }, sk: { S: sk } });

/** Every record of a stream, shard by shard, through the in-process door. */
export async function drain(engine: Engine, arn: string): Promise<StreamRecord[]> {
  const { StreamDescription } = await engine.call<{ StreamDescription: { Shards: { ShardId: string }[] } }>(
    "DescribeStream",
    { StreamArn: arn },
  );
  const all: StreamRecord[] = [];
  for (const { ShardId } of StreamDescription.Shards) {
    const iterator = { StreamArn: arn, ShardId, ShardIteratorType: "TRIM_HORIZON" };
    let { ShardIterator } = await engine.call<{ ShardIterator?: string }>("GetShardIterator", iterator);
    while (ShardIterator) {
      const page = await engine.call<{ Records: StreamRecord[]; NextShardIterator?: string }>("GetRecords", {
        ShardIterator,
        Limit: 100,
      });
      if (!page.Records.length) break;
      all.push(...page.Records);
      ShardIterator = page.NextShardIterator;
    }
  }
  return all;
}

export interface StreamRecord {
  eventName: "INSERT" | "MODIFY" | "REMOVE";
  userIdentity?: { PrincipalId: string; Type: string };
  dynamodb: {
    Keys: Record<string, AttributeValue>;
    NewImage?: Record<string, AttributeValue>;
    OldImage?: Record<string, AttributeValue>;
    SequenceNumber: string;
    SizeBytes: number;
    StreamViewType: string;
  };
}

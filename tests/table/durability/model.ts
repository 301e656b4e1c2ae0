import type { Caller } from "../process.ts";

const TableName = "Durable";
/** Keys whose versions move together, in one transaction. */
export const groups = Array.from({ length: 6 }, (_, g) =>
  Array.from({ length: 5 }, (_, i) => `group${g}#${i}`),
);
/** Keys written by batches. */
export const batches = Array.from({ length: 6 }, (_, b) =>
  Array.from({ length: 5 }, (_, i) => `batch${b}#${i}`),
);
const keys = [...groups, ...batches].flat();

interface Image {
  id: { S: string };
  version: { N: string };
}
interface StreamPage {
  Records: { dynamodb: { NewImage: Image; OldImage?: Image; SequenceNumber: string } }[];
  NextShardIterator?: string;
}

export const item = (id: string, version: number, filler: string) => ({
  id: { S: id },
  version: { N: String(version) },
  group: { S: id.slice(0, 6) },
  filler: { S: filler },
});

export async function createTable(caller: Caller): Promise<void> {
  await caller.call("CreateTable", {
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [
      { AttributeName: "id", AttributeType: "S" },
      { AttributeName: "group", AttributeType: "S" },
    ],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    GlobalSecondaryIndexes: [
      {
        IndexName: "byGroup",
        KeySchema: [{ AttributeName: "group", KeyType: "HASH" }],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
  });
}

/** What was acknowledged, what was only sent, and what the stream told so far. */
export class Model {
  readonly acknowledged = new Map(keys.map((key) => [key, 0]));
  readonly sent = new Map(keys.map((key) => [key, 0]));
  /** The version each key has by the stream. */
  readonly streamed = new Map(keys.map((key) => [key, 0]));
  private readonly checkpoints = new Map<string, string>();
  acknowledgements = 0;
  transactions = 0;
  records = 0;
  private filler = "";

  /** Bytes that make commits of several pages. */
  fill(length: number): void {
    this.filler = "x".repeat(length);
  }

  /** Writes the next version of some keys and remembers it once it is acknowledged. */
  async write(caller: Caller, ids: string[], transaction: boolean): Promise<void> {
    const items = ids.map((id) => item(id, this.acknowledged.get(id)! + 1, this.filler));
    for (const id of ids) this.sent.set(id, this.acknowledged.get(id)! + 1);
    if (transaction)
      await caller.call("TransactWriteItems", {
        TransactItems: items.map((Item) => ({
          Put: {
            TableName,
            Item,
            ConditionExpression: "attribute_not_exists(id) OR version = :before",
            ExpressionAttributeValues: { ":before": { N: String(Number(Item.version.N) - 1) } },
          },
        })),
      });
    else
      await caller.call("BatchWriteItem", {
        RequestItems: { [TableName]: items.map((Item) => ({ PutRequest: { Item } })) },
      });
    for (const id of ids) this.acknowledged.set(id, this.sent.get(id)!);
    this.acknowledgements += ids.length;
    if (transaction) this.transactions++;
  }

  /** Reads all shards from where the last reader stopped; each record must follow the one before of its item. */
  async follow(caller: Caller): Promise<void> {
    const { Streams } = await caller.call<{ Streams: { StreamArn: string }[] }>("ListStreams", { TableName });
    const { StreamArn } = Streams[0]!;
    const { StreamDescription } = await caller.call<{ StreamDescription: { Shards: { ShardId: string }[] } }>(
      "DescribeStream",
      { StreamArn },
    );
    for (const { ShardId } of StreamDescription.Shards) await this.followShard(caller, StreamArn, ShardId);
  }

  private async followShard(caller: Caller, StreamArn: string, ShardId: string): Promise<void> {
    const from = this.checkpoints.get(ShardId);
    const position = from
      ? { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: from }
      : { ShardIteratorType: "TRIM_HORIZON" };
    let { ShardIterator } = await caller.call<{ ShardIterator?: string }>("GetShardIterator", {
      StreamArn,
      ShardId,
      ...position,
    });
    while (ShardIterator) {
      const page: StreamPage = await caller.call<StreamPage>("GetRecords", { ShardIterator, Limit: 50 });
      for (const { dynamodb } of page.Records) {
        const id = dynamodb.NewImage.id.S;
        const [was, is] = [Number(dynamodb.OldImage?.version.N ?? 0), Number(dynamodb.NewImage.version.N)];
        if (was !== this.streamed.get(id) || is !== was + 1)
          throw new Error(`a gap in the stream: ${id} went ${was} to ${is} after ${this.streamed.get(id)}`);
        this.streamed.set(id, is);
        this.checkpoints.set(ShardId, dynamodb.SequenceNumber);
        this.records++;
      }
      if (!page.Records.length) return;
      ShardIterator = page.NextShardIterator;
    }
  }

  /** After a restart: says what is lost, torn or missing in the stream; goes on from what is there. */
  async verify(caller: Caller): Promise<string[]> {
    const { Items } = await caller.call<{ Items: Image[] }>("Scan", { TableName, ConsistentRead: true });
    const { Count } = await caller.call<{ Count: number }>("Scan", { TableName, IndexName: "byGroup" });
    const found = new Map(Items.map(({ id, version }) => [id.S, Number(version.N)]));
    const wrong: string[] = [];
    if (Count !== Items.length) wrong.push(`the index holds ${Count} of ${Items.length} items`);
    await this.follow(caller);
    for (const id of keys) {
      const is = found.get(id) ?? 0;
      const [least, most] = [this.acknowledged.get(id)!, this.sent.get(id)!];
      if (is < least || is > most) wrong.push(`${id} has version ${is}, acknowledged ${least}, sent ${most}`);
      if (this.streamed.get(id) !== is) wrong.push(`${id} has ${is}, by its stream ${this.streamed.get(id)}`);
      this.acknowledged.set(id, is);
      this.sent.set(id, is);
    }
    for (const ids of groups)
      if (new Set(ids.map((id) => found.get(id) ?? 0)).size > 1)
        wrong.push(`half a transaction: ${ids.map((id) => `${id} ${found.get(id)}`).join(", ")}`);
    return wrong;
  }
}

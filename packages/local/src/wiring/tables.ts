import { join } from "node:path";
import { crc32 } from "node:zlib";
import { json } from "../aws/answer.ts";
import type { Clock } from "../clock/index.ts";
import type { StreamRecord, StreamSource } from "../mapping/stream.ts";
import type { TablePlan } from "../plan/data.ts";
import type { State } from "../state/index.ts";
import type { AwsResponse } from "../storage/exchange.ts";
import { createEngine, type Engine, type LagOptions, type Metered, TableError } from "../table/index.ts";

export type Capacity = { read: number; write: number; requests: number };

/** Units by table, indexes included, since the last `reset`. */
export class Meter {
  private tables = new Map<string, Capacity>();
  /** Everything that was metered since `keep` was set, one entry a table and request, partition keys included. */
  entries: (Metered & { at: number })[] = [];
  keep = false;

  add = (metered: Metered): void => {
    const sum = this.tables.get(metered.table) ?? { read: 0, write: 0, requests: 0 };
    const { read, write, indexes } = metered.consumed;
    sum.read += read + Object.values(indexes).reduce((total, one) => total + one.read, 0);
    sum.write += write + Object.values(indexes).reduce((total, one) => total + one.write, 0);
    sum.requests += 1;
    this.tables.set(metered.table, sum);
    if (this.keep) this.entries.push({ ...metered, at: performance.now() });
  };

  of(table: string): Capacity {
    return this.tables.get(table) ?? { read: 0, write: 0, requests: 0 };
  }

  reset(): void {
    this.tables = new Map();
    this.entries = [];
  }
}

export type TablesOptions = {
  plans: TablePlan[];
  state: State;
  clock: Clock;
  account: string;
  region: string;
  lag: LagOptions;
  meter: Meter;
};

/** The engine with the template's tables in it. */
export async function openTables(options: TablesOptions): Promise<Engine> {
  const { plans, state, clock, account, region, lag, meter } = options;
  const engine = createEngine({
    ...(state.kept ? { file: join(state.dir, "tables.sqlite") } : {}),
    now: () => clock.now(),
    account,
    region,
    lag,
    // A test that turns the clock wants expired items gone by that, and not between two lines.
    sweepMs: clock.mode === "real" ? 10_000 : 0,
    onRequest: meter.add,
  });
  const { TableNames } = await engine.call<{ TableNames: string[] }>("ListTables", {});
  for (const plan of plans) {
    if (!TableNames.includes(plan.name)) {
      await engine.call("CreateTable", plan.create);
      await active(engine, plan.name);
    } else await follow(engine, plan);
    if (plan.ttlAttribute) await expiring(engine, plan);
  }
  meter.reset();
  return engine;
}

/** A table that is there already takes what the template has gained: indexes. Everything else would replace it. */
async function follow(engine: Engine, plan: TablePlan): Promise<void> {
  type Index = { IndexName: string };
  const { Table } = await engine.call<{ Table: { GlobalSecondaryIndexes?: Index[]; KeySchema: unknown } }>(
    "DescribeTable",
    { TableName: plan.name },
  );
  if (JSON.stringify(Table.KeySchema) !== JSON.stringify(plan.create.KeySchema))
    throw new Error(`${plan.path} has other keys than the stored table: start again with --fresh.`);
  const there = new Set(Table.GlobalSecondaryIndexes?.map((index) => index.IndexName));
  for (const index of (plan.create.GlobalSecondaryIndexes ?? []) as Index[]) {
    if (there.has(index.IndexName)) continue;
    await engine.call("UpdateTable", {
      TableName: plan.name,
      AttributeDefinitions: plan.create.AttributeDefinitions,
      GlobalSecondaryIndexUpdates: [{ Create: index }],
    });
    await active(engine, plan.name);
  }
}

async function active(engine: Engine, table: string): Promise<void> {
  for (;;) {
    const { Table } = await engine.call<{
      Table: { TableStatus: string; GlobalSecondaryIndexes?: { IndexStatus: string }[] };
    }>("DescribeTable", { TableName: table });
    const indexes = Table.GlobalSecondaryIndexes ?? [];
    if (Table.TableStatus === "ACTIVE" && indexes.every((index) => index.IndexStatus === "ACTIVE")) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function expiring(engine: Engine, plan: TablePlan): Promise<void> {
  const { TimeToLiveDescription } = await engine.call<{
    TimeToLiveDescription: { TimeToLiveStatus: string };
  }>("DescribeTimeToLive", { TableName: plan.name });
  if (/^ENABL/.test(TimeToLiveDescription.TimeToLiveStatus)) return;
  await engine.call("UpdateTimeToLive", {
    TableName: plan.name,
    TimeToLiveSpecification: { Enabled: true, AttributeName: plan.ttlAttribute },
  });
}

/** One request to DynamoDB or its streams, answered as over the wire. */
export async function answerTables(
  engine: Engine,
  target: string,
  input: Record<string, unknown>,
  accessKeyId: string,
): Promise<AwsResponse> {
  const reply = (status: number, text: string) => json(text, status, { "x-amz-crc32": String(crc32(text)) });
  try {
    return reply(200, await engine.text(target.split(".")[1]!, input, { accessKeyId }));
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    return reply(error.status, error.body());
  }
}

/** A table's stream for its readers, without polling: the engine says when there is something. */
export async function streamOf(engine: Engine, table: string): Promise<StreamSource> {
  const { Table } = await engine.call<{ Table: { LatestStreamArn?: string } }>("DescribeTable", {
    TableName: table,
  });
  const arn = Table.LatestStreamArn;
  if (!arn) throw new Error(`${table} has no stream`);
  const iterator = async (shard: string, after: string | undefined): Promise<string> => {
    const where =
      after === undefined
        ? { ShardIteratorType: "TRIM_HORIZON" }
        : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: after };
    const { ShardIterator } = await engine.call<{ ShardIterator: string }>("GetShardIterator", {
      StreamArn: arn,
      ShardId: shard,
      ...where,
    });
    return ShardIterator;
  };
  const read = async (shard: string, after: string | undefined, limit: number): Promise<StreamRecord[]> => {
    try {
      const answer = await engine.call<{ Records: StreamRecord[] }>("GetRecords", {
        ShardIterator: await iterator(shard, after),
        Limit: limit,
      });
      return answer.Records;
    } catch (error) {
      // Records live for 24 hours: a laptop that was shut for a day goes on with the oldest there is, as Lambda does.
      if (after !== undefined && error instanceof TableError && error.body().includes("TrimmedDataAccess"))
        return read(shard, undefined, limit);
      throw error;
    }
  };
  return {
    arn,
    read,
    async shards() {
      const { StreamDescription } = await engine.call<{
        StreamDescription: { Shards: { ShardId: string }[] };
      }>("DescribeStream", { StreamArn: arn });
      return StreamDescription.Shards.map((shard) => shard.ShardId);
    },
    async latest(shard) {
      let last: string | undefined;
      for (let found = await read(shard, last, 1000); found.length > 0; found = await read(shard, last, 1000))
        last = found.at(-1)!.dynamodb.SequenceNumber;
      return last;
    },
    listen: (woken) => engine.onStream((event) => event.stream === arn && woken()),
  };
}

import type { StreamRecord } from "../../packages/core/src/fact/index.ts";
import { type Core, recordsTable, startCore } from "../core.ts";

/** What a killed process leaves: the call was never sent, or it was and nobody heard the answer. */
export class Killed extends Error {}

/** Writes that a request makes: one for each item of a transaction. */
export type Call = { command: string; table: string; writes: number; items: { pk: string; sk: string }[] };

export type Stand = Core & {
  /** Records of the stream since the last call, in order. */
  records(): Promise<StreamRecord[]>;
  /** Requests that core sent since `calls.length = 0`. */
  calls: Call[];
  /** Kills at the n-th call from now (0 is the next), before it is sent or after. */
  killAt(call: number | undefined, when?: "before" | "after"): void;
};

type Input = {
  TableName?: string;
  Key?: { pk: string; sk: string };
  Item?: { pk: string; sk: string };
  TransactItems?: Record<string, Input>[];
};

export async function startStand(): Promise<Stand> {
  const core = await startCore();
  const { documents } = await import("../../packages/core/src/aws/table.ts");
  const calls: Call[] = [];
  let fuse: { left: number; when: "before" | "after" } | undefined;
  documents.middlewareStack.add(
    (next, context) => async (argument) => {
      const command = String(context.commandName).replace("Command", "");
      calls.push(callOf(command, argument.input as Input));
      const now = fuse !== undefined && fuse.left-- === 0 ? fuse.when : undefined;
      if (now === "before") throw new Killed();
      const answer = await next(argument);
      if (now === "after") throw new Killed();
      return answer;
    },
    { step: "initialize", name: "stand", override: true },
  );
  return {
    ...core,
    calls,
    records: reader(core),
    killAt: (left, when = "before") => {
      fuse = left === undefined ? undefined : { left, when };
    },
  };
}

/** Keys as text, whether the document client has put types into them yet or not. */
function plain(key: { pk: unknown; sk: unknown }): { pk: string; sk: string } {
  const text = (value: unknown) => (typeof value === "string" ? value : String((value as { S: string }).S));
  return { pk: text(key.pk), sk: text(key.sk) };
}

function callOf(command: string, input: Input): Call {
  if (input.TransactItems) {
    const inner = input.TransactItems.map((item) => Object.values(item)[0] as Input);
    const items = inner.map((one) => plain((one.Key ?? one.Item) as { pk: string; sk: string }));
    return { command, table: String(inner[0]?.TableName), writes: inner.length, items };
  }
  const item = input.Key ?? input.Item;
  const writes = /^(Put|Update|Delete)/.test(command) ? 1 : 0;
  return { command, table: String(input.TableName), writes, items: item ? [plain(item)] : [] };
}

type Page = { Records: StreamRecord[]; NextShardIterator: string };

function reader(core: Core): () => Promise<StreamRecord[]> {
  const iterators = new Map<string, string>();
  return async () => {
    const { Streams } = await core.engine.call<{ Streams: { StreamArn: string }[] }>("ListStreams", {});
    const StreamArn = Streams[0]?.StreamArn;
    const { StreamDescription } = await core.engine.call<{
      StreamDescription: { Shards: { ShardId: string }[] };
    }>("DescribeStream", { StreamArn });
    const records: StreamRecord[] = [];
    for (const { ShardId } of StreamDescription.Shards) {
      const input = { StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" };
      let at = iterators.get(ShardId);
      at ??= (await core.engine.call<{ ShardIterator: string }>("GetShardIterator", input)).ShardIterator;
      let page: Page;
      do {
        page = await core.engine.call<Page>("GetRecords", { ShardIterator: at });
        at = page.NextShardIterator;
        records.push(...page.Records);
      } while (page.Records.length > 0);
      iterators.set(ShardId, at);
    }
    return records.sort((a, b) => (sequence(a) < sequence(b) ? -1 : 1));
  };
}

const sequence = (record: StreamRecord) => record.dynamodb?.SequenceNumber ?? "";

/** An empty table for derived data, so that the same stream can be projected again. */
let tables = 0;
export async function freshReports(core: Core): Promise<void> {
  const name = `reports-${tables++}`;
  const { GlobalSecondaryIndexes: _, StreamSpecification: __, ...plain } = recordsTable(name);
  await core.engine.call("CreateTable", {
    ...plain,
    AttributeDefinitions: plain.AttributeDefinitions.slice(0, 2),
  });
  process.env.REPORTS_TABLE = name;
}

/** Batches of at most `size` as the stream would hand them over. */
export function batches<T>(records: readonly T[], size = 100): T[][] {
  const all: T[][] = [];
  for (let start = 0; start < records.length; start += size) all.push(records.slice(start, start + size));
  return all;
}

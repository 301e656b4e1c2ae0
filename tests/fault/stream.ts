import type { Engine } from "../../packages/local/src/table/index.ts";

type Change = { before: unknown; after: unknown };
type Page = {
  Records: { dynamodb: { OldImage?: unknown; NewImage?: unknown } }[];
  NextShardIterator: string;
};

/** Answers a function that reads what changed in the first table with a stream since it was asked last. */
export function changesOf(engine: Engine): () => Promise<Change[]> {
  const iterators = new Map<string, string>();
  return async () => {
    const { Streams } = await engine.call<{ Streams: { StreamArn: string }[] }>("ListStreams", {});
    const StreamArn = Streams[0]?.StreamArn;
    const { StreamDescription } = await engine.call<{
      StreamDescription: { Shards: { ShardId: string }[] };
    }>("DescribeStream", { StreamArn });
    const all: Change[] = [];
    for (const { ShardId } of StreamDescription.Shards) {
      const start = { StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" };
      let at = iterators.get(ShardId);
      at ??= (await engine.call<{ ShardIterator: string }>("GetShardIterator", start)).ShardIterator;
      let page: Page;
      do {
        page = await engine.call<Page>("GetRecords", { ShardIterator: at });
        at = page.NextShardIterator;
        for (const { dynamodb } of page.Records)
          all.push({ before: dynamodb.OldImage, after: dynamodb.NewImage });
      } while (page.Records.length > 0);
      iterators.set(ShardId, at);
    }
    return all;
  };
}

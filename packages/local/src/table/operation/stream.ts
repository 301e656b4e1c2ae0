import { type Answer, type Scope, Text } from "../context.ts";
import { expiredIterator, resourceNotFound, trimmed, validation } from "../error.ts";
import type { Stream } from "../schema.ts";
import { sequenceOf, sequenceText, shardName, shardOfName } from "../stream.ts";

const iteratorLife = 15 * 60 * 1000;

function need(scope: Scope, arn: string): Stream {
  for (const stream of scope.engine.catalog.streams.values()) if (stream.arn === arn) return stream;
  throw resourceNotFound(`Requested resource not found: Stream: ${arn} not found`);
}

export function listStreams(
  scope: Scope,
  input: { TableName?: string; Limit?: number; ExclusiveStartStreamArn?: string },
): Answer {
  const limit = input.Limit ?? 100;
  const wanted = input.TableName?.split("/").at(-1);
  const all = [...scope.engine.catalog.streams.values()]
    .filter((stream) => wanted === undefined || stream.table === wanted)
    .sort((a, b) => (a.arn < b.arn ? -1 : 1))
    .filter((stream) => !input.ExclusiveStartStreamArn || stream.arn > input.ExclusiveStartStreamArn);
  const page = all.slice(0, limit);
  const answer: Record<string, unknown> = {
    Streams: page.map(({ arn, label, table }) => ({ StreamArn: arn, StreamLabel: label, TableName: table })),
  };
  if (all.length > limit) answer.LastEvaluatedStreamArn = page.at(-1)!.arn;
  return answer;
}

export function describeStream(
  scope: Scope,
  input: { StreamArn: string; Limit?: number; ExclusiveStartShardId?: string },
): Answer {
  const stream = need(scope, input.StreamArn);
  const limit = input.Limit ?? 100;
  const all = Array.from({ length: stream.shards }, (_, shard) => shardName(stream, shard)).filter(
    (id) => !input.ExclusiveStartShardId || id > input.ExclusiveStartShardId,
  );
  const shown = all.slice(0, limit);
  const description: Record<string, unknown> = {
    CreationRequestDateTime: stream.created / 1000,
    KeySchema: stream.keySchema,
    Shards: shown.map((ShardId) => ({
      ShardId,
      SequenceNumberRange: {
        StartingSequenceNumber: sequenceText(stream.first),
        ...(stream.last === undefined ? {} : { EndingSequenceNumber: sequenceText(stream.last) }),
      },
    })),
    StreamArn: stream.arn,
    StreamLabel: stream.label,
    StreamStatus: stream.enabled ? "ENABLED" : "DISABLED",
    StreamViewType: stream.view,
    TableName: stream.table,
  };
  if (all.length > limit) description.LastEvaluatedShardId = shown.at(-1)!;
  return { StreamDescription: description };
}

interface Position {
  stream: number;
  shard: number;
  from: number;
  at: number;
}

const iteratorText = (stream: Stream, position: Position) =>
  `${stream.arn}|1|${Buffer.from(JSON.stringify(position)).toString("base64")}`;

export function getShardIterator(
  scope: Scope,
  input: { StreamArn: string; ShardId: string; ShardIteratorType: string; SequenceNumber?: string },
): Answer {
  const { log, now } = scope.engine;
  const stream = need(scope, input.StreamArn);
  const shard = shardOfName(stream, input.ShardId);
  if (shard === undefined) throw resourceNotFound(`Requested resource not found: Shard does not exist`);
  const kind = input.ShardIteratorType;
  const exact = kind === "AT_SEQUENCE_NUMBER" || kind === "AFTER_SEQUENCE_NUMBER";
  if (exact && !input.SequenceNumber)
    throw validation(`SequenceNumber must be provided when ShardIteratorType is ${kind}`);
  let from = stream.first;
  if (kind === "LATEST") from = log.position;
  if (exact) {
    const asked = sequenceOf(input.SequenceNumber!);
    if (!Number.isFinite(asked)) throw validation("Invalid SequenceNumber");
    const oldest = log.oldest(stream, shard);
    if (
      oldest !== undefined &&
      asked < oldest &&
      asked >= stream.first &&
      log.read(stream, shard, asked, 1)[0]?.seq !== asked &&
      log.forgotten(stream, shard, asked)
    )
      throw trimmed("The operation attempted to read past the oldest stream record in a shard.");
    from = kind === "AT_SEQUENCE_NUMBER" ? asked : asked + 1;
  }
  return { ShardIterator: iteratorText(stream, { stream: stream.id, shard, from, at: now() }) };
}

export function getRecords(scope: Scope, input: { ShardIterator: string; Limit?: number }): Answer {
  const { catalog, log, now } = scope.engine;
  const position = readIterator(input.ShardIterator);
  const stream = catalog.streams.get(position.stream);
  if (!stream) throw resourceNotFound("Requested resource not found: Shard does not exist");
  if (now() - position.at > iteratorLife)
    throw expiredIterator(
      `Iterator expired. The iterator was created at time ${new Date(position.at).toISOString()}`,
    );
  const found = log.read(stream, position.shard, position.from, Math.min(input.Limit ?? 1000, 1000));
  const from = found.length ? found.at(-1)!.seq + 1 : position.from;
  const closed = stream.last !== undefined && from > stream.last;
  const parts = [`"Records":[${found.map((each) => each.text).join(",")}]`];
  if (!closed)
    parts.push(
      `"NextShardIterator":${JSON.stringify(iteratorText(stream, { ...position, from, at: now() }))}`,
    );
  return new Text(`{${parts.join(",")}}`);
}

function readIterator(text: string): Position {
  try {
    const position = JSON.parse(Buffer.from(text.split("|")[2] ?? "", "base64").toString()) as Position;
    if (
      Number.isInteger(position.shard) &&
      Number.isInteger(position.stream) &&
      Number.isFinite(position.from)
    )
      return position;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw validation("Invalid ShardIterator");
}

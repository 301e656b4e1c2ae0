import type { LambdaFunction } from "../lambda/index.ts";
import type { Outcome } from "../lambda/outcome.ts";
import type { MappingPlan } from "../plan/compute.ts";
import { failedItems } from "./failures.ts";
import { pause } from "./pause.ts";
import type { StreamRecord, Surroundings } from "./stream.ts";

export type FailedBatch = {
  plan: MappingPlan;
  stream: string;
  shard: string;
  records: StreamRecord[];
  condition: "RetryAttemptsExhausted" | "RecordAgeExceeded";
  attempts: number;
  requestId: string;
};

type Part = { records: StreamRecord[]; failures: number };

export type BatchOptions = {
  plan: MappingPlan;
  fn: LambdaFunction;
  around: Surroundings;
  records: StreamRecord[];
  stream: string;
  shard: string;
  /** True once the stage stops: what is left then is left to its next start. */
  stopped(): boolean;
};

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 30_000;

/**
 * One batch of a shard until every record is done or given up: retried, halved, cut at the first failure.
 * Rules: docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export class Batch {
  private readonly given: BatchOptions;
  private readonly parts: Part[];

  constructor(given: BatchOptions) {
    this.given = given;
    this.parts = [{ records: given.records, failures: 0 }];
  }

  async run(): Promise<void> {
    for (let part = this.parts.shift(); part && !this.given.stopped(); part = this.parts.shift())
      await this.attempt(part);
  }

  private async attempt(given: Part): Promise<void> {
    const { plan, fn, around } = this.given;
    const part = await this.young(given);
    if (part.records.length === 0) return;
    if (part.failures > 0)
      await pause(around.clock, Math.min(FIRST_PAUSE * 2 ** (part.failures - 1), LONGEST_PAUSE));
    const outcome = await fn.invoke(
      { Records: part.records.map(withArn(this.given.stream)) },
      { wait: true },
    );
    if (this.given.stopped()) return;
    const left = this.left(part.records, outcome);
    if (left.length === 0) return;
    const whole = left.length === part.records.length;
    // Halving costs no retry. A handler that stops at its first record gets halves, too: it made no progress.
    if (plan.bisect && whole && left.length > 1) {
      const middle = Math.ceil(left.length / 2);
      this.parts.unshift(
        { records: left.slice(0, middle), failures: part.failures },
        { records: left.slice(middle), failures: part.failures },
      );
      return;
    }
    const failures = whole ? part.failures + 1 : 1;
    if (plan.retries < 0 || failures <= plan.retries) this.parts.unshift({ records: left, failures });
    else await this.giveUp(left, "RetryAttemptsExhausted", failures, outcome.requestId);
  }

  /** What is still to do: from the first record that failed on, or everything. */
  private left(records: StreamRecord[], outcome: Outcome): StreamRecord[] {
    if (!outcome.ok) return records;
    if (!this.given.plan.partial) return [];
    const failed = failedItems(outcome.payload);
    if (failed === "all") return records;
    if (failed.length === 0) return [];
    const first = records.findIndex((record) => failed.includes(record.dynamodb.SequenceNumber));
    return first < 0 ? records : records.slice(first);
  }

  private async young(part: Part): Promise<Part> {
    const { plan, around } = this.given;
    if (plan.maximumAge < 0) return part;
    const oldest = around.clock.now() / 1000 - plan.maximumAge;
    const old = part.records.filter(
      (record) => (record.dynamodb.ApproximateCreationDateTime ?? oldest) < oldest,
    );
    if (old.length === 0) return part;
    await this.giveUp(old, "RecordAgeExceeded", part.failures, "");
    return { ...part, records: part.records.filter((record) => !old.includes(record)) };
  }

  private giveUp(
    records: StreamRecord[],
    condition: FailedBatch["condition"],
    attempts: number,
    requestId: string,
  ): Promise<void> {
    const { plan, stream, shard, around } = this.given;
    return around.failed({ plan, stream, shard, records, condition, attempts, requestId });
  }
}

const withArn =
  (stream: string) =>
  (record: StreamRecord): object => ({ ...record, eventSourceARN: stream });

/** What Lambda writes to a failure destination on S3: the invocation's record with the batch inside. */
export function failureRecord(
  failed: FailedBatch,
  functionArn: string,
  now: number,
): { key: string; body: string } {
  const { records, shard, stream } = failed;
  const time = new Date(now).toISOString();
  const when = (record: StreamRecord | undefined) =>
    new Date((record?.dynamodb.ApproximateCreationDateTime ?? 0) * 1000).toISOString();
  const [day, clock] = [time.slice(0, 10), time.slice(11, 19).replaceAll(":", ".")];
  const body = {
    requestContext: {
      requestId: failed.requestId,
      functionArn,
      condition: failed.condition,
      approximateInvokeCount: failed.attempts,
    },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    version: "1.0",
    timestamp: time,
    DDBStreamBatchInfo: {
      shardId: shard,
      startSequenceNumber: records[0]?.dynamodb.SequenceNumber,
      endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: when(records[0]),
      approximateArrivalOfLastRecord: when(records.at(-1)),
      batchSize: records.length,
      streamArn: stream,
    },
    payload: JSON.stringify({ Records: records.map(withArn(stream)) }),
  };
  const random = crypto.randomUUID();
  return {
    key: `aws/lambda/${failed.plan.id}/${shard}/${day.replaceAll("-", "/")}/${day}T${clock}-${random}`,
    body: JSON.stringify(body),
  };
}

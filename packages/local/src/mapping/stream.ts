import { createHash } from "node:crypto";
import type { Activity } from "../clock/activity.ts";
import type { Clock } from "../clock/index.ts";
import { compile, type Matcher } from "../event/pattern.ts";
import type { Faulting } from "../fault/index.ts";
import type { LambdaFunction } from "../lambda/index.ts";
import type { MappingPlan } from "../plan/compute.ts";
import { Batch, type FailedBatch } from "./batch.ts";
import { pause } from "./pause.ts";

export type StreamRecord = {
  eventID?: string;
  dynamodb: { SequenceNumber: string; ApproximateCreationDateTime?: number; Keys: unknown } & Record<
    string,
    unknown
  >;
} & Record<string, unknown>;

/** A table's change stream as the engine offers it. */
export type StreamSource = {
  arn: string;
  shards(): Promise<string[]>;
  /** Records after a sequence number; from the oldest on when it is undefined. */
  read(shard: string, after: string | undefined, limit: number): Promise<StreamRecord[]>;
  /** Sequence number of the newest record, for mappings that start at LATEST. */
  latest(shard: string): Promise<string | undefined>;
  listen(woken: () => void): () => void;
};

/** Where each reader is, kept over restarts. */
export type Positions = { get(key: string): string | undefined; set(key: string, position: string): void };

export type Surroundings = {
  clock: Clock;
  activity: Activity;
  positions: Positions;
  report(error: unknown): void;
  allowed(): Promise<void>;
  failed(batch: FailedBatch): Promise<void>;
  /** Faults that are asked for; they never put an item's own changes out of order. */
  faulting(): Faulting | undefined;
};

const READ = 1000;
// Lambda polls a shard four times a second. The first record goes at once; a stream of them makes fuller batches.
const BETWEEN = 100;
const REFUSED = 1000;

/** A stream read for a function: `parallel` lanes a shard, each in order, an item always in the same lane. */
export class StreamMapping {
  private readonly lanes: Promise<Lane[]>;
  private readonly source: StreamSource;
  private quiet: () => void = () => {};

  constructor(plan: MappingPlan, source: StreamSource, fn: LambdaFunction, around: Surroundings) {
    this.source = source;
    const filters = plan.filters.map((filter) => compile(filter, plan.path));
    this.lanes = source
      .shards()
      .then((shards) =>
        shards.flatMap((shard) =>
          Array.from(
            { length: plan.parallel },
            (_, index) => new Lane({ plan, source, fn, around, filters, shard, index }),
          ),
        ),
      );
  }

  async start(): Promise<void> {
    const lanes = await this.lanes;
    await Promise.all(lanes.map((lane) => lane.begin()));
    this.quiet = this.source.listen(() => {
      for (const lane of lanes) lane.pump();
    });
    for (const lane of lanes) lane.pump();
  }

  async stop(): Promise<void> {
    this.quiet();
    for (const lane of await this.lanes) lane.stop();
  }

  /** Forgets where it was and reads from the oldest record on. */
  async replay(): Promise<void> {
    for (const lane of await this.lanes) lane.rewind();
  }
}

type LaneOptions = {
  plan: MappingPlan;
  source: StreamSource;
  fn: LambdaFunction;
  around: Surroundings;
  filters: Matcher[];
  shard: string;
  index: number;
};

class Lane {
  private readonly given: LaneOptions;
  private readonly key: string;
  private position: string | undefined;
  private running = false;
  private again = false;
  private stopped = false;

  constructor(given: LaneOptions) {
    this.given = given;
    this.key = `${given.plan.id}/${given.shard}/${given.index}`;
  }

  async begin(): Promise<void> {
    const { around, plan, source, shard } = this.given;
    this.position = around.positions.get(this.key);
    if (this.position === undefined && plan.start === "LATEST") this.position = await source.latest(shard);
  }

  pump(): void {
    this.again = true;
    if (this.running || this.stopped) return;
    this.running = true;
    const { around, source } = this.given;
    around.activity
      .during(`stream ${source.arn}`, () => this.run())
      .catch((error: unknown) => {
        around.report(error);
        // A read that is refused is tried again; the next write would do, too, but may never come.
        around.clock.after(REFUSED, () => this.pump());
      })
      .finally(() => {
        this.running = false;
        if (this.again) this.pump();
      });
  }

  rewind(): void {
    this.position = undefined;
    this.pump();
  }

  stop(): void {
    this.stopped = true;
  }

  private async run(): Promise<void> {
    const { plan, around } = this.given;
    while (this.again && !this.stopped) {
      this.again = false;
      if (plan.window > 0) await pause(around.clock, plan.window * 1000);
      const read = await this.read();
      if (read) await this.batches(read);
      if (read && this.again && read.length < READ) await pause(around.clock, BETWEEN);
      // A page ends at a megabyte, too: only an empty one says that there is no more.
      if (read) this.again = true;
    }
  }

  private async read(): Promise<StreamRecord[] | undefined> {
    await this.given.around.allowed();
    const records = await this.given.source.read(this.given.shard, this.position, READ);
    return records.length > 0 ? records : undefined;
  }

  /** The position moves with each batch, past what other lanes and the filter keep out. */
  private async batches(read: StreamRecord[]): Promise<void> {
    const { plan, fn, around, source, shard } = this.given;
    const mine = read.filter((record) => this.mine(record));
    const odd = around.faulting()?.lane(this.key);
    for (let from = 0; from < mine.length && !this.stopped; ) {
      const records = mine.slice(from, from + (odd?.size(plan.batchSize) ?? plan.batchSize));
      const stopped = () => this.stopped;
      if (odd) await new Promise((resolve) => setTimeout(resolve, odd.pause()));
      await new Batch({ plan, fn, around, records, shard, stream: source.arn, stopped }).run();
      if (!this.stopped) this.save(records.at(-1)!.dynamodb.SequenceNumber);
      // Done and told, but nobody noted it: the tail comes again, with what follows it.
      from += records.length - (odd?.again(records.length) ?? 0);
    }
    if (!this.stopped) this.save(read.at(-1)!.dynamodb.SequenceNumber);
  }

  private save(position: string): void {
    this.position = position;
    this.given.around.positions.set(this.key, position);
  }

  private mine(record: StreamRecord): boolean {
    const { plan, filters, index } = this.given;
    if (plan.parallel > 1 && laneOf(record, plan.parallel) !== index) return false;
    return filters.length === 0 || filters.some((matches) => matches(record));
  }
}

function laneOf(record: StreamRecord, lanes: number): number {
  const hash = createHash("md5").update(JSON.stringify(record.dynamodb.Keys)).digest();
  return hash.readUInt32BE(0) % lanes;
}

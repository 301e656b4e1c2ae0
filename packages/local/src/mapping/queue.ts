import type { Activity } from "../clock/activity.ts";
import type { Clock } from "../clock/index.ts";
import { compile, type Matcher } from "../event/pattern.ts";
import type { Faulting } from "../fault/index.ts";
import type { LambdaFunction } from "../lambda/index.ts";
import type { MappingPlan } from "../plan/compute.ts";
import { systemAttributes } from "../queue/door.ts";
import type { Queue } from "../queue/index.ts";
import { type Message, md5 } from "../queue/message.ts";
import { failedItems } from "./failures.ts";
import { pause } from "./pause.ts";

// AWS starts with five pollers; the laptop's instances are fewer.
const CONCURRENCY = 4;
const REFUSED = 1000;
const PAYLOAD = 5 * 1024 * 1024;

type Surroundings = {
  clock: Clock;
  activity: Activity;
  region: string;
  report(error: unknown): void;
  /** Asked before every batch; throws when the mapping may not read. */
  allowed(): Promise<void>;
  /** Faults that are asked for. */
  faulting(): Faulting | undefined;
};

/** A queue read for a function: batches while there is something, woken by the queue itself. */
export class QueueMapping {
  private readonly plan: MappingPlan;
  private readonly queue: Queue;
  private readonly fn: LambdaFunction;
  private readonly around: Surroundings;
  private readonly filters: Matcher[];
  private readonly limit: number;
  private readonly quiet: () => void;
  private running = 0;
  private stopped = false;

  constructor(plan: MappingPlan, queue: Queue, fn: LambdaFunction, around: Surroundings) {
    this.plan = plan;
    this.queue = queue;
    this.fn = fn;
    this.around = around;
    this.filters = plan.filters.map((filter) => compile(filter, plan.path));
    this.limit = Math.min(
      plan.maximumConcurrency ?? CONCURRENCY,
      fn.plan.reserved ?? CONCURRENCY,
      CONCURRENCY,
    );
    this.quiet = queue.onVisible(() => this.pump());
  }

  /** One more poller, where there is something for it; a poller that finds more than it takes calls the next. */
  pump(): void {
    if (this.stopped || this.running >= this.limit || !this.queue.ready) return;
    this.running++;
    this.around.activity
      .during(`batches of ${this.queue.plan.name}`, () => this.poll())
      .then(
        () => this.ended(),
        (error: unknown) => {
          this.around.report(error);
          this.around.clock.after(REFUSED, () => this.ended());
        },
      );
  }

  private ended(): void {
    this.running--;
    this.pump();
  }

  stop(): void {
    this.stopped = true;
    this.quiet();
  }

  private async poll(): Promise<void> {
    if (this.plan.window > 0) await pause(this.around.clock, this.plan.window * 1000);
    while (!this.stopped && this.queue.ready) {
      await this.around.allowed();
      const messages = this.queue.receive(this.plan.batchSize, undefined, PAYLOAD);
      // With a window, a second poller would only share the batch that the first is gathering.
      if (this.plan.window === 0) this.pump();
      if (messages.length > 0) await this.process(messages);
    }
  }

  private async process(messages: Message[]): Promise<void> {
    const wanted = messages.filter((message) => this.passes(message));
    // Lambda deletes what its filter refuses.
    for (const message of messages) if (!wanted.includes(message)) this.queue.remove(message.receipt);
    if (wanted.length === 0) return;
    const outcome = await this.fn.invoke({ Records: wanted.map((one) => this.record(one)) }, { wait: true });
    // A failed message stays hidden until its visibility time-out ends, then comes again.
    if (!outcome.ok) return;
    const failed = this.plan.partial ? failedItems(outcome.payload) : [];
    if (failed === "all") return;
    for (const message of wanted) if (!failed.includes(message.id)) this.done(message);
  }

  /** SQS may hand over once more what was deleted. */
  private done(message: Message): void {
    if (this.around.faulting()?.repeats(this.queue.plan.name))
      this.queue.changeVisibility(message.receipt, 0);
    else this.queue.remove(message.receipt);
  }

  private passes(message: Message): boolean {
    if (this.filters.length === 0) return true;
    const record = { body: parsed(message.body), attributes: systemAttributes(message) };
    return this.filters.some((matches) => matches(record));
  }

  private record(message: Message): object {
    const attributes = Object.entries(message.attributes).map(([name, one]) => [
      name,
      {
        stringValue: one.StringValue,
        binaryValue: one.BinaryValue,
        dataType: one.DataType,
        stringListValues: [],
        binaryListValues: [],
      },
    ]);
    return {
      messageId: message.id,
      receiptHandle: message.receipt,
      body: message.body,
      attributes: systemAttributes(message),
      messageAttributes: Object.fromEntries(attributes),
      md5OfBody: md5(message.body),
      eventSource: "aws:sqs",
      eventSourceARN: this.queue.plan.arn,
      awsRegion: this.around.region,
    };
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    // A body that is no JSON is matched as text.
    return body;
  }
}

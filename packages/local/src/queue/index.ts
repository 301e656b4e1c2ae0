import { randomUUID } from "node:crypto";
import type { Clock } from "../clock/index.ts";
import type { QueuePlan } from "../plan/data.ts";
import { invalid, noQueue, QueueError } from "./error.ts";
import { type Attributes, checkBody, type Message, sizeOf } from "./message.ts";
import type { MessageStore } from "./store.ts";

export type Sent = { id: string };

const LONGEST_DELAY = 900;
/** Messages that a receive looks at. */
const AHEAD = 40;
// Retention is counted in days; looking once a minute keeps a receive from walking the whole queue.
const EXPIRY_PAUSE = 60_000;

/** A standard queue: visibility time-outs, delays and redrive go by the stage's clock, readers are woken at once. */
export class Queue {
  readonly plan: QueuePlan;
  private readonly store: MessageStore;
  private readonly clock: Clock;
  private readonly find: (arn: string) => Queue | undefined;
  /** Which of the messages that are visible come first; a standard queue promises no order. */
  order: <T>(list: T[]) => T[] = (list) => list;
  private readonly listeners = new Set<() => void>();
  private forget: (() => void) | undefined;
  private expiredAt = 0;

  constructor(plan: QueuePlan, store: MessageStore, clock: Clock, find: (arn: string) => Queue | undefined) {
    this.plan = plan;
    this.store = store;
    this.clock = clock;
    this.find = find;
    this.watch();
  }

  /** Called whenever a message may have become visible. */
  onVisible(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  send(body: unknown, attributes: Attributes = {}, delay = this.plan.delay, sender = "local"): Sent {
    const checked = checkBody(body);
    if (sizeOf(checked, attributes) > this.plan.maximumSize)
      throw invalid(
        `One or more parameters are invalid. Reason: Message must be shorter than ${this.plan.maximumSize} bytes.`,
      );
    if (!(delay >= 0 && delay <= LONGEST_DELAY))
      throw invalid(
        `Value ${delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
      );
    const id = randomUUID();
    const visibleAt = delay > 0 ? this.clock.due() + delay * 1000 : 0;
    this.store.add(
      this.plan.name,
      { id, body: checked, attributes, sender, sentAt: this.clock.now() },
      visibleAt,
    );
    if (visibleAt === 0) this.wake();
    else this.watch();
    return { id };
  }

  /**
   * Up to `limit` messages of together about `bytes`, hidden for `visibility` seconds; what was received too often
   * goes to the dead letters.
   */
  receive(limit: number, visibility = this.plan.visibility, bytes = Number.POSITIVE_INFINITY): Message[] {
    const due = this.clock.due();
    const redrive = this.plan.redrive;
    const dead = redrive && this.find(redrive.target);
    const taken: Message[] = [];
    let size = 0;
    this.expire();
    while (taken.length < limit && size < bytes) {
      const rows = this.order(this.store.visible(this.plan.name, due, Math.max(AHEAD, limit)));
      if (rows.length === 0) break;
      for (const row of rows) {
        if (redrive && dead && row.receives >= redrive.limit) {
          this.store.move(row.seq, dead.plan.name);
          dead.wake();
          continue;
        }
        if (size >= bytes || taken.length >= limit) break;
        size += Buffer.byteLength(row.body);
        const receipt = randomUUID();
        const now = this.clock.now();
        // Visibility 0 shows the message again at once; it still counts as a receive.
        this.store.take(row.seq, receipt, now, visibility === 0 ? 0 : due + visibility * 1000);
        taken.push({
          ...row,
          receipt,
          receives: row.receives + 1,
          firstReceivedAt: row.firstReceivedAt ?? now,
        });
      }
      if (visibility === 0) break;
    }
    this.watch();
    return taken;
  }

  remove(receipt: string): void {
    this.store.remove(this.plan.name, receipt);
  }

  changeVisibility(receipt: string, seconds: number): void {
    if (!(seconds >= 0 && seconds <= 43_200))
      throw invalid(
        `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200.`,
      );
    const due = this.clock.due();
    if (!this.store.show(this.plan.name, receipt, seconds === 0 ? 0 : due + seconds * 1000, due)) {
      if (!this.store.knows(this.plan.name, receipt))
        throw new QueueError("ReceiptHandleIsInvalid", "The input receipt handle is invalid.");
      throw new QueueError(
        "MessageNotInflight",
        "The message referred to isn't in flight.",
        "AWS.SimpleQueueService.MessageNotInflight",
      );
    }
    if (seconds === 0) this.wake();
    else this.watch();
  }

  /** Whether a reader would find something now. */
  get ready(): boolean {
    return this.store.ready(this.plan.name, this.clock.due());
  }

  counts(): { visible: number; hidden: number; delayed: number } {
    return this.store.counts(this.plan.name, this.clock.due());
  }

  /** Everything in the queue, seen or not: for tests and for the eye. */
  messages(): Message[] {
    return this.store.all(this.plan.name);
  }

  purge(): void {
    this.store.purge(this.plan.name);
  }

  wake(): void {
    for (const listener of this.listeners) listener();
  }

  private expire(): void {
    const now = this.clock.now();
    if (now - this.expiredAt < EXPIRY_PAUSE) return;
    this.expiredAt = now;
    this.store.expire(this.plan.name, now - this.plan.retention * 1000);
  }

  private watch(): void {
    this.forget?.();
    const next = this.store.nextVisible(this.plan.name, this.clock.due());
    this.forget = next === undefined ? undefined : this.clock.at(next, () => this.shown());
  }

  private shown(): void {
    this.forget = undefined;
    this.watch();
    this.wake();
  }
}

export class Queues {
  private readonly byArn = new Map<string, Queue>();

  constructor(plans: QueuePlan[], store: MessageStore, clock: Clock) {
    for (const plan of plans)
      this.byArn.set(plan.arn, new Queue(plan, store, clock, (arn) => this.byArn.get(arn)));
  }

  all(): Queue[] {
    return [...this.byArn.values()];
  }

  arn(arn: string): Queue {
    const queue = this.byArn.get(arn);
    if (!queue) throw noQueue();
    return queue;
  }

  /** By URL or plain name. */
  named(reference: string): Queue {
    const name = reference.split("/").at(-1);
    const queue = this.all().find((one) => one.plan.name === name);
    if (!queue) throw noQueue();
    return queue;
  }
}

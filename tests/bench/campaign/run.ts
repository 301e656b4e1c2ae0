/**
 * `node --expose-gc tests/bench/campaign/run.ts RATE RECIPIENTS`: one campaign at SES's rate, minute by minute of a
 * simulated clock, paused once on its way. A process of its own, since core's clients keep the first address they have.
 */
import { newId } from "@rapport/core/kernel/id";
import { as, startCore } from "../../core.ts";
import { startQueues } from "../../sending/queues.ts";
import { write } from "./audience.ts";
import { SimulatedClock } from "./clock.ts";
import { startSes } from "./ses.ts";

const MINUTE = 60_000;
const START = Date.parse("2026-03-02T08:00:00Z");

export type Measured = {
  recipients: number;
  minutes: number;
  state: string;
  /** Mails of full minutes against what nine tenths of the rate allow. */
  share: number;
  throttled: number;
  callsEach: number;
  unitsEach: number;
  /** Milliseconds from the pause to the last mail. */
  stoppedAfter: number;
  missed: number;
  repeated: number;
  /** Most of the heap, in MB, in the first and in the second half. */
  heap: [number, number];
};

const [rate, recipients] = process.argv.slice(2).map(Number) as [number, number];
const clock = new SimulatedClock(START);
const core = await startCore();
const queues = await startQueues();
const ses = await startSes(rate, recipients, () => clock.now);
const { startSenders } = await import("./sender.ts");
const Campaign = await import("@rapport/core/campaign");
const Segment = await import("@rapport/core/segment");
const Template = await import("@rapport/core/template");
const Job = await import("@rapport/core/aws/job");
const senders = startSenders(clock);
const workspaceId = newId("workspace");
const marketer = <T>(work: () => Promise<T>) => as("marketer", work, { workspaceId });

/** A campaign whose ledger is written; nothing is sent. */
async function started(): Promise<string> {
  const segment = await marketer(() => Segment.create({ kind: "static", name: "All" }));
  await write(core, workspaceId, segment.id, recipients);
  const html = '<p>Dear {{ contact.firstName }}</p><a href="https://shop.example/sale">Sale</a>';
  const template = await marketer(() => Template.create({ name: "T", subject: "Hi", html }));
  const draft = { name: "Scale", segmentId: segment.id, templateId: template.id };
  const { id } = await marketer(() => Campaign.create(draft));
  await marketer(() => Campaign.send({ id, holdSeconds: 0 }));
  for (const { body } of queues.take("audience"))
    await Job.run(body as never, { ...Campaign.jobs }, { timeLeft: () => true, leaseMs: 600_000 });
  core.forget();
  return id;
}

const id = await started();
const perMinute = Math.floor(rate * 0.9 * 60);
const pausedMinute = Math.max(1, Math.floor(recipients / perMinute / 2));
const full: number[] = [];
const heap: [number, number] = [0, 0];
let units = 0;
let stoppedAfter = Number.NaN;
let minutes = 0;
let state = "running";
for (; state === "running"; minutes++) {
  const from = START + (minutes + 1) * MINUTE;
  clock.turnTo(from);
  const before = ses.counts.sent;
  await Campaign.pace(new Date(from));
  for (const message of queues.take("send")) senders.hand(message);
  if (minutes === pausedMinute) {
    await senders.until(from + 20_000);
    await marketer(() => Campaign.pause({ id }));
    await senders.until(from + MINUTE - 1);
    stoppedAfter = Math.max(0, ses.counts.lastAt - from - 20_000);
    await marketer(() => Campaign.resume({ id }));
  } else await senders.until(from + MINUTE);
  // The minute before the last and the last may have less to send than they could.
  if (minutes !== pausedMinute && recipients - before > 2 * perMinute) full.push(ses.counts.sent - before);
  units += core.requests.reduce((sum, one) => sum + one.write, 0);
  core.forget();
  globalThis.gc?.();
  const half = ses.counts.sent * 2 < recipients ? 0 : 1;
  heap[half] = Math.max(heap[half], process.memoryUsage().heapUsed / 2 ** 20);
  ({ state } = await marketer(() => Campaign.fromID({ id })));
}

const measured: Measured = {
  recipients,
  minutes,
  state,
  share: full.reduce((sum, one) => sum + one, 0) / (full.length * rate * 0.9 * 60),
  throttled: ses.counts.throttled / ses.counts.entries,
  callsEach: ses.counts.calls / recipients,
  unitsEach: units / recipients,
  stoppedAfter,
  missed: ses.times.reduce((sum, times) => sum + (times === 0 ? 1 : 0), 0),
  repeated: ses.times.reduce((sum, times) => sum + (times > 1 ? 1 : 0), 0),
  heap,
};
console.log(JSON.stringify(measured));
process.exit(0);

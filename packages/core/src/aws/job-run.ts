import { randomUUID } from "node:crypto";
import type * as Actor from "../kernel/actor.ts";
import * as Context from "../kernel/context.ts";
import { Refusal } from "../kernel/error.ts";
import { Message, type State } from "../kernel/job.ts";
import { fromID, type Job, jobKey, wake } from "./job-item.ts";
import type { Lifetime } from "./patience.ts";
import { stamp } from "./stamp.ts";
import { get, update } from "./statement.ts";
import { Cancelled, transact, type Write } from "./transaction.ts";

/** What a slice leaves. It may run again from the same cursor, so what it writes beside `with` must bear repetition. */
export type Step<Cursor> = {
  cursor?: Cursor | undefined;
  /** Added to progress and counts. */
  done?: number | undefined;
  counts?: Record<string, number> | undefined;
  total?: number | undefined;
  /** Written in one transaction with the cursor, so exactly once: at most 99. */
  with?: Write[] | undefined;
  finished?: boolean | undefined;
};

export type Slice<Input, Cursor> = (job: Job<Input, Cursor>) => Promise<Step<Cursor>>;

/** `done`, `failed`, `cancelled`, or: `continued` (enqueued again), `busy` (another one works on it), `lost` (the lease went to another one), `gone`. */
export type Outcome = State | "continued" | "busy" | "lost" | "gone";

const TRIES = 5;
const KEEP_SECONDS = 30 * 86_400;

export type RunOptions = {
  /** False once half of the invocation's time is used: the rest goes through the queue again. */
  timeLeft: () => boolean;
  /** How long this invocation can live at most, in milliseconds. */
  leaseMs: number;
};

/** From a Lambda's context: half of its time-out for work, all of it as the lease. */
export function within(lambda: Lifetime): RunOptions {
  const all = lambda.getRemainingTimeInMillis();
  return { timeLeft: () => lambda.getRemainingTimeInMillis() > all / 2, leaseMs: all + 5_000 };
}

/**
 * Claims the job and runs slices of it. Safe when called twice, late, or killed anywhere: the lease keeps others out,
 * its fencing token keeps those out who lost it, and a slice's cursor and `with` are saved in one write.
 */
export async function run<Input, Cursor>(
  message: Message,
  slice: Slice<Input, Cursor> | Record<string, Slice<Input, Cursor>>,
  options: RunOptions,
): Promise<Outcome> {
  const { workspaceId, jobId } = Message.parse(message);
  const actor: Actor.Actor = { kind: "system", workspaceId, id: `job:${jobId}` };
  return Context.provide({ actor, cause: jobId, depth: 0, silent: false }, async () => {
    const claimed = await claim<Input, Cursor>(jobId, options.leaseMs);
    if (typeof claimed === "string") return claimed;
    const own = typeof slice === "function" ? slice : slice[claimed.kind];
    if (!own)
      return fail(claimed, new Error(`Nothing knows how to run a job of the kind ${claimed.kind}.`), true);
    const context = { actor: { ...actor, id: `job:${claimed.kind}` }, silent: claimed.silent };
    return Context.within(context, () => slices(claimed, own, options));
  });
}

async function slices<Input, Cursor>(
  first: Job<Input, Cursor>,
  slice: Slice<Input, Cursor>,
  options: RunOptions,
): Promise<Outcome> {
  let job = first;
  do {
    let step: Step<Cursor>;
    try {
      step = await slice(job);
    } catch (error) {
      return fail(job, error, error instanceof Refusal);
    }
    const saved = await save(job, step, options.leaseMs);
    if (!saved) return lost(job.id);
    job = saved;
    if (step.finished) return "done";
  } while (options.timeLeft());
  if (!(await release(job, {}))) return lost(job.id);
  await wake(job);
  return "continued";
}

async function claim<Input, Cursor>(id: string, leaseMs: number): Promise<Job<Input, Cursor> | Outcome> {
  const found = await get(jobKey(id));
  if (!found) return "gone";
  const job = found as unknown as Job<Input, Cursor>;
  if (job.state !== "queued" && job.state !== "running") return job.state;
  const now = Date.now();
  if (job.leaseUntil > now) return "busy";
  if (job.tries >= TRIES)
    return fail(job, new Error(`It stopped ${TRIES} times at the same place without an answer.`), true);
  const set = {
    state: "running",
    leaseUntil: now + leaseMs,
    holder: randomUUID(),
    startedAt: job.startedAt ?? new Date(now).toISOString(),
  };
  const result = await update(jobKey(id), {
    set: { ...set, ...stamp() },
    add: { fence: 1, tries: 1, _v: 1 },
    equal: { fence: job.fence, state: job.state },
  }).run();
  // The claim may have come through without its answer; made again, it finds itself in the way.
  const ours = result.ok || result.item?.holder === set.holder;
  return ours ? (result.item as unknown as Job<Input, Cursor>) : "busy";
}

async function save<Input, Cursor>(job: Job<Input, Cursor>, step: Step<Cursor>, leaseMs: number) {
  const counts = { ...job.counts };
  for (const [name, more] of Object.entries(step.counts ?? {})) counts[name] = (counts[name] ?? 0) + more;
  const total = step.total ?? job.progress.total;
  const end = {
    state: "done",
    finishedAt: Context.now().toISOString(),
    leaseUntil: 0,
    gsi6pk: null,
    gsi6sk: null,
    _ttl: ttl(),
  };
  const set = {
    cursor: step.cursor,
    progress: { done: job.progress.done + (step.done ?? 0), total },
    counts,
    tries: 0,
    error: null,
    ...(step.finished ? end : { leaseUntil: Date.now() + leaseMs }),
    ...stamp(),
  };
  const change = update(jobKey(job.id), {
    set,
    add: { _v: 1 },
    equal: { fence: job.fence, state: "running" },
  });
  if (!step.with?.length) {
    const result = await change.run();
    return result.ok ? (result.item as unknown as Job<Input, Cursor>) : undefined;
  }
  try {
    await transact([change.write(), ...step.with]);
  } catch (error) {
    if (error instanceof Cancelled && error.conditionOf(0)) return undefined;
    throw error;
  }
  return { ...job, ...set, error: undefined, _v: job._v + 1 } as unknown as Job<Input, Cursor>;
}

const ttl = () => Math.floor(Date.now() / 1000) + KEEP_SECONDS;

async function release(job: Job<unknown, unknown>, set: Record<string, unknown>): Promise<boolean> {
  const change = {
    set: { leaseUntil: 0, ...set, ...stamp() },
    add: { _v: 1 },
    equal: { fence: job.fence, state: "running" },
  };
  return (await update(jobKey(job.id), change).run()).ok;
}

/** A refusal is final; a fault is tried again, later each time, and final after five times at the same place. */
async function fail(job: Job<unknown, unknown>, error: unknown, final: boolean): Promise<Outcome> {
  const message = error instanceof Error ? error.message : String(error);
  console.error(
    JSON.stringify({
      level: "error",
      job: job.id,
      kind: job.kind,
      tries: job.tries,
      stack: error instanceof Error ? error.stack : message,
    }),
  );
  if (final || job.tries >= TRIES) {
    const end = {
      state: "failed",
      finishedAt: new Date().toISOString(),
      gsi6pk: null,
      gsi6sk: null,
      _ttl: ttl(),
    };
    const set = { leaseUntil: 0, error: message.slice(0, 500), ...end, ...stamp() };
    const result = await update(jobKey(job.id), {
      set,
      add: { _v: 1 },
      equal: { fence: job.fence, state: job.state },
    }).run();
    return result.ok ? "failed" : lost(job.id);
  }
  if (!(await release(job, { error: message.slice(0, 500) }))) return lost(job.id);
  await wake(job, 2 ** job.tries * 5);
  return "continued";
}

async function lost(id: string): Promise<Outcome> {
  const job = await fromID(id);
  return job.state === "cancelled" || job.state === "failed" || job.state === "done" ? job.state : "lost";
}

import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as Actor from "../kernel/actor.ts";
import * as Context from "../kernel/context.ts";
import { NotFound, Refusal, Unprocessable } from "../kernel/error.ts";
import { newId } from "../kernel/id.ts";
import { type Info, Message, type Progress, type State } from "../kernel/job.ts";
import { enqueue, type Queue } from "./queue.ts";
import { type Stamp, stamp } from "./stamp.ts";
import { get, getMany, query, update } from "./statement.ts";
import { documents, records } from "./table.ts";
import { Cancelled, transact, type Write } from "./transaction.ts";

export type { Info, Message, Progress, State } from "../kernel/job.ts";

/** One item: pk `w#WS#job#ID`, sk `job`. gsi1 `jobs` of a workspace, gsi6 `open`: the clock's look at what has not ended. */
export type Job<Input = Record<string, unknown>, Cursor = unknown> = Stamp & {
  workspaceId: string;
  id: string;
  kind: string;
  queue: Queue;
  state: State;
  input: Input;
  cursor?: Cursor;
  progress: Progress;
  counts: Record<string, number>;
  /** Raised by each claim: who writes with an older one has lost the job. */
  fence: number;
  /** Epoch milliseconds; nobody else may work on the job before. */
  leaseUntil: number;
  /** Claims since something was last saved. */
  tries: number;
  silent: boolean;
  error?: string;
  createdAt: string;
  createdBy: string;
  startedAt?: string;
  finishedAt?: string;
};

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

export const OPEN = "open#job";
const TRIES = 5;
const KEEP_SECONDS = 30 * 86_400;

export function jobKey(id: string, workspaceId = Actor.workspaceId()) {
  return { pk: `w#${workspaceId}#job#${id}`, sk: "job" };
}

export type Start<Input> = {
  kind: string;
  queue: Queue;
  input: Input;
  id?: string;
  total?: number;
  silent?: boolean;
};

/** A new job's item, to put into the transaction of what it belongs to; then `wake` it. */
export function creation<Input extends object>(start: Start<Input>): { id: string; write: Write } {
  const { actor, silent } = Context.use();
  const id = start.id ?? newId("job");
  const at = Context.now().toISOString();
  const item = {
    ...jobKey(id),
    gsi1pk: `w#${actor.workspaceId}#job`,
    gsi1sk: id,
    gsi6pk: OPEN,
    gsi6sk: `${actor.workspaceId}#${id}`,
    workspaceId: actor.workspaceId,
    id,
    kind: start.kind,
    queue: start.queue,
    state: "queued",
    input: start.input,
    progress: { done: 0, total: start.total },
    counts: {},
    fence: 0,
    leaseUntil: 0,
    tries: 0,
    silent: start.silent ?? silent,
    createdAt: at,
    createdBy: actor.id,
    _v: 1,
    ...stamp(),
  };
  return {
    id,
    write: { Put: { TableName: records(), Item: item, ConditionExpression: "attribute_not_exists(pk)" } },
  };
}

/** Puts the job before its queue. Should this be lost, the clock's `sweep` does it within minutes. */
export function wake(
  job: { id: string; queue: Queue },
  delaySeconds = 0,
  workspaceId = Actor.workspaceId(),
): Promise<void> {
  return enqueue(job.queue, { workspaceId, jobId: job.id } satisfies Message, delaySeconds);
}

/** Creates and wakes. An `id` given again finds the job of the first time. */
export async function start<Input extends object>(
  start: Start<Input>,
  delaySeconds = 0,
): Promise<Job<Input>> {
  const { id, write } = creation(start);
  try {
    await transact([write]);
  } catch (error) {
    if (!(error instanceof Cancelled && error.conditionOf(0))) throw error;
  }
  await wake({ id, queue: start.queue }, delaySeconds);
  return fromID<Input>(id);
}

/** @throws {NotFound} */
export async function fromID<Input = Record<string, unknown>, Cursor = unknown>(
  id: string,
): Promise<Job<Input, Cursor>> {
  const item = await get(jobKey(id));
  if (!item) throw new NotFound("job", id);
  return item as unknown as Job<Input, Cursor>;
}

export function info(job: Job<unknown, unknown>): Info {
  const { id, kind, state, progress, counts, error, createdAt, createdBy, startedAt, finishedAt } = job;
  return { id, kind, state, progress, counts, error, createdAt, createdBy, startedAt, finishedAt };
}

/** Stops the job after the slice that runs now. @throws {Unprocessable} when it has ended. */
export async function cancel(id: string): Promise<Job> {
  return turn(id, ["queued", "running"], {
    state: "cancelled",
    finishedAt: Context.now().toISOString(),
    gsi6pk: null,
    gsi6sk: null,
  });
}

/** Goes on from the cursor of a failed or cancelled job. @throws {Unprocessable} when it is under way or done. */
export async function resume(id: string): Promise<Job> {
  const changes = { state: "queued", error: null, finishedAt: null, tries: 0, leaseUntil: 0, _ttl: null };
  const open = { gsi6pk: OPEN, gsi6sk: `${Actor.workspaceId()}#${id}` };
  const job = await turn(id, ["failed", "cancelled"], { ...changes, ...open });
  await wake(job);
  return job;
}

async function turn(id: string, from: State[], set: Record<string, unknown>): Promise<Job> {
  for (let attempt = 1; ; attempt++) {
    const job = await fromID(id);
    if (!from.includes(job.state)) throw new Unprocessable(`The job ${id} is ${job.state}.`, "job-state");
    const equal = { state: job.state, fence: job.fence, _v: job._v };
    const result = await update(jobKey(id), {
      set: { ...set, ...stamp() },
      add: { fence: 1, _v: 1 },
      equal,
    }).run();
    if (result.ok) return result.item as unknown as Job;
    if (attempt >= 5) throw new Unprocessable(`The job ${id} changed meanwhile. Try again.`, "job-state");
  }
}

export type RunOptions = {
  /** False once half of the invocation's time is used: the rest goes through the queue again. */
  timeLeft: () => boolean;
  /** How long this invocation can live at most, in milliseconds. */
  leaseMs: number;
};

/** From a Lambda's context: half of its time-out for work, all of it as the lease. */
export function within(lambda: { getRemainingTimeInMillis(): number }): RunOptions {
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
    startedAt: job.startedAt ?? new Date(now).toISOString(),
  };
  const result = await update(jobKey(id), {
    set: { ...set, ...stamp() },
    add: { fence: 1, tries: 1, _v: 1 },
    equal: { fence: job.fence, state: job.state },
  }).run();
  return result.ok ? (result.item as unknown as Job<Input, Cursor>) : "busy";
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

/**
 * The clock's safety net: wakes jobs of all workspaces whose message was lost (a process that died between the job's
 * write and its message). A job that runs is skipped by its lease, one that waits in its queue is only asked twice.
 */
export async function sweep(now = Date.now(), quietMs = 120_000): Promise<number> {
  const { items } = await query({ index: "gsi6", pk: OPEN, limit: 100 });
  if (items.length === 0) return 0;
  const jobs = (await getMany(
    items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })),
  )) as unknown as Job[];
  const stuck = jobs.filter((job) => job.leaseUntil < now && Date.parse(job._at) < now - quietMs);
  for (const job of stuck) {
    if (job.state !== "queued" && job.state !== "running") continue;
    await wake(job, 0, job.workspaceId);
    // Touched without a context, so the next minute leaves it alone.
    await documents.send(
      new UpdateCommand({
        TableName: records(),
        Key: jobKey(job.id, job.workspaceId),
        UpdateExpression: "SET #at = :at ADD #v :one",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeNames: { "#at": "_at", "#v": "_v" },
        ExpressionAttributeValues: { ":at": new Date(now).toISOString(), ":one": 1 },
      }),
    );
  }
  return stuck.length;
}

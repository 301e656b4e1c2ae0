import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as Actor from "../kernel/actor.ts";
import * as Context from "../kernel/context.ts";
import { Unprocessable } from "../kernel/error.ts";
import { newId } from "../kernel/id.ts";
import type { Info, State } from "../kernel/job.ts";
import { fromID, type Job, jobKey, OPEN, wake } from "./job-item.ts";
import type { Queue } from "./queue.ts";
import { stamp } from "./stamp.ts";
import { getMany, query, update } from "./statement.ts";
import { documents, records } from "./table.ts";
import { Cancelled, transact, type Write } from "./transaction.ts";

export type { Info, Message, Progress, State } from "../kernel/job.ts";
export { ended } from "../kernel/job.ts";
export { fromID, type Job, jobKey, OPEN, wake } from "./job-item.ts";
export * from "./job-run.ts";

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

import * as Actor from "../kernel/actor.ts";
import { NotFound } from "../kernel/error.ts";
import type { Message, Progress, State } from "../kernel/job.ts";
import { enqueue, type Queue } from "./queue.ts";
import type { Stamp } from "./stamp.ts";
import { get } from "./statement.ts";

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
  /** Made anew for each claim: one whose answer was lost is known by it. */
  holder?: string;
  /** Claims since something was last saved. */
  tries: number;
  silent: boolean;
  error?: string;
  createdAt: string;
  createdBy: string;
  startedAt?: string;
  finishedAt?: string;
};

/** gsi6: what has not ended, of all workspaces. */
export const OPEN = "open#job";

export function jobKey(id: string, workspaceId = Actor.workspaceId()) {
  return { pk: `w#${workspaceId}#job#${id}`, sk: "job" };
}

/** Puts the job before its queue. Should this be lost, the clock's `sweep` does it within minutes. */
export function wake(
  job: { id: string; queue: Queue },
  delaySeconds = 0,
  workspaceId = Actor.workspaceId(),
): Promise<void> {
  return enqueue(job.queue, { workspaceId, jobId: job.id } satisfies Message, delaySeconds);
}

/** @throws {NotFound} */
export async function fromID<Input = Record<string, unknown>, Cursor = unknown>(
  id: string,
): Promise<Job<Input, Cursor>> {
  const item = await get(jobKey(id));
  if (!item) throw new NotFound("job", id);
  return item as unknown as Job<Input, Cursor>;
}

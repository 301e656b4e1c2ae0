import * as z from "zod";

/**
 * Long work in slices: import, export, merge, bulk edit, audience, backfill, erase. One item in Records a job; a Lambda
 * holds it by a lease, saves a cursor after each slice and enqueues the rest when half of its time is used.
 */
export const State = z.enum(["queued", "running", "done", "failed", "cancelled"]);
export type State = z.infer<typeof State>;

/** Nothing is done in these; `failed` and `cancelled` can be resumed from their cursor. */
export const ended: readonly State[] = ["done", "failed", "cancelled"];

export const Progress = z.object({
  done: z.int().min(0),
  total: z.int().min(0).optional().meta({ description: "Left out while it is not known" }),
});
export type Progress = z.infer<typeof Progress>;

/** What a queue carries for a job; everything else is in the job's item. */
export const Message = z.strictObject({
  workspaceId: z.string().min(1).max(60),
  jobId: z.string().min(1).max(60),
});
export type Message = z.infer<typeof Message>;

export const Info = z.object({
  id: z.string(),
  kind: z.string().meta({ description: "What it does, e.g. import or audience" }),
  state: State,
  progress: Progress,
  counts: z
    .record(z.string(), z.int())
    .meta({ description: "Outcomes by name, e.g. created, updated, refused" }),
  error: z.string().optional(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  startedAt: z.iso.datetime().optional(),
  finishedAt: z.iso.datetime().optional(),
});
export type Info = z.infer<typeof Info>;

import type { Item } from "../aws/statement.ts";
import { type Contribution, dayOf } from "./measure.ts";

/** Imports by the day they were started, with what became of their rows; counted as the job's slices save them. */
export function imported(job: Item): Contribution[] {
  const { rows = 0, created = 0, updated = 0, failed = 0 } = job.counts as Record<string, number>;
  const add = { imports: 1, rows, created, updated, failed };
  return [{ measure: "import", bucket: dayOf(String(job.createdAt)), add }];
}

/** Dry runs change nothing, so they count nothing. */
export const isImport = (job: Item) =>
  job.kind === "import" && !(job.input as { dryRun?: boolean } | undefined)?.dryRun;

import type { Format } from "../format/index.ts";

/** A task is due on a day and late on the next; a call or meeting is late when its time has passed. */
export function isLate(activity: { kind: string; at: string }, format: Format, now = new Date()): boolean {
  if (activity.kind === "task") return format.dayOf(activity.at) < format.dayOf(now);
  return activity.at < now.toISOString();
}

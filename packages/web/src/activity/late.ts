import type { Format } from "../format/index.ts";

const openStates = new Set(["planned", "not-started", "started"]);

/** Whether it is still to be done or held: what an agenda lists. */
export const isOpen = ({ state }: { state?: string | undefined }): boolean =>
  state !== undefined && openStates.has(state);

/** A task is due on a day and late on the next; a call or meeting is late when its time has passed. */
export function isLate(activity: { kind: string; at: string }, format: Format, now = new Date()): boolean {
  if (activity.kind === "task") return format.dayOf(activity.at) < format.dayOf(now);
  return activity.at < now.toISOString();
}

import * as Job from "../aws/job.ts";
import type { Write } from "../aws/transaction.ts";
import { members } from "./member.entity.ts";

/** The job that lets a member's records follow into another team; what it walks over is in `visibility/`. */
export const FOLLOW = "team-follow";
export type Follow = { memberId: string };

const QUEUE = "AUDIENCE_QUEUE_URL";
/** The index has by then what the member was given just before. */
const LAG_SECONDS = 2;

export function following(memberId: string): { write: Write; wake: () => Promise<void> } {
  const { id, write } = Job.creation<Follow>({
    kind: FOLLOW,
    queue: QUEUE,
    input: { memberId },
    silent: true,
  });
  return { write, wake: () => Job.wake({ id, queue: QUEUE }, LAG_SECONDS) };
}

/** The member's team now, null for none; undefined where there is no such member. */
export async function teamOf(memberId: string): Promise<string | null | undefined> {
  const member = await members.find(memberId);
  return member && (member.teamId ?? null);
}

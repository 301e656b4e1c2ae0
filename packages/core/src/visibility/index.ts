import * as Activity from "../activity/index.ts";
import type * as Job from "../aws/job.ts";
import * as Company from "../company/index.ts";
import * as Contact from "../contact/index.ts";
import * as Deal from "../deal/index.ts";
import { FOLLOW, type Follow, teamOf } from "../member/follow.ts";

const owned = [Contact.owned, Company.owned, Deal.owned, Activity.owned];
const shelves = ["live", "trash"] as const;
const PAGE = 50;

/** Which noun and shelf, as a number, and where in them. */
type Cursor = { part: number; cursor?: string | undefined };

/** Records of a member who changed teams follow, so that the new team sees them and the old one no longer does. */
const follow: Job.Slice<Follow, Cursor> = async (job) => {
  const { memberId } = job.input;
  const { part, cursor } = job.cursor ?? { part: 0 };
  const noun = owned[Math.floor(part / shelves.length)];
  const teamId = await teamOf(memberId);
  if (!noun || teamId === undefined) return { finished: true };
  const shelf = shelves[part % shelves.length] as (typeof shelves)[number];
  const page = await noun.follow(memberId, teamId, shelf, { limit: PAGE, cursor });
  const next = page.cursor ? { part, cursor: page.cursor } : { part: part + 1 };
  return { cursor: next, done: page.seen, counts: { moved: page.moved } };
};

export const jobs: Record<string, Job.Slice<never, never>> = { [FOLLOW]: follow as never };

import type * as Job from "../aws/job.ts";
import { query } from "../aws/statement.ts";
import { contacts } from "../contact/contact.entity.ts";
import type { Plan } from "./apply.ts";
import { sliceKey } from "./import.entity.ts";
import { Pace } from "./pace.ts";

export type Input = { importId: string; jobId: string };
export type Cursor = { after: Record<string, unknown> };

/**
 * Takes back one slice's manifest: what the import created goes to the trash, what it changed gets its former values.
 * A contact that somebody changed since is kept as it is and counted.
 */
export async function undoSlice(job: Job.Job<Input, Cursor>): Promise<Job.Step<Cursor>> {
  const pace = new Pace(500);
  const { pk } = sliceKey(job.input.jobId, 0);
  const page = await query({
    pk,
    beginsWith: "slice#",
    limit: 1,
    start: job.cursor?.after,
    consistent: true,
  });
  const plans = (page.items[0]?.plans ?? []) as Plan[];
  const counts = { removed: 0, restored: 0, kept: 0 };
  for (let start = 0; start < plans.length; start += 16) {
    const outcomes = await Promise.all(plans.slice(start, start + 16).map((plan) => undoOne(plan, job)));
    for (const outcome of outcomes) if (outcome) counts[outcome]++;
  }
  await pace.reach(plans.length);
  return { cursor: page.next && { after: page.next }, done: plans.length, counts, finished: !page.next };
}

async function undoOne(
  plan: Plan,
  job: Job.Job<Input>,
): Promise<"removed" | "restored" | "kept" | undefined> {
  const contact = await contacts.find(plan.id);
  if (!contact) return undefined;
  if (contact._cause === job.id) return plan.create ? "removed" : "restored";
  if (contact.shelf !== "live") return undefined;
  if (contact._cause !== job.input.jobId) return "kept";
  if (plan.create) {
    await contacts.remove(plan.id, { version: contact._v });
    return "removed";
  }
  const before = plan.before ?? {};
  if (Object.keys(before).length === 0) return undefined;
  await contacts.edit(plan.id, before as never, { version: contact._v });
  return "restored";
}

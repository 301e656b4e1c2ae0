import * as Job from "@rapport/core/aws/job";
import { during, type Lifetime } from "@rapport/core/aws/patience";
import * as Segment from "@rapport/core/segment";

/** Every minute: wakes the jobs whose message was lost, and asks again where a segment's rule is about time. */
export function handler(_: unknown, lambda: Lifetime): Promise<void> {
  return during(lambda, () => look(lambda));
}

async function look(lambda: Lifetime): Promise<void> {
  const half = lambda.getRemainingTimeInMillis() / 2;
  const woken = await Job.sweep();
  const asked = await Segment.tick(new Date(), () => lambda.getRemainingTimeInMillis() > half);
  if (woken + asked > 0) console.log(JSON.stringify({ level: "info", function: "due", woken, asked }));
}

import * as Job from "@rapport/core/aws/job";

/** Every minute: wakes the jobs whose message was lost between their write and their queue. */
export async function handler(): Promise<void> {
  const woken = await Job.sweep();
  if (woken > 0) console.log(JSON.stringify({ level: "info", function: "due", woken }));
}

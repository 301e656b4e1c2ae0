import type { Construct } from "constructs";
import type { Made } from "./function.ts";
import type { Granted } from "./grants.ts";
import { jobs as list } from "./list/jobs.ts";
import { consumer } from "./mapping.ts";

/** One slice an invocation: a job that fails must not take another one back with it. */
export function jobs(scope: Construct, granted: Granted): Made[] {
  return list.map((job) => consumer(scope, job, granted.queues[job.queue]!, granted, { batch: 1 }));
}

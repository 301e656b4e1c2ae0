import * as Job from "@rapport/core/aws/job";
import { during } from "@rapport/core/aws/patience";
import * as Campaign from "@rapport/core/campaign";
import * as Segment from "@rapport/core/segment";
import * as Visibility from "@rapport/core/visibility";
import type { Context, SQSEvent } from "aws-lambda";

const jobs = { ...Segment.jobs, ...Campaign.jobs, ...Visibility.jobs };

/** Runs the jobs that walk over many records: segments, a campaign's ledger, what a member owns. */
export async function handler(event: SQSEvent, context: Context): Promise<void> {
  for (const record of event.Records)
    await during(context, () => Job.run(JSON.parse(record.body), jobs, Job.within(context)));
}

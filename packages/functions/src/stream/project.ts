import { during, type Lifetime } from "@rapport/core/aws/patience";
import type { Failures, StreamRecord } from "@rapport/core/fact";
import { project } from "@rapport/core/projection";

/** All that can be rebuilt: sums, search words, memberships, timelines' system lines, the log of changes. */
export function handler(event: { Records: StreamRecord[] }, lambda?: Lifetime): Promise<Failures> {
  return during(lambda, () => project(event.Records));
}

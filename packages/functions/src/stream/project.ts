import type { Failures, StreamRecord } from "@rapport/core/fact";
import { project } from "@rapport/core/projection";

/** All that can be rebuilt: sums, search words, memberships, timelines' system lines, the log of changes. */
export function handler(event: { Records: StreamRecord[] }): Promise<Failures> {
  return project(event.Records);
}

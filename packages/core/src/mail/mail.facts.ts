import type { Mail } from "./mail.entity.ts";

/** The outbox's one fact: a mail waits to be sent. */
export function facts(before: Mail | undefined, after: Mail | undefined): string[] {
  return !before && after?.state === "queued" ? ["mail.requested"] : [];
}

import { type Job, WORKSPACE } from "./spec.ts";

/** Long work in slices: a message is {workspaceId, jobId}, a slice enqueues the next. */
export const jobs: readonly Job[] = [
  {
    name: "import",
    queue: "ImportQueue",
    entry: "queue/import.ts",
    memory: 1024,
    timeout: 120,
    grants: ["records.read", "records.write", "files.read", "files.write", "queue.import"],
    keys: WORKSPACE,
  },
  {
    name: "audience",
    queue: "AudienceQueue",
    entry: "queue/audience.ts",
    memory: 512,
    timeout: 120,
    // SES's rate says how many recipients make whole calls.
    grants: ["records.read", "records.write", "queue.audience", "mail.allow", "ses.quota", "secrets"],
    keys: WORKSPACE,
  },
];

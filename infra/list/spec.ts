/**
 * What a function may do. A grant brings the environment variables that it needs, so nothing is granted unnamed
 * and nothing is named ungranted; `grants.ts` says what each means in IAM.
 */
export type Grant =
  | "records.read"
  | "records.write"
  | "records.scan"
  | "people.keys"
  | "reports.read"
  | "reports.write"
  | "reports.scan"
  | "history.read"
  | "history.append"
  | "files.read"
  | "files.write"
  | "files.look"
  | "mailbox.read"
  | "bus.put"
  | "queue.import"
  | "queue.audience"
  | "queue.send"
  | "queue.mail"
  | "mail.allow"
  | "ses.send"
  | "ses.bulk"
  | "ses.quota"
  | "secrets"
  | "url.app"
  | "url.open";

export type FunctionSpec = {
  /** Folder under `.build/functions`; in Pascal case also the logical id. */
  name: string;
  /** Under packages/functions/src. */
  entry: string;
  /** MB; a vCPU comes with each 1,769. */
  memory: number;
  /** Seconds. */
  timeout: number;
  grants: readonly Grant[];
  /** What it imports on demand becomes files of their own, read on first use; otherwise it is one file. */
  parts?: true;
  /** Prefixes of the partition keys it may touch in Records and Reports; absent means any. */
  keys?: readonly string[];
};

/** A fact's consumer: a rule on the bus, a queue with a dead-letter queue, a Lambda. */
export type Reaction = FunctionSpec & {
  /** Names of facts, the events' detail-type. */
  on: readonly string[];
  /** Event pattern over the detail. */
  where?: Record<string, unknown>;
};

/** Consumes a queue of its own, named after it. */
export type Job = FunctionSpec & { queue: string };

/** Belongs to one workspace: its records, and the due index that wakes them. */
export const WORKSPACE = ["w#", "due#"] as const;

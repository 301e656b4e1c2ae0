/** Who calls: a function by its role, a service on behalf of a resource, or a person at the keyboard. */
export type Caller =
  | { kind: "function"; name: string; instance?: string }
  | { kind: "service"; principal: string; source: string; role?: string }
  | { kind: "person"; name: string };

export type Call = {
  caller: Caller;
  /** As IAM writes it: `dynamodb`, `sqs`, `s3`, `events`, `ses`, `ssm`, `sts`, `lambda`, … */
  service: string;
  /** As IAM writes it: `GetItem`, `SendMessage`, … */
  action: string;
  /** The parsed request; for S3 `{ Bucket, Key }`. */
  input: Record<string, unknown>;
  /** The input isn't any more what came over the wire: it has to be written anew. */
  changed?: boolean;
};

/** Throw to refuse or to fail a call; the door answers in the service's own words. */
export type Intercept = (call: Call) => void | Promise<void>;

/** What an intercept throws: an error as AWS would answer it. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of the answer. */
  readonly details: Record<string, unknown>;

  constructor(code: string, message: string, status = 400, details: Record<string, unknown> = {}) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** Throws when the template's policies don't allow a call. */
export type Check = (call: Call) => void;

/** Does a call, or lets something go wrong with it. */
export type Around = <T>(call: Call, work: () => Promise<T> | T) => Promise<T>;

/** A call as the log keeps it: without its input, which may hold megabytes. `on` is the table, queue, bucket … */
export type LoggedCall = Omit<Call, "input"> & {
  on: string | undefined;
  at: number;
  ms: number;
  error?: string;
};

const NAMES = ["TableName", "QueueUrl", "Bucket", "FunctionName", "Name", "StreamArn", "EventBusName"];

const named = (input: Record<string, unknown>): string | undefined => {
  for (const name of NAMES) if (typeof input[name] === "string") return input[name];
  return undefined;
};

const KEPT = 20_000;

/** The one way to every emulated service: roles first, then intercepts, then the work; the log has it either way. */
export class Calls {
  readonly log: LoggedCall[] = [];
  private forgotten = 0;
  /** Set once the template's policies are read. */
  check: Check = () => {};
  /** Set where faults are asked for. */
  around: Around = async (_, work) => work();
  private readonly intercepts = new Set<Intercept>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** Answers a function that takes the intercept away again. */
  intercept(intercept: Intercept): () => void {
    this.intercepts.add(intercept);
    return () => {
      this.intercepts.delete(intercept);
    };
  }

  async run<T>(call: Call, work: () => Promise<T> | T): Promise<T> {
    const started = performance.now();
    const { caller, service, action, input } = call;
    const entry: LoggedCall = { caller, service, action, on: named(input), at: this.now(), ms: 0 };
    this.log.push(entry);
    if (this.log.length > KEPT) this.forgotten += this.log.splice(0, KEPT / 10).length;
    try {
      this.check(call);
      for (const intercept of this.intercepts) await intercept(call);
      return await this.around(call, work);
    } catch (error) {
      entry.error = error instanceof Error ? error.name : String(error);
      throw error;
    } finally {
      entry.ms = performance.now() - started;
    }
  }

  /** Calls of one function, or of everyone, from a `mark()` on; of the oldest only so many are kept. */
  by(name?: string, since = 0): LoggedCall[] {
    const from = Math.max(0, since - this.forgotten);
    return this.log.slice(from).filter((call) => name === undefined || callerName(call.caller) === name);
  }

  mark(): number {
    return this.forgotten + this.log.length;
  }
}

export function callerName(caller: Caller): string {
  return caller.kind === "service" ? caller.principal : caller.name;
}

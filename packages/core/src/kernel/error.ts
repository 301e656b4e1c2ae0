/**
 * The one error family. Each says what went wrong and what to do next; one place (functions/src/api/problem.ts)
 * turns them into RFC 9457 problems. `type` is stable: clients may switch on it.
 */
export type Issue = { path: string; message: string };

export abstract class Refusal extends Error {
  abstract readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 412 | 413 | 422 | 429;
  abstract readonly type: string;
  abstract readonly title: string;
  readonly issues?: Issue[];
  /** Seconds until a retry can succeed. */
  readonly retryAfter?: number;
}

/** Input of the wrong shape; nothing was changed. */
export class Invalid extends Refusal {
  readonly status = 400;
  readonly type = "invalid";
  readonly title = "The request is not valid";
  override readonly issues: Issue[];
  constructor(issues: Issue[] | string) {
    const list = typeof issues === "string" ? [{ path: "", message: issues }] : issues;
    super(list.map((issue) => (issue.path ? `${issue.path}: ${issue.message}` : issue.message)).join("; "));
    this.issues = list;
  }
}

export class Unauthenticated extends Refusal {
  readonly status = 401;
  readonly type: string;
  readonly title = "Sign in first";
  constructor(message = "Sign in, or send a valid API key, and try again.", type = "unauthenticated") {
    super(message);
    this.type = type;
  }
}

export class Denied extends Refusal {
  readonly status = 403;
  readonly type = "denied";
  readonly title = "Your role does not allow this";
  constructor(message = "Ask an admin of your workspace for a role that allows it.") {
    super(message);
  }
}

/** Also the answer for what belongs to another workspace or to a colleague one may not see. */
export class NotFound extends Refusal {
  readonly status = 404;
  readonly type = "not-found";
  readonly title = "Not found";
  constructor(noun: string, id: string) {
    super(`There is no ${noun} ${id}, or you may not see it.`);
  }
}

/** Breaks a rule about what may exist together, e.g. a second contact with one email. */
export class Conflict extends Refusal {
  readonly status = 409;
  readonly type: string;
  readonly title = "That conflicts with what is there";
  /** Id of the record in the way. */
  readonly existing?: string | undefined;
  constructor(message: string, options: { type?: string; existing?: string } = {}) {
    super(message);
    this.type = options.type ?? "conflict";
    this.existing = options.existing;
  }
}

export class Gone extends Refusal {
  readonly status = 410;
  readonly type = "gone";
  readonly title = "No longer available";
}

/** The version in If-Match is not the current one. */
export class Stale extends Refusal {
  readonly status = 412;
  readonly type = "stale";
  readonly title = "Somebody changed this meanwhile";
  constructor(noun: string, id: string) {
    super(`The ${noun} ${id} has a newer version. Load it again and repeat your change.`);
  }
}

export class TooLarge extends Refusal {
  readonly status = 413;
  readonly type = "too-large";
  readonly title = "Too large";
}

/** Well-formed, but not possible in the present state, e.g. sending a finished campaign. */
export class Unprocessable extends Refusal {
  readonly status = 422;
  readonly type: string;
  readonly title = "That is not possible now";
  constructor(message: string, type = "unprocessable") {
    super(message);
    this.type = type;
  }
}

export class TooMany extends Refusal {
  readonly status = 429;
  readonly type = "too-many";
  readonly title = "Too many requests";
  override readonly retryAfter: number;
  constructor(retryAfter: number, message = "Wait a little and try again.") {
    super(message);
    this.retryAfter = retryAfter;
  }
}

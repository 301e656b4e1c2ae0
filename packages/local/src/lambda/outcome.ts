export type FunctionError = { errorType: string; errorMessage: string; trace?: string[] };

/** What an invocation came to. `payload` is the JSON text that a caller of Invoke would get. */
export type Outcome =
  | { ok: true; payload: string; requestId: string }
  | { ok: false; error: FunctionError; requestId: string };

/** The service refused to run the function at all. */
export class InvokeRefused extends Error {
  readonly code: "TooManyRequestsException" | "RequestTooLargeException" | "ResourceNotFoundException";
  readonly status: number;

  constructor(code: InvokeRefused["code"], message: string, status: number) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}

export const SYNC_LIMIT = 6 * 1024 * 1024;
export const ASYNC_LIMIT = 256 * 1024;

/** The value a handler answered, or an error with the handler's own words. */
export function answered(outcome: Outcome): unknown {
  if (outcome.ok) return outcome.payload === "" ? undefined : (JSON.parse(outcome.payload) as unknown);
  const error = new Error(`${outcome.error.errorType}: ${outcome.error.errorMessage}`);
  if (outcome.error.trace) error.stack = `${error.message}\n${outcome.error.trace.slice(1).join("\n")}`;
  throw error;
}

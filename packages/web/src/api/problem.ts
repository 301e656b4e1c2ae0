export type Issue = { path: string; message: string };

/** What the API refused (RFC 9457), or what kept us from reaching it. `type` is stable: screens may switch on it. */
export class Problem extends Error {
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly issues: Issue[];
  /** Id of the record in the way, for a conflict. */
  readonly existing: string | undefined;
  /** Seconds until a retry can succeed. */
  readonly retryAfter: number | undefined;

  constructor(init: {
    status: number;
    type: string;
    title: string;
    detail?: string;
    issues?: Issue[];
    existing?: string | undefined;
    retryAfter?: number | undefined;
  }) {
    super(init.detail ?? init.title);
    this.status = init.status;
    this.type = init.type;
    this.title = init.title;
    this.issues = init.issues ?? [];
    this.existing = init.existing;
    this.retryAfter = init.retryAfter;
  }

  /** What is wrong with one field of the input, if anything. */
  issue(path: string): string | undefined {
    return this.issues.find((issue) => issue.path === path)?.message;
  }
}

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** `type` may come as a word or as an address that ends in it. */
const word = (type: string | undefined, status: number) => type?.split(/[/#:]/).at(-1) || `http-${status}`;

export async function problemOf(response: Response): Promise<Problem> {
  const isJson = /\bjson\b/.test(response.headers.get("content-type") ?? "");
  const body: Record<string, unknown> = isJson ? await response.json().catch(() => ({})) : {};
  const wait = Number(response.headers.get("retry-after"));
  return new Problem({
    status: response.status,
    type: word(text(body.type), response.status),
    title: text(body.title) ?? response.statusText,
    ...(text(body.detail) ? { detail: text(body.detail)! } : {}),
    issues: Array.isArray(body.issues) ? (body.issues as Issue[]) : [],
    existing: text(body.existing),
    retryAfter: wait > 0 ? wait : undefined,
  });
}

/** No answer came: offline, or the stage is restarting. */
export function unreachable(cause: unknown): Problem {
  const problem = new Problem({ status: 0, type: "unreachable", title: "Rapport cannot be reached" });
  problem.cause = cause;
  return problem;
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new Problem({ status: 0, type: "fault", title: message, detail: message });
}

import { problemOf, unreachable } from "./problem.ts";

export type Query = Record<string, string | number | boolean | readonly string[] | undefined>;

export type Options = {
  query?: Query | undefined;
  body?: unknown;
  /** Sent as If-Match: the write is refused with 412 unless the record still has this version. */
  version?: number | undefined;
  /** Makes a repeated create harmless: the same key gets the first answer again. */
  idempotencyKey?: string;
  signal?: AbortSignal | undefined;
};

/** A page of a list, as every list of the API answers. */
export type Page<T> = { items: T[]; cursor?: string | undefined; total?: number | undefined };

const signedOut = new Set<() => void>();

/** Called when the session has ended, whichever request found out. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === "") continue;
    if (typeof value === "object") for (const item of value) search.append(name, item);
    else search.append(name, String(value));
  }
  const tail = search.toString();
  return `/api/v1${path}${tail ? `?${tail}` : ""}`;
}

async function send(method: string, path: string, options: Options): Promise<Response> {
  const headers = new Headers({ accept: "application/json" });
  if (options.body !== undefined) headers.set("content-type", "application/json");
  if (options.version !== undefined) headers.set("if-match", `"${options.version}"`);
  if (options.idempotencyKey) headers.set("idempotency-key", options.idempotencyKey);
  let response: Response;
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers,
      credentials: "same-origin",
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw unreachable(cause);
  }
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (problem.status === 401 && !path.startsWith("/auth/")) for (const listener of signedOut) listener();
  throw problem;
}

async function json<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const response = await send(method, path, options);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/**
 * The one way to the API. The type is the noun's own `Info` from core's schema; each noun's `NOUN.data.ts` names it once.
 * @throws {Problem} for every refusal and when the API cannot be reached.
 */
export const api = {
  get: <T>(path: string, options?: Options) => json<T>("GET", path, options),
  post: <T = void>(path: string, body?: unknown, options?: Options) =>
    json<T>("POST", path, { ...options, body: body ?? {} }),
  /** A POST that makes a record: repeated by a flaky network, it makes one. */
  create: <T>(path: string, body: unknown, idempotencyKey: string = crypto.randomUUID()) =>
    json<T>("POST", path, { body, idempotencyKey }),
  patch: <T>(path: string, body: unknown, options?: Options) => json<T>("PATCH", path, { ...options, body }),
  put: <T>(path: string, body: unknown, options?: Options) => json<T>("PUT", path, { ...options, body }),
  delete: <T = void>(path: string, options?: Options) => json<T>("DELETE", path, options),
};

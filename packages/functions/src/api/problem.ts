import { Refusal } from "@rapport/core/kernel/error";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Env } from "./env.ts";

/** RFC 9457. `type` is a stable path under our own origin, documented at /api/docs. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  requestId: string;
  issues?: { path: string; message: string }[];
  existing?: string;
};

/** The one place where errors become answers. Unknown faults are logged and never explained to the caller. */
export function toProblem(error: Error, c: Context<Env>): Response {
  const requestId = c.get("requestId");
  if (error instanceof Refusal) {
    if (error.retryAfter) c.header("Retry-After", String(error.retryAfter));
    const existing = (error as { existing?: string }).existing;
    return answer(c, {
      type: `/problems/${error.type}`,
      title: error.title,
      status: error.status,
      detail: error.message,
      requestId,
      ...(error.issues ? { issues: error.issues } : {}),
      ...(existing ? { existing } : {}),
    });
  }
  if (error instanceof HTTPException)
    return answer(c, {
      type: "/problems/http",
      title: "Not possible",
      status: error.status,
      detail: error.message,
      requestId,
    });
  console.error(
    JSON.stringify({ level: "error", requestId, path: c.req.path, name: error.name, stack: error.stack }),
  );
  const detail = `Something went wrong on our side. Try again; if it stays, tell your admin the request id ${requestId}.`;
  return answer(c, { type: "/problems/internal", title: "Our fault", status: 500, detail, requestId });
}

export function notFound(c: Context<Env>): Response {
  return answer(c, {
    type: "/problems/not-found",
    title: "Not found",
    status: 404,
    detail: `There is nothing at ${c.req.method} ${c.req.path}. See /api/docs for what there is.`,
    requestId: c.get("requestId"),
  });
}

function answer(c: Context<Env>, problem: Problem): Response {
  return c.body(JSON.stringify(problem), problem.status as 400, {
    "content-type": "application/problem+json",
  });
}

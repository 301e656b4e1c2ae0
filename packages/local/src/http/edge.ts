import { runInNewContext } from "node:vm";
import type { EdgeFunctionPlan } from "../plan/site.ts";
import type { HttpRequest, HttpResponse } from "./event.ts";

type Multi = Record<string, { value: string }>;
type EdgeRequest = { method: string; uri: string; querystring: Multi; headers: Multi; cookies: Multi };
type EdgeResponse = { statusCode: number; headers?: Multi; body?: string | { data: string } };
type Handler = (event: unknown) => EdgeRequest | EdgeResponse;

const TIME = 1000;

/** A CloudFront function of the template, run as the edge would run it. */
export function edgeFunction(plan: EdgeFunctionPlan): (request: HttpRequest) => HttpRequest | HttpResponse {
  const handler = runInNewContext(
    `${plan.code};handler`,
    {},
    { timeout: TIME, filename: plan.path },
  ) as Handler;
  return (request) => {
    const result = handler({ version: "1.0", viewer: { ip: request.ip }, request: outward(request) });
    return "statusCode" in result ? answered(result) : inward(request, result);
  };
}

const multi = (entries: Iterable<[string, string]>): Multi =>
  Object.fromEntries([...entries].map(([name, value]) => [name, { value }]));

function outward(request: HttpRequest): EdgeRequest {
  const cookies = request.cookies.map((cookie): [string, string] => {
    const at = cookie.indexOf("=");
    return [cookie.slice(0, at), cookie.slice(at + 1)];
  });
  return {
    method: request.method,
    uri: request.path,
    querystring: multi(new URLSearchParams(request.query)),
    headers: multi(Object.entries(request.headers)),
    cookies: multi(cookies),
  };
}

function inward(before: HttpRequest, request: EdgeRequest): HttpRequest {
  const values = (from: Multi): [string, string][] =>
    Object.entries(from).map(([name, one]) => [name, one.value]);
  const query = new URLSearchParams(values(request.querystring)).toString();
  // An untouched query keeps its repeated names and its spelling.
  const same = query === new URLSearchParams(values(outward(before).querystring)).toString();
  return {
    ...before,
    method: request.method,
    path: request.uri,
    query: same ? before.query : query,
    headers: Object.fromEntries(values(request.headers)),
    cookies: values(request.cookies).map(([name, value]) => `${name}=${value}`),
  };
}

function answered(response: EdgeResponse): HttpResponse {
  const headers = Object.entries(response.headers ?? {}).map(([name, one]) => [name, one.value]);
  const body = typeof response.body === "object" ? response.body.data : (response.body ?? "");
  return {
    status: response.statusCode,
    headers: Object.fromEntries(headers),
    cookies: [],
    body: Buffer.from(body),
  };
}

import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { ApiPlan, RoutePlan } from "../plan/site.ts";

export type HttpRequest = {
  method: string;
  /** Percent-encoded, without the query. */
  path: string;
  query: string;
  headers: Record<string, string>;
  cookies: string[];
  body: Buffer;
  ip: string;
};

export type HttpResponse = {
  status: number;
  headers: Record<string, string>;
  cookies: string[];
  body: Buffer;
};

export type Route = { route: RoutePlan; parameters: Record<string, string> };

/** The route that an HTTP API picks: exact before variable before greedy, a method before ANY, `$default` last. */
export function match(api: ApiPlan, method: string, path: string): Route | undefined {
  const found: (Route & { rank: number })[] = [];
  for (const route of api.routes) {
    if (route.key === "$default") {
      found.push({ route, parameters: {}, rank: 0 });
      continue;
    }
    const [verb, pattern] = route.key.split(" ");
    if (verb !== "ANY" && verb !== method) continue;
    const parameters = fits(pattern!, path);
    if (!parameters) continue;
    const shape = pattern!.includes("+}") ? 1 : pattern!.includes("{") ? 2 : 3;
    found.push({ route, parameters, rank: shape * 10_000 + pattern!.length * 10 + (verb === "ANY" ? 0 : 1) });
  }
  return found.sort((left, right) => right.rank - left.rank)[0];
}

function fits(pattern: string, path: string): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  const wanted = pattern.split("/");
  const given = path.split("/");
  for (let at = 0; at < wanted.length; at++) {
    const part = wanted[at]!;
    const greedy = /^\{(.+)\+\}$/.exec(part)?.[1];
    if (greedy) {
      const rest = given.slice(at).join("/");
      if (rest === "") return undefined;
      parameters[greedy] = decodeURIComponent(rest);
      return parameters;
    }
    const variable = /^\{(.+)\}$/.exec(part)?.[1];
    if (variable && given[at]) parameters[variable] = decodeURIComponent(given[at]!);
    else if (part !== given[at]) return undefined;
  }
  return wanted.length === given.length ? parameters : undefined;
}

const TEXT = /^(text\/|application\/(json|xml|javascript|graphql|[\w.+-]+\+json|[\w.+-]+\+xml))/i;

/** docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html, format 2.0 */
export function payload(
  request: HttpRequest,
  api: ApiPlan,
  { route, parameters }: Route,
  account: string,
  now: number,
) {
  const domainName = `${api.id}.execute-api.amazonaws.com`;
  const query = new URLSearchParams(request.query);
  const names = [...new Set(query.keys())];
  // Only what is surely text comes as text; forms, too, arrive in base64.
  const text = TEXT.test(request.headers["content-type"] ?? "");
  return {
    version: "2.0",
    routeKey: route.key,
    rawPath: request.path,
    rawQueryString: request.query,
    ...(request.cookies.length > 0 ? { cookies: request.cookies } : {}),
    headers: { ...request.headers, host: domainName },
    ...(names.length > 0
      ? {
          queryStringParameters: Object.fromEntries(
            names.map((name) => [name, query.getAll(name).join(",")]),
          ),
        }
      : {}),
    ...(Object.keys(parameters).length > 0 ? { pathParameters: parameters } : {}),
    requestContext: {
      accountId: account,
      apiId: api.id,
      domainName,
      domainPrefix: api.id,
      http: {
        method: request.method,
        path: request.path,
        protocol: "HTTP/1.1",
        sourceIp: request.ip,
        userAgent: request.headers["user-agent"] ?? "",
      },
      requestId: randomUUID(),
      routeKey: route.key,
      stage: "$default",
      time: new Date(now).toUTCString(),
      timeEpoch: now,
    },
    ...(request.body.length > 0 ? { body: request.body.toString(text ? "utf8" : "base64") } : {}),
    isBase64Encoded: request.body.length > 0 && !text,
  };
}

type Answer = {
  statusCode?: number | string;
  headers?: Record<string, unknown>;
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
};

/** What a function answered as HTTP; without a status code the whole answer is the JSON body of a 200. */
export function response(answer: unknown): HttpResponse {
  const given = (answer ?? {}) as Answer;
  const headers: Record<string, string> = {};
  if (typeof answer !== "object" || given.statusCode === undefined) {
    const body = typeof answer === "string" ? answer : JSON.stringify(answer ?? null);
    return {
      status: 200,
      headers: { "content-type": "application/json" },
      cookies: [],
      body: Buffer.from(body),
    };
  }
  for (const [name, value] of Object.entries(given.headers ?? {}))
    headers[name.toLowerCase()] = String(value);
  headers["content-type"] ??= "text/plain;charset=UTF-8";
  const body = Buffer.from(given.body ?? "", given.isBase64Encoded ? "base64" : "utf8");
  return { status: Number(given.statusCode), headers, cookies: given.cookies ?? [], body };
}

/** Headers as CloudFront hands them on: lower case, one value, cookies apart. */
export function viewerHeaders(headers: IncomingHttpHeaders): {
  headers: Record<string, string>;
  cookies: string[];
} {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined && name !== "cookie")
      plain[name] = Array.isArray(value) ? value.join(",") : value;
  // Hop by hop; the next hop is its own connection.
  for (const name of ["connection", "keep-alive", "transfer-encoding", "upgrade"]) delete plain[name];
  const cookies = headers.cookie?.split(/;\s*/).filter(Boolean) ?? [];
  return { headers: plain, cookies };
}

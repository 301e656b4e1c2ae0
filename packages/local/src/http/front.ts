import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Caller, type Calls, Refusal } from "../call/index.ts";
import { Lost } from "../fault/answer.ts";
import type { LambdaFunction } from "../lambda/index.ts";
import { InvokeRefused, SYNC_LIMIT } from "../lambda/outcome.ts";
import type { ApiPlan, BehaviorPlan, DistributionPlan, OriginPlan } from "../plan/site.ts";
import { type HttpRequest, type HttpResponse, match, payload, response, viewerHeaders } from "./event.ts";
import type { Web } from "./web.ts";

/** A distribution of the template with everything behind it. */
export type Site = {
  distribution: DistributionPlan;
  headers(policy: string | undefined): Record<string, string>;
  edge(behavior: BehaviorPlan): ((request: HttpRequest) => HttpRequest | HttpResponse)[];
  origin(
    id: string,
  ): { kind: "bucket" } | { kind: "api"; api: ApiPlan; plan: OriginPlan; headers: Record<string, string> };
};

export type FrontOptions = {
  /** The site a host name leads to: `127.0.0.1` is the app, `localhost` the open host. */
  site(host: string): Site | undefined;
  web: () => Web;
  /** Pages under /__local/, on the app's host only. */
  local(request: IncomingMessage, response: ServerResponse): Promise<void>;
  find(reference: string): LambdaFunction | undefined;
  calls: Calls;
  /** What an API says when it invokes a function. */
  caller(api: ApiPlan, route: string): Caller;
  account(): string;
  now(): number;
  report(error: unknown): void;
};

const LARGEST = 10 * 1024 * 1024;
const HEADERS = 10_240;
const text = (status: number, body: string): HttpResponse => ({
  status,
  headers: { "content-type": "application/json" },
  cookies: [],
  body: Buffer.from(JSON.stringify({ message: body })),
});

/** CloudFront and the HTTP APIs on one loopback port. */
export class Front {
  readonly server: Server;
  private readonly options: FrontOptions;

  constructor(options: FrontOptions) {
    this.options = options;
    this.server = createServer((incoming, outgoing) => this.take(incoming, outgoing));
    this.server.keepAliveTimeout = 60_000;
  }

  take(incoming: IncomingMessage, outgoing: ServerResponse): void {
    this.exchange(incoming, outgoing).catch((error: unknown) => {
      this.options.report(error);
      if (!outgoing.headersSent) outgoing.writeHead(502);
      outgoing.end();
    });
  }

  private async exchange(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const host = hostName(incoming.headers.host);
    const url = incoming.url ?? "/";
    if (host === "127.0.0.1" && /^\/__local(\/|$|\?)/.test(url))
      return this.options.local(incoming, outgoing);
    const site = this.options.site(host);
    // A name that isn't ours could be a foreign page that had its name point to loopback.
    if (!site) return send(outgoing, text(421, `No site answers to ${host}.`), "GET");
    const mark = url.indexOf("?");
    const path = mark < 0 ? url : url.slice(0, mark);
    const behavior = site.distribution.behaviors.find((one) => covers(one.pattern, path))!;
    const origin = site.origin(behavior.origin);
    if (!behavior.methods.includes(incoming.method ?? "GET"))
      return send(
        outgoing,
        text(403, "This distribution is not configured to allow the HTTP request method."),
        "GET",
      );
    const own = site.headers(behavior.headersPolicy);
    if (origin.kind === "bucket" && !this.options.web().strict)
      return this.options.web().serve(incoming, outgoing, path, {});
    const { headers, cookies } = viewerHeaders(incoming.headers);
    const body = origin.kind === "api" ? await read(incoming) : Buffer.alloc(0);
    if (!body) return send(outgoing, text(413, "Request Entity Too Large"), "GET");
    const ip = incoming.socket.remoteAddress?.replace(/^::ffff:/, "") ?? "127.0.0.1";
    let request: HttpRequest = {
      method: incoming.method ?? "GET",
      path,
      query: mark < 0 ? "" : url.slice(mark + 1),
      headers,
      cookies,
      body,
      ip,
    };
    for (const run of site.edge(behavior)) {
      const result = run(request);
      if ("status" in result) return send(outgoing, result, request.method);
      request = result;
    }
    if (origin.kind === "bucket")
      return this.options.web().serve(incoming, outgoing, rooted(request.path, site.distribution.root), own);
    const answer = await this.ask(origin, request);
    send(outgoing, { ...answer, headers: { ...own, ...answer.headers } }, request.method);
  }

  private async ask(
    origin: { api: ApiPlan; plan: OriginPlan; headers: Record<string, string> },
    request: HttpRequest,
  ): Promise<HttpResponse> {
    const { api, plan } = origin;
    const forwarded: HttpRequest = {
      ...request,
      path: plan.path + request.path,
      headers: {
        ...request.headers,
        "x-forwarded-for": request.ip,
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",
        ...origin.headers,
      },
    };
    const size = Object.entries(forwarded.headers).reduce(
      (sum, [name, value]) => sum + name.length + value.length,
      0,
    );
    if (size + request.cookies.join("; ").length > HEADERS)
      return text(431, "Request Header Fields Too Large");
    const route = match(api, forwarded.method, forwarded.path);
    if (!route) return text(404, "Not Found");
    const fn = this.options.find(route.route.function);
    if (!fn) return text(500, "Internal Server Error");
    const event = payload(forwarded, api, route, this.options.account(), this.options.now());
    if (Buffer.byteLength(event.body ?? "") > SYNC_LIMIT - HEADERS)
      return text(413, "Request Entity Too Large");
    try {
      const caller = this.options.caller(api, route.route.key);
      const call = { caller, service: "lambda", action: "InvokeFunction" };
      const input = { FunctionName: route.route.function };
      const outcome = await this.options.calls.run({ ...call, input }, () => fn.invoke(event));
      return outcome.ok ? response(JSON.parse(outcome.payload)) : text(500, "Internal Server Error");
    } catch (error) {
      if (error instanceof InvokeRefused && error.status === 429) return text(503, "Service Unavailable");
      if (error instanceof Refusal || error instanceof Lost) return text(500, "Internal Server Error");
      throw error;
    }
  }
}

const hostName = (host: string | undefined): string => (host ?? "").replace(/:\d+$/, "");

/** CloudFront's path patterns: `*` and `?`, the whole path. */
function covers(pattern: string, path: string): boolean {
  if (pattern === "*") return true;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source.startsWith("/") ? "" : "/"}${source}$`).test(path);
}

const rooted = (path: string, root: string | undefined): string => (path === "/" && root ? `/${root}` : path);

async function read(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= LARGEST) parts.push(part);
  }
  return size > LARGEST ? undefined : Buffer.concat(parts);
}

function send(outgoing: ServerResponse, answer: HttpResponse, method: string): void {
  const bodiless = method === "HEAD" || answer.status === 204 || answer.status === 304;
  outgoing.writeHead(answer.status, {
    ...answer.headers,
    ...(answer.cookies.length > 0 ? { "set-cookie": answer.cookies } : {}),
    ...(bodiless ? {} : { "content-length": String(answer.body.length) }),
  });
  outgoing.end(bodiless ? undefined : answer.body);
}

import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";
import { answer } from "./answer.ts";
import { builtClient } from "./build.ts";
import { makeWorld, type World } from "./world.ts";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};

/** As strict as production: nothing inline, nothing from elsewhere. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export type Fake = { url: string; world: World; stop: () => Promise<void> };

/** The built client over a small API in memory, for tests of the interface alone. The whole product is tested on the local stage. */
export async function startFake(size = { contacts: 400, companies: 60 }): Promise<Fake> {
  const dist = await builtClient();
  const world = makeWorld(size);
  const server = createServer((request, response) => void serve(dist, world, request, response));
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
  });
  return { url: `http://127.0.0.1:${port}`, world, stop: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

async function serve(
  dist: string,
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (url.pathname.startsWith("/api/")) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const result = answer(world, {
      method: request.method ?? "GET",
      path: url.pathname.replace("/api/v1", ""),
      query: url.searchParams,
      body: text ? (JSON.parse(text) as Record<string, unknown>) : {},
      version: Number(/"(\d+)"/.exec(String(request.headers["if-match"]))?.[1]) || undefined,
    });
    const type = result.status >= 400 ? "application/problem+json" : "application/json";
    response.writeHead(result.status, { "content-type": type });
    response.end(result.status === 204 ? undefined : JSON.stringify(result.body));
    return;
  }
  const path = extname(url.pathname) ? normalize(url.pathname) : "/index.html";
  try {
    const content = await readFile(join(dist, path));
    response.writeHead(200, {
      "content-type": types[extname(path)] ?? "application/octet-stream",
      "content-security-policy": policy,
    });
    response.end(content);
  } catch {
    response.writeHead(404).end();
  }
}

import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";

export type LocalPage = (request: Request) => Promise<Response> | Response;

/** Pages that only the laptop has, under /__local/: first match by prefix wins. */
export function localPages(pages: Record<string, LocalPage>) {
  return async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const path = (incoming.url ?? "/").split("?")[0]!;
    const page = Object.entries(pages).find(
      ([prefix]) => path === prefix || path.startsWith(`${prefix}/`),
    )?.[1];
    if (!page) {
      outgoing.writeHead(404, { "content-type": "text/plain" });
      outgoing.end("No such local page");
      return;
    }
    // A form on a foreign page must not reach the stage's own switches.
    const site = incoming.headers["sec-fetch-site"];
    if (incoming.method !== "GET" && site !== undefined && site !== "same-origin" && site !== "none") {
      outgoing.writeHead(403);
      outgoing.end();
      return;
    }
    await send(await page(request(incoming)), outgoing);
  };
}

function request(incoming: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  const method = incoming.method ?? "GET";
  const body = method === "GET" || method === "HEAD" ? null : (Readable.toWeb(incoming) as ReadableStream);
  return new Request(`http://${incoming.headers.host}${incoming.url}`, {
    method,
    headers,
    body,
    ...(body ? { duplex: "half" } : {}),
  } as RequestInit);
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  const cookies = response.headers.getSetCookie();
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== "set-cookie"));
  outgoing.writeHead(response.status, {
    ...headers,
    ...(cookies.length > 0 ? { "set-cookie": cookies } : {}),
  });
  if (response.body)
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) outgoing.write(part);
  outgoing.end();
}

export const jsonPage = (value: unknown, status = 200): Response =>
  new Response(JSON.stringify(value), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
  });

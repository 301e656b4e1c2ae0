import type { Mail } from "../index.ts";
export function inboxApp(_mail: Mail): (request: Request) => Promise<Response> {
  return async () => new Response("", { status: 404 });
}

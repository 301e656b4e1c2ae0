import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import type { AwsRequest, AwsResponse } from "../../packages/local/src/storage/exchange.ts";

export type Mounted = { url: string; close(): Promise<void> };

function headersOf(request: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : value,
    ]),
  );
}

/** The smallest HTTP door: what the stage's own does, for one service. */
export async function mount(
  handle: (request: AwsRequest) => Promise<AwsResponse>,
  whole = false,
): Promise<Mounted> {
  const server = createServer((request, response) => {
    const at = request.url!.indexOf("?");
    const path = at < 0 ? request.url! : request.url!.slice(0, at);
    const query = at < 0 ? "" : request.url!.slice(at + 1);
    const answer = async () => {
      const body = whole ? Buffer.concat((await request.toArray()) as Buffer[]) : request;
      return handle({ method: request.method!, path, query, headers: headersOf(request), body });
    };
    answer().then(
      (result) => {
        response.writeHead(result.status, result.headers);
        if (result.body instanceof Readable) result.body.pipe(response);
        else response.end(result.body);
        request.resume();
      },
      (error) => {
        response.writeHead(500);
        response.end(String(error));
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

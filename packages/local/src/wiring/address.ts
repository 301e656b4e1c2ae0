import type { Server as HttpServer } from "node:http";
import { createServer, type Server } from "node:net";
import type { StackTemplate } from "../template/assembly.ts";

/** The names that a template gives to addresses, and what they are on the laptop. */
export type Addresses = {
  url: string;
  openUrl: string;
  awsUrl: string;
  /** Puts the laptop's addresses into text that holds the account's. */
  local(text: string): string;
  /** The domain that a distribution would have. */
  domain(path: string): string;
};

/** CloudFront gives every distribution a name of its own; construct paths make good ones. */
export function addresses(url: string, openUrl: string, awsUrl: string, stacks: StackTemplate[]): Addresses {
  const domain = (path: string): string =>
    `${path.replace(/[^a-zA-Z0-9]+/g, "-").toLowerCase()}.cloudfront.net`;
  const open = openSites(stacks);
  const host = new URL(awsUrl).host;
  return {
    url,
    openUrl,
    awsUrl,
    domain,
    local: (text) =>
      text
        .replace(/https:\/\/([\w-]+)\.cloudfront\.net/g, (_, name: string) =>
          open.has(`${name}.cloudfront.net`) ? openUrl : url,
        )
        .replace(/[\w-]+\.s3\.[\w-]+\.amazonaws\.com/g, host),
  };

  function openSites(all: StackTemplate[]): Set<string> {
    const names = new Set<string>();
    for (const stack of all)
      for (const [id, resource] of Object.entries(stack.template.Resources ?? {}))
        if (
          resource.Type === "AWS::CloudFront::Distribution" &&
          !hasBucket(JSON.stringify(resource.Properties ?? {}))
        )
          names.add(
            domain(
              String(resource.Metadata?.["aws:cdk:path"] ?? stack.constructs[id] ?? `${stack.name}/${id}`),
            ),
          );
    return names;
  }
}

/** The app's distribution serves the client from a bucket; the open host has none. */
const hasBucket = (text: string): boolean => text.includes('"S3OriginConfig"');

/** Listens on loopback only. `localhost` may mean either family, so the other one is taken where there is one. */
export async function listen(
  server: HttpServer,
  port: number,
  both = false,
): Promise<{ port: number; also?: Server }> {
  await bind(server, port, "127.0.0.1");
  const bound = (server.address() as { port: number }).port;
  if (!both) return { port: bound };
  const also = createServer((socket) => server.emit("connection", socket));
  try {
    await bind(also, bound, "::1");
    return { port: bound, also };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // No IPv6 on this machine, or the port is another's there: 127.0.0.1 answers `localhost`, too.
    if (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT" || code === "EADDRINUSE") return { port: bound };
    throw error;
  }
}

function bind(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** The port, or the next free one. */
export async function freePort(port: number): Promise<number> {
  for (let one = port; one < port + 100; one++) {
    const server = createServer();
    try {
      await bind(server, one, "127.0.0.1");
      await new Promise((resolve) => server.close(resolve));
      return one;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    }
  }
  throw new Error(`No free port from ${port} to ${port + 99}`);
}

/** Ends servers with all their connections. */
export async function close(...servers: (Server | HttpServer)[]): Promise<void> {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          if ("closeAllConnections" in server) server.closeAllConnections();
        }),
    ),
  );
}

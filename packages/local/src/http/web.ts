import { createReadStream, existsSync, statSync } from "node:fs";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { extname, join, resolve, sep } from "node:path";

/** Answers for the client's own files. */
export type Web = {
  serve(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    headers: Record<string, string>,
  ): Promise<void>;
  /** Whether the template's headers and edge functions apply; Vite's own pages need inline scripts and odd paths. */
  strict: boolean;
  stop(): Promise<void>;
};

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
  ".map": "application/json",
};

const HASHED = /[-.][\w-]{8,}\.\w+$/;

/** The built client, as the bucket behind CloudFront serves it. */
export function builtWeb(folder: string): Web {
  const root = resolve(folder);
  return {
    strict: true,
    async serve(request, response, path, headers) {
      const file = resolve(join(root, decodeURIComponent(path)));
      const inside = file === root || file.startsWith(root + sep);
      if (!inside || !existsSync(file) || !statSync(file).isFile()) {
        response.writeHead(404, { ...headers, "content-type": "text/plain; charset=utf-8" });
        response.end(existsSync(root) ? "Not found" : "The web client isn't built: npm run build:web");
        return;
      }
      const type = TYPES[extname(file)] ?? "application/octet-stream";
      const cache =
        path.startsWith("/assets/") && HASHED.test(path) ? "public, max-age=31536000, immutable" : "no-cache";
      response.writeHead(200, {
        ...headers,
        "content-type": type,
        "content-length": statSync(file).size,
        "cache-control": cache,
      });
      if (request.method === "HEAD") response.end();
      else createReadStream(file).pipe(response);
    },
    async stop() {},
  };
}

/** Vite inside the front: modules as they are written, replaced in the page when they change. */
export async function devWeb(folder: string, server: Server): Promise<Web> {
  const { createServer } = await import("vite");
  const vite = await createServer({
    root: folder,
    appType: "spa",
    logLevel: "warn",
    server: { middlewareMode: true, hmr: { server }, host: "127.0.0.1" },
  });
  return {
    strict: false,
    serve: (request, response) =>
      new Promise((done) => {
        response.on("close", done);
        vite.middlewares(request, response, () => {
          response.writeHead(404);
          response.end();
        });
      }),
    stop: () => vite.close(),
  };
}

export function noWeb(): Web {
  return {
    strict: true,
    async serve(_request, response) {
      response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
      response.end("This stage runs without the web client.");
    },
    async stop() {},
  };
}

import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { stageOf } from "../../infra/stages.ts";
import { publish } from "../../scripts/web.ts";

type Asked = {
  method: string;
  path: string;
  type?: string | undefined;
  cache?: string | undefined;
  body: string;
};

const asked: Asked[] = [];
let server: Server;

/** A bucket that holds one file of a month ago and one of just now, neither in the new client. */
const LISTING = `<ListBucketResult><KeyCount>2</KeyCount><IsTruncated>false</IsTruncated>
<Contents><Key>assets/old.js</Key><LastModified>2025-01-01T00:00:00.000Z</LastModified></Contents>
<Contents><Key>assets/last.js</Key><LastModified>${new Date().toISOString()}</LastModified></Contents>
</ListBucketResult>`;

async function note(request: IncomingMessage): Promise<Asked> {
  let body = "";
  for await (const chunk of request) body += chunk;
  const { "content-type": type, "cache-control": cache } = request.headers;
  return { method: request.method!, path: request.url!, type, cache, body };
}

beforeAll(async () => {
  server = createServer((request, response) => {
    note(request).then(
      (one) => {
        asked.push(one);
        response.end(one.method === "GET" ? LISTING : one.method === "POST" ? "<DeleteResult/>" : "");
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  vi.stubEnv("AWS_ENDPOINT_URL_S3", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});

afterAll(() => new Promise((closed) => server.close(closed)));

test("publishes assets before the page that names them, and drops only what is a week old", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rapport-web-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  writeFileSync(join(folder, "assets/index-1a2b.js"), "1");
  await publish(stageOf("dev"), "web", folder);

  const puts = asked.filter(({ method }) => method === "PUT");
  expect(puts.map(({ path, type, cache }) => [path.split("?")[0], type, cache])).toEqual([
    ["/web/assets/index-1a2b.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"],
    ["/web/index.html", "text/html; charset=utf-8", "public, no-cache"],
  ]);
  const [removal] = asked.filter(({ method }) => method === "POST");
  expect(removal!.body).toContain("assets/old.js");
  expect(removal!.body).not.toContain("assets/last.js");
});

test("says how to build a client that isn't there", async () => {
  await expect(publish(stageOf("dev"), "web", tmpdir())).rejects.toThrow("npm run build:web");
});

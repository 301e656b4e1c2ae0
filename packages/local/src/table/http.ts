import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { crc32 } from "node:zlib";
import type { Caller } from "./context.ts";
import type { Engine } from "./engine.ts";
import { internal, serialization, TableError, tooLarge, unknownOperation } from "./error.ts";
import { streamOperations } from "./operations.ts";

/** AWS reads no request body over 16 MB. */
const maxBody = 16 * 1024 * 1024;

export interface Served {
  url: string;
  port: number;
  close(): Promise<void>;
}

const target = /^(DynamoDB|DynamoDBStreams)_20120810\.([A-Za-z]+)$/;
const credential = /Credential=([^/,\s]+)\/[^/]*\/([^/]*)\//;

function callerOf(request: IncomingMessage): Caller | undefined {
  const match = credential.exec(request.headers.authorization ?? "");
  return match ? { accessKeyId: match[1], region: match[2] } : undefined;
}

let serial = 0;
const processTag = process.pid.toString(36).toUpperCase().padStart(8, "0");
const requestId = () => `${processTag}${(serial++).toString(36).toUpperCase().padStart(44, "0")}`;

function send(response: ServerResponse, status: number, text: string, type: string): void {
  response.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(text),
    "x-amz-crc32": crc32(text),
    "x-amzn-requestid": requestId(),
    server: "Server",
  });
  // As text, it leaves in one piece with its head.
  response.end(text);
}

function operationOf(request: IncomingMessage): string {
  const match = target.exec(String(request.headers["x-amz-target"] ?? ""));
  const operation = match?.[2];
  if (!operation || streamOperations.has(operation) !== (match[1] === "DynamoDBStreams"))
    throw unknownOperation();
  return operation;
}

function parse(body: Buffer): unknown {
  if (!body.length) throw serialization("");
  let input: unknown;
  try {
    input = JSON.parse(body.toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) throw serialization("");
    throw error;
  }
  if (typeof input !== "object" || input === null || Array.isArray(input))
    throw serialization(Array.isArray(input) ? "Start of list found where not expected" : "");
  return input;
}

async function answer(
  engine: Engine,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer | undefined,
): Promise<void> {
  const json10 = !/^application\/json\b/.test(request.headers["content-type"] ?? "");
  const type = json10 ? "application/x-amz-json-1.0" : "application/json";
  try {
    if (!body) throw tooLarge();
    if (!/^application\/(x-amz-json-1\.[01]|json)\b/.test(request.headers["content-type"] ?? ""))
      throw unknownOperation();
    const operation = operationOf(request);
    const input = parse(body);
    send(response, 200, await engine.text(operation, input, callerOf(request)), type);
  } catch (error) {
    const refusal = error instanceof TableError ? error : internal();
    if (refusal !== error) console.error("table engine:", error);
    send(response, refusal.status, refusal.body(), type);
  }
}

function handle(engine: Engine, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== "POST") {
    request.resume();
    if (request.method === "GET") send(response, 200, "healthy: dynamodb.local ", "text/plain");
    else send(response, 404, "<UnknownOperationException/>\n", "text/plain");
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  request.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= maxBody) chunks.push(chunk);
    else chunks.length = 0;
  });
  request.on("end", () => {
    const body = size > maxBody ? undefined : chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    void answer(engine, request, response, body);
  });
  request.on("error", () => response.destroy());
}

/** Opens the HTTP door of an engine, by default on the loopback only. Closing it leaves the engine open. */
export async function serve(engine: Engine, options: { port?: number; host?: string } = {}): Promise<Served> {
  const host = options.host ?? "127.0.0.1";
  const server = createServer({ keepAliveTimeout: 60_000, noDelay: true }, (request, response) =>
    handle(engine, request, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

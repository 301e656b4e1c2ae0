import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { call } from "../../packages/core/src/aws/call.ts";
import { during, OutOfTime } from "../../packages/core/src/aws/patience.ts";
import { read } from "../../packages/core/src/aws/storage.ts";
import { connect } from "../../packages/core/src/aws/table.ts";

/** Answers as a service would, but for connections on which nothing more comes. */
let server: Server;
let asked: { socket: unknown; text: string }[] = [];
let hang: (turn: number) => "before" | "amid" | undefined = () => undefined;

const TEXT = JSON.stringify({ TableNames: ["records"], QueueUrls: [] });

async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  let text = "";
  for await (const part of incoming) text += String(part);
  asked.push({ socket: incoming.socket, text });
  const how = hang(asked.length);
  if (how === "before") return;
  outgoing.writeHead(200, { "content-type": "application/x-amz-json-1.0", "content-length": TEXT.length });
  if (how === "amid") outgoing.write(TEXT.slice(0, 5));
  else outgoing.end(TEXT);
}

beforeAll(async () => {
  server = createServer((incoming, outgoing) => void serve(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: "key",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_REGION: "us-east-1",
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    FILES_BUCKET: "files",
  });
});

beforeEach(() => {
  asked = [];
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function lasting(ms: number) {
  const end = performance.now() + ms;
  return { getRemainingTimeInMillis: () => Math.max(0, end - performance.now()) };
}

const doors: [name: string, ask: () => Promise<unknown>][] = [
  ["the SDK's clients", () => connect().send(new ListTablesCommand({}))],
  ["signed calls", () => call("sqs", "AmazonSQS.ListQueues", { QueueNamePrefix: "a" })],
  ["files", () => read("a.csv")],
];

describe.each(doors)("%s", (_, ask) => {
  test.each(["before", "amid"] as const)(
    "ask again on another connection when nothing comes, %s the answer",
    async (how) => {
      hang = (turn) => (turn === 1 ? how : undefined);
      const started = performance.now();
      await during(lasting(1_300), ask);
      const [first, second] = asked;
      expect(asked).toHaveLength(2);
      expect(second?.socket).not.toBe(first?.socket);
      expect(second?.text).toBe(first?.text);
      expect(performance.now() - started).toBeGreaterThan(350);
      expect(performance.now() - started).toBeLessThan(1_300);
    },
  );

  test("give up before the invocation ends, and ask no more", async () => {
    hang = () => "before";
    const life = lasting(1_500);
    await expect(during(life, ask)).rejects.toThrow();
    expect(life.getRemainingTimeInMillis()).toBeGreaterThan(0);
    expect(asked.length).toBeGreaterThan(1);
    const before = asked.length;
    await expect(during(lasting(400), ask)).rejects.toThrow(OutOfTime);
    expect(asked).toHaveLength(before);
  });
});

import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type Message = { id: string; body: unknown; delaySeconds: number };

type Sent = { QueueUrl: string; MessageBody?: string; DelaySeconds?: number; Entries?: Sent[]; Id?: string };

/** What core puts before its queues, to look at and to hand to the handlers in any order. Speaks SQS's JSON protocol. */
export async function startQueues() {
  const waiting = new Map<string, Message[]>();
  let count = 0;
  const put = (name: string, sent: Sent) => {
    const body = sent.MessageBody ?? "";
    const id = `m${++count}`;
    const list = waiting.get(name) ?? [];
    waiting.set(name, [...list, { id, body: JSON.parse(body), delaySeconds: sent.DelaySeconds ?? 0 }]);
    return { Id: sent.Id, MessageId: id, MD5OfMessageBody: createHash("md5").update(body).digest("hex") };
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const input = JSON.parse(Buffer.concat(parts).toString()) as Sent;
      const name = new URL(input.QueueUrl).pathname.slice(1);
      const answer = input.Entries
        ? { Successful: input.Entries.map((entry) => put(name, entry)), Failed: [] }
        : put(name, input);
      response.setHeader("content-type", "application/x-amz-json-1.0");
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SQS: url,
    IMPORT_QUEUE_URL: `${url}/import`,
    AUDIENCE_QUEUE_URL: `${url}/audience`,
    SEND_QUEUE_URL: `${url}/send`,
    MAIL_QUEUE_URL: `${url}/mail`,
  });
  return {
    /** Everything that waits in a queue, taken out. */
    take(name: "import" | "audience" | "send" | "mail"): Message[] {
      const list = waiting.get(name) ?? [];
      waiting.delete(name);
      return list;
    },
    waiting: (name: string) => waiting.get(name)?.length ?? 0,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export type Queues = Awaited<ReturnType<typeof startQueues>>;

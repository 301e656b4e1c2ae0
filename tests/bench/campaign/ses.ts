import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

type Entry = { ReplacementTags: { Name: string; Value: string }[] };

/** SES as far as a campaign meets it: its rate as a bucket that one second fills, and how often each recipient was sent to. */
export async function startSes(rate: number, recipients: number, now: () => number) {
  const times = new Uint8Array(recipients);
  const counts = { calls: 0, entries: 0, throttled: 0, sent: 0, lastAt: 0 };
  let tokens = rate;
  let filledAt = now();

  function take(): boolean {
    const at = now();
    tokens = Math.min(rate, tokens + ((at - filledAt) / 1_000) * rate);
    filledAt = at;
    counts.entries++;
    if (tokens < 1 - 1e-6) {
      counts.throttled++;
      return false;
    }
    tokens -= 1;
    counts.sent++;
    counts.lastAt = at;
    return true;
  }

  function bulk(entries: Entry[]): object {
    counts.calls++;
    const results = entries.map(({ ReplacementTags }) => {
      if (!take()) return { Status: "ACCOUNT_THROTTLED" };
      const who = Number(ReplacementTags.find(({ Name }) => Name === "recipient")?.Value.slice(4));
      times[who] = (times[who] ?? 0) + 1;
      return { Status: "SUCCESS", MessageId: `m${counts.sent}` };
    });
    return { BulkEmailEntryResults: results };
  }

  const quota = { MaxSendRate: rate, Max24HourSend: -1, SentLast24Hours: 0 };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const answer = request.url?.includes("bulk")
        ? bulk(
            (JSON.parse(Buffer.concat(parts).toString()) as { BulkEmailEntries: Entry[] }).BulkEmailEntries,
          )
        : { SendQuota: quota, SendingEnabled: true };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, { AWS_ENDPOINT_URL_SESV2: url, AWS_ENDPOINT_URL_SES: url });
  return {
    counts,
    times,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

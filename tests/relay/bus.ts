import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Fact } from "../../packages/core/src/fact/index.ts";

type Entry = { DetailType: string; Source: string; Detail: string };

/** An event bus that keeps what it took; `refuse` makes it refuse the entries of the next calls. */
export async function startBus() {
  const taken: Fact[] = [];
  const calls: number[] = [];
  const refusals: ((entry: Entry, place: number) => boolean)[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const { Entries } = JSON.parse(body) as { Entries: Entry[] };
      calls.push(Entries.length);
      const refuses = refusals.shift();
      const answers = Entries.map((entry, place) => {
        if (refuses?.(entry, place))
          return { ErrorCode: "ThrottlingException", ErrorMessage: "Rate exceeded" };
        taken.push(JSON.parse(entry.Detail) as Fact);
        return { EventId: `e${taken.length}` };
      });
      response.setHeader("content-type", "application/x-amz-json-1.1");
      response.end(
        JSON.stringify({
          Entries: answers,
          FailedEntryCount: answers.filter((one) => "ErrorCode" in one).length,
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env.AWS_ENDPOINT_URL_EVENTBRIDGE = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.BUS_NAME = "rapport-test";
  return {
    taken,
    calls,
    refuse: (...which: ((entry: Entry, place: number) => boolean)[]) => refusals.push(...which),
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

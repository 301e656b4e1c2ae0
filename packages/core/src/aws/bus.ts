import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { Patient } from "./patience.ts";

/** The door to EventBridge: facts go to our own bus, source `rapport`. */
const client = new EventBridgeClient({ maxAttempts: 5, requestHandler: new Patient() });

export type Event = { type: string; detail: object };

/** PutEvents takes 10 entries and 256 KB a call. */
const ENTRIES = 10;
const BYTES = 240_000;
const TRIES = 4;

function busName(): string {
  const name = process.env.BUS_NAME;
  if (!name) throw new Error("BUS_NAME is not set: this function was not granted the bus in infra/.");
  return name;
}

/** Calls of at most 10 entries that stay within the size of a call. */
function calls(entries: PutEventsRequestEntry[]): PutEventsRequestEntry[][] {
  const all: PutEventsRequestEntry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.Detail ?? "") + 200;
    const last = all.at(-1);
    if (!last || last.length === ENTRIES || bytes + size > BYTES) {
      all.push([entry]);
      bytes = size;
    } else {
      last.push(entry);
      bytes += size;
    }
  }
  return all;
}

/** PutEvents may take some entries and refuse others; the refused are sent again. @throws when some stay refused. */
export async function publish(events: Event[]): Promise<void> {
  let rest: PutEventsRequestEntry[] = events.map(({ type, detail }) => ({
    EventBusName: busName(),
    Source: "rapport",
    DetailType: type,
    Detail: JSON.stringify(detail),
  }));
  let reason: string | undefined;
  for (let attempt = 0; rest.length > 0; attempt++) {
    if (attempt === TRIES)
      throw new Error(`The bus refused ${rest.length} of ${events.length} events: ${reason}`);
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 25));
    const refused: PutEventsRequestEntry[] = [];
    for (const call of calls(rest)) {
      const answer = await client.send(new PutEventsCommand({ Entries: call }));
      for (const [place, entry] of (answer.Entries ?? []).entries()) {
        if (!entry.ErrorCode) continue;
        reason = `${entry.ErrorCode} ${entry.ErrorMessage ?? ""}`;
        refused.push(call[place] as PutEventsRequestEntry);
      }
    }
    rest = refused;
  }
}

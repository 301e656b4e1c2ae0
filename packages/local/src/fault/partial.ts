import type { Call } from "../call/index.ts";
import type { AwsResponse } from "../storage/exchange.ts";
import type { Chance } from "./chance.ts";

type Json = Record<string, unknown>;
type Answer = Json;

/** How a batch is cut: what is left of the request, and the answer with what was cut out of it. */
type Cut = { rest: Json; empty: boolean; fill(answer: Answer): Answer };

/** Batches of which a service may refuse a part. Others have no parts. */
const CUTS: Record<string, (input: Json, part: number, chance: Chance) => Cut | undefined> = {
  "dynamodb:BatchGetItem": (input, part, chance) => unprocessed(input, part, chance, "UnprocessedKeys"),
  "dynamodb:BatchWriteItem": (input, part, chance) => unprocessed(input, part, chance, "UnprocessedItems"),
  "sqs:SendMessageBatch": (input, part, chance) =>
    entries(input, "Entries", part, chance, (answer, all, out) => {
      const Failed = out.map((place) => ({
        Id: (all[place] as { Id: string }).Id,
        SenderFault: false,
        Code: "InternalError",
        Message: "Not now.",
      }));
      return { Successful: [], ...answer, Failed: [...((answer.Failed ?? []) as Json[]), ...Failed] };
    }),
  "events:PutEvents": (input, part, chance) =>
    entries(input, "Entries", part, chance, (answer, all, out) => {
      const Entries = woven((answer.Entries ?? []) as Json[], all.length, out, {
        ErrorCode: "ThrottlingException",
        ErrorMessage: "Rate exceeded",
      });
      return { Entries, FailedEntryCount: Entries.filter((one) => "ErrorCode" in one).length };
    }),
  "ses:SendBulkEmail": (input, part, chance) =>
    entries(input, "BulkEmailEntries", part, chance, (answer, all, out) => ({
      BulkEmailEntryResults: woven((answer.BulkEmailEntryResults ?? []) as Json[], all.length, out, {
        Status: "ACCOUNT_THROTTLED",
        Error: "Maximum sending rate exceeded.",
      }),
    })),
};

/** The service takes a batch but for `part` of its entries. A call without parts is left alone. */
export async function partly<T>(
  call: Call,
  part: number,
  chance: Chance,
  work: () => Promise<T> | T,
): Promise<T> {
  const cut = CUTS[`${call.service}:${call.action}`]?.(call.input, part, chance);
  if (!cut) return work();
  if (cut.empty) return answered(cut.fill({})) as T;
  for (const name of Object.keys(call.input)) delete call.input[name];
  Object.assign(call.input, cut.rest);
  call.changed = true;
  const answer = (await work()) as AwsResponse;
  if (answer.status !== 200 || !Buffer.isBuffer(answer.body)) return answer as T;
  return answered(cut.fill(JSON.parse(answer.body.toString()) as Answer), answer.headers) as T;
}

function answered(value: Answer, headers: AwsResponse["headers"] = {}): AwsResponse {
  // The checksum and the length were of the whole answer.
  const kept = Object.entries(headers).filter(([name]) => !/^(x-amz-crc32|content-length)$/i.test(name));
  return {
    status: 200,
    headers: { "content-type": "application/x-amz-json-1.0", ...Object.fromEntries(kept) },
    body: Buffer.from(JSON.stringify(value)),
  };
}

const chosen = (length: number, part: number, chance: Chance): number[] =>
  chance.shuffled(Array.from({ length }, (_, place) => place)).slice(0, part);

/** Results in the order of the request, with one for each entry that was cut out. */
function woven(results: Json[], length: number, out: number[], refused: Json): Json[] {
  const waiting = [...results];
  return Array.from({ length }, (_, place) => (out.includes(place) ? refused : (waiting.shift() ?? refused)));
}

function entries(
  input: Json,
  name: string,
  part: number,
  chance: Chance,
  fill: (answer: Answer, all: unknown[], out: number[]) => Answer,
): Cut | undefined {
  const all = (input[name] ?? []) as unknown[];
  if (all.length === 0) return undefined;
  const out = chosen(all.length, part, chance);
  const rest = all.filter((_, place) => !out.includes(place));
  return {
    rest: { ...input, [name]: rest },
    empty: rest.length === 0,
    fill: (answer) => fill(answer, all, out),
  };
}

function unprocessed(input: Json, part: number, chance: Chance, member: string): Cut | undefined {
  const tables = Object.entries((input.RequestItems ?? {}) as Record<string, unknown>);
  const all = tables.flatMap(([table, list]) =>
    (Array.isArray(list) ? list : ((list as { Keys?: unknown[] }).Keys ?? [])).map((item) => ({
      table,
      item,
    })),
  );
  if (all.length === 0) return undefined;
  const out = chosen(all.length, part, chance);
  const having = (places: (place: number) => boolean): Json =>
    Object.fromEntries(
      tables.flatMap(([table, list]) => {
        const own = all.filter((one, place) => one.table === table && places(place)).map(({ item }) => item);
        if (own.length === 0) return [];
        return [[table, Array.isArray(list) ? own : { ...(list as Json), Keys: own }]];
      }),
    );
  const rest = having((place) => !out.includes(place));
  const cut = having((place) => out.includes(place));
  return {
    rest: { ...input, RequestItems: rest },
    empty: Object.keys(rest).length === 0,
    fill: (answer) => ({
      ...(member === "UnprocessedKeys" ? { Responses: {} } : {}),
      ...answer,
      [member]: merged((answer[member] ?? {}) as Json, cut),
    }),
  };
}

/** What the service itself left over, and what was cut out before. */
function merged(left: Json, right: Json): Json {
  const out = { ...left };
  for (const [table, list] of Object.entries(right)) {
    const own = out[table];
    if (own === undefined) out[table] = list;
    else if (Array.isArray(own)) out[table] = [...own, ...(list as unknown[])];
    else
      out[table] = {
        ...(own as Json),
        Keys: [...(own as { Keys: unknown[] }).Keys, ...(list as { Keys: unknown[] }).Keys],
      };
  }
  return out;
}

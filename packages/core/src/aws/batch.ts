import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { Item, Key } from "./statement.ts";
import { documents } from "./table.ts";

/** DynamoDB takes so many a BatchWriteItem. */
const EACH = 25;
const AT_ONCE = 4;
const TRIES = 6;

type Request = { PutRequest: { Item: Item } } | { DeleteRequest: { Key: Key } };

/**
 * Puts items, without a condition: for rows that are the same however often they are written. 1 BatchWriteItem for each
 * 25, 4 at once. @throws Error when the table did not take all of them; what it took stays.
 */
export function putAll(table: string, items: readonly Item[]): Promise<void> {
  const distinct = new Map(items.map((item) => [`${item.pk}\n${item.sk}`, item]));
  return writeAll(
    table,
    [...distinct.values()].map((Item) => ({ PutRequest: { Item } })),
  );
}

/** Deletes items, in as many requests as `putAll`. Those that are gone already don't matter. */
export function deleteAll(table: string, keys: readonly Key[]): Promise<void> {
  return writeAll(
    table,
    keys.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } })),
  );
}

async function writeAll(table: string, requests: readonly Request[]): Promise<void> {
  for (let start = 0; start < requests.length; start += EACH * AT_ONCE) {
    const group = requests.slice(start, start + EACH * AT_ONCE);
    const batches = Array.from({ length: Math.ceil(group.length / EACH) }, (_, at) =>
      group.slice(at * EACH, (at + 1) * EACH),
    );
    await Promise.all(batches.map((batch) => write(table, batch)));
  }
}

async function write(table: string, batch: readonly Request[]): Promise<void> {
  let rest = [...batch];
  for (let attempt = 0; rest.length > 0; attempt++) {
    if (attempt === TRIES) throw new Error(`${table} did not take ${rest.length} of ${batch.length} writes.`);
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 25));
    const answer = await documents.send(new BatchWriteCommand({ RequestItems: { [table]: rest } }));
    rest = (answer.UnprocessedItems?.[table] ?? []) as Request[];
  }
}

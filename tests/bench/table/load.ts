import type { Caller } from "../../table/process.ts";

export const TableName = "Bench";
const element = (AttributeName: string, KeyType: "HASH" | "RANGE" = "HASH") => ({ AttributeName, KeyType });

/** A stream with both images and two indexes: keys only, and all. */
export const table = {
  TableName,
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: ["pk", "sk", "owner", "stage"].map((AttributeName) => ({
    AttributeName,
    AttributeType: "S",
  })),
  KeySchema: [element("pk"), element("sk", "RANGE")],
  GlobalSecondaryIndexes: [
    {
      IndexName: "byOwner",
      KeySchema: [element("owner"), element("sk", "RANGE")],
      Projection: { ProjectionType: "KEYS_ONLY" },
    },
    {
      IndexName: "byStage",
      KeySchema: [element("stage"), element("sk", "RANGE")],
      Projection: { ProjectionType: "ALL" },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
};

/** Item number `n`: a record as the product keeps them, its id growing with time, of about so many bytes. */
export function record(n: number, bytes: number): Record<string, unknown> {
  const id = n.toString(36).padStart(8, "0") + ((n * 2654435761) % 2 ** 32).toString(36);
  return {
    pk: { S: `w#1#contact#${id}` },
    sk: { S: "contact" },
    owner: { S: `w#1#owner#${n % 600}` },
    stage: { S: `w#1#stage#${n % 600}` },
    name: { S: `Someone ${n}` },
    amount: { N: String(n * 3) },
    open: { BOOL: n % 2 === 0 },
    tags: { L: [{ S: "one" }, { S: "two" }] },
    note: { S: "x".repeat(Math.max(0, bytes - 190)) },
  };
}

/** Sends requests that were made ready before, so many at once; tells the requests a second. */
async function send(
  caller: Caller,
  operation: string,
  bodies: string[],
  lanes: number,
  check: (answer: string) => boolean = () => true,
): Promise<number> {
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (next < bodies.length) {
        const answer = await caller.text(operation, bodies[next++]!);
        if (!check(answer)) throw new Error(`${operation}: ${answer.slice(-200)}`);
      }
    }),
  );
  return bodies.length / ((performance.now() - started) / 1000);
}

const batchSize = 25;
/** What is made ready at once, so that half a million items need no gigabyte here. */
const portion = 10_000;

/** Writes items `from` to `to` in batches of 25, sixteen at once; items a second. */
export async function writeBatches(caller: Caller, from: number, to: number, bytes: number): Promise<number> {
  let seconds = 0;
  for (let at = from; at < to; at += portion) {
    const end = Math.min(at + portion, to);
    const bodies = Array.from({ length: (end - at) / batchSize }, (_, batch) => {
      const requests = Array.from({ length: batchSize }, (_, i) => ({
        PutRequest: { Item: record(at + batch * batchSize + i, bytes) },
      }));
      return JSON.stringify({ RequestItems: { [TableName]: requests } });
    });
    seconds += bodies.length / (await send(caller, "BatchWriteItem", bodies, 16));
  }
  return (to - from) / seconds;
}

/** Transactions of 100 puts, four at once; items a second. */
export async function writeTransactions(
  caller: Caller,
  from: number,
  count: number,
  bytes: number,
): Promise<number> {
  const bodies = Array.from({ length: count }, (_, transaction) =>
    JSON.stringify({
      TransactItems: Array.from({ length: 100 }, (_, i) => ({
        Put: { TableName, Item: record(from + transaction * 100 + i, bytes) },
      })),
    }),
  );
  return 100 * (await send(caller, "TransactWriteItems", bodies, 4));
}

/** Index queries of 50 whole items, eight at once; queries a second. */
export function queryIndex(caller: Caller, count: number): Promise<number> {
  const bodies = Array.from({ length: count }, (_, n) =>
    JSON.stringify({
      TableName,
      IndexName: "byStage",
      KeyConditionExpression: "stage = :stage",
      ExpressionAttributeValues: { ":stage": { S: `w#1#stage#${n % 600}` } },
      Limit: 50,
    }),
  );
  return send(caller, "Query", bodies, 8, (answer) => answer.includes('"Count":50'));
}

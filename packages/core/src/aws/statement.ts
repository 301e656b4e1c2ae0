import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { documents, records } from "./table.ts";
import type { Write } from "./transaction.ts";

/** Single requests on a table, Records unless another is named. */
export type Key = { pk: string; sk: string };
export type Item = Record<string, unknown>;

export async function get(
  key: Key,
  options: { table?: string; consistent?: boolean } = {},
): Promise<Item | undefined> {
  const { table = records(), consistent = true } = options;
  const answer = await documents.send(
    new GetCommand({ TableName: table, Key: key, ConsistentRead: consistent }),
  );
  return answer.Item;
}

/** DynamoDB's limit of keys in one BatchGetItem. */
const MOST = 100;
const AT_ONCE = 8;

/** 1 BatchGetItem for each 100 keys, 8 at once; asks again for what was left unprocessed. Order is not kept. */
export async function getMany(
  keys: readonly Key[],
  options: { table?: string; consistent?: boolean } = {},
): Promise<Item[]> {
  const items: Item[] = [];
  for (let start = 0; start < keys.length; start += MOST * AT_ONCE) {
    const some = keys.slice(start, start + MOST * AT_ONCE);
    const hundreds = Array.from({ length: Math.ceil(some.length / MOST) }, (_, at) =>
      some.slice(at * MOST, (at + 1) * MOST),
    );
    items.push(...(await Promise.all(hundreds.map((hundred) => getHundred(hundred, options)))).flat());
  }
  return items;
}

async function getHundred(
  keys: Key[],
  { table = records(), consistent = true }: { table?: string; consistent?: boolean },
): Promise<Item[]> {
  const items: Item[] = [];
  let rest: Item[] = keys;
  for (let attempt = 0; rest.length > 0; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(1_000, 2 ** attempt * 10)));
    const answer = await documents.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: rest, ConsistentRead: consistent } } }),
    );
    items.push(...(answer.Responses?.[table] ?? []));
    rest = answer.UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return items;
}

export type Asked = {
  table?: string;
  index?: string | undefined;
  pk: string;
  beginsWith?: string | undefined;
  between?: [string, string];
  limit?: number;
  start?: Item | undefined;
  order?: "asc" | "desc";
  consistent?: boolean;
  /** Attribute names to return, all by default. */
  only?: string[];
};

/** One Query. `next` is DynamoDB's own position, for a signed cursor or the next call. */
export async function query(asked: Asked): Promise<{ items: Item[]; next: Item | undefined }> {
  const [pk, sk] = asked.index ? [`${asked.index}pk`, `${asked.index}sk`] : ["pk", "sk"];
  const range = asked.between
    ? " AND #sk BETWEEN :from AND :to"
    : asked.beginsWith
      ? " AND begins_with(#sk, :begin)"
      : "";
  const answer = await documents.send(
    new QueryCommand({
      TableName: asked.table ?? records(),
      IndexName: asked.index,
      KeyConditionExpression: `#pk = :pk${range}`,
      ProjectionExpression: asked.only?.map((_, place) => `#o${place}`).join(", "),
      ExpressionAttributeNames: {
        "#pk": pk,
        ...(range ? { "#sk": sk } : {}),
        ...Object.fromEntries((asked.only ?? []).map((name, place) => [`#o${place}`, name])),
      },
      ExpressionAttributeValues: {
        ":pk": asked.pk,
        ...(asked.between ? { ":from": asked.between[0], ":to": asked.between[1] } : {}),
        ...(!asked.between && asked.beginsWith ? { ":begin": asked.beginsWith } : {}),
      },
      Limit: asked.limit,
      ExclusiveStartKey: asked.start,
      ScanIndexForward: asked.order !== "desc",
      ConsistentRead: asked.consistent,
    }),
  );
  return { items: answer.Items ?? [], next: answer.LastEvaluatedKey };
}

/** Every item of a partition, page by page. For bounded partitions and jobs only. */
export async function* queryAll(asked: Asked): AsyncGenerator<Item> {
  let start: Item | undefined = asked.start;
  do {
    const answer = await query({ ...asked, start });
    yield* answer.items;
    start = answer.next;
  } while (start);
}

export type Change = {
  /** `null` removes the attribute, `undefined` leaves it. */
  set?: Item;
  add?: Record<string, number>;
  /** Attributes that must equal these values, or the write is refused. */
  equal?: Item;
  /** Attributes that must not equal these values; missing ones don't. */
  unlike?: Item;
  /** Creates the item when it is not there; `absent` refuses when it is. */
  upsert?: boolean;
  absent?: boolean;
  table?: string;
};

/** One UpdateItem, to run by itself or to put into a transaction. */
export function update(key: Key, change: Change) {
  const names: Record<string, string> = {};
  const values: Item = {};
  const place = (kind: string, name: string, value?: unknown) => {
    const label = `${kind}${Object.keys(names).length}`;
    names[`#${label}`] = name;
    if (value !== undefined) values[`:${label}`] = value;
    return label;
  };
  const given = Object.entries(change.set ?? {}).filter(([, value]) => value !== undefined);
  const sets = given.filter(([, value]) => value !== null).map(([name, value]) => place("s", name, value));
  const removals = given.filter(([, value]) => value === null).map(([name]) => place("r", name));
  const adds = Object.entries(change.add ?? {}).map(([name, value]) => place("a", name, value));
  const equals = Object.entries(change.equal ?? {}).map(([name, value]) => place("e", name, value));
  const unlikes = Object.entries(change.unlike ?? {}).map(([name, value]) => place("u", name, value));
  const exists = change.absent ? ["attribute_not_exists(pk)"] : change.upsert ? [] : ["attribute_exists(pk)"];
  const condition = [
    ...exists,
    ...equals.map((label) => `#${label} = :${label}`),
    ...unlikes.map((label) => `#${label} <> :${label}`),
  ].join(" AND ");
  const clauses = [
    sets.length > 0 && `SET ${sets.map((label) => `#${label} = :${label}`).join(", ")}`,
    removals.length > 0 && `REMOVE ${removals.map((label) => `#${label}`).join(", ")}`,
    adds.length > 0 && `ADD ${adds.map((label) => `#${label} :${label}`).join(", ")}`,
  ];
  const parameters = {
    TableName: change.table ?? records(),
    Key: key,
    UpdateExpression: clauses.filter(Boolean).join(" "),
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
    ...(condition ? { ConditionExpression: condition } : {}),
    ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
  };

  type Outcome = { ok: true; item: Item } | { ok: false; item: Item | undefined };
  async function run(): Promise<Outcome> {
    try {
      const answer = await documents.send(new UpdateCommand({ ...parameters, ReturnValues: "ALL_NEW" }));
      return { ok: true, item: answer.Attributes ?? {} };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return { ok: false, item: error.Item && unmarshall(error.Item) };
    }
  }

  return { run, write: (): Write => ({ Update: parameters }) };
}

/** One conditional Put. The item in the way when its condition refused it, else undefined. */
export async function putOnce({ Put }: Write): Promise<Item | undefined> {
  if (!Put) throw new TypeError("Not a Put.");
  try {
    await documents.send(new PutCommand({ ...Put, ReturnValuesOnConditionCheckFailure: "ALL_OLD" }));
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return error.Item ? unmarshall(error.Item) : {};
  }
}

/** One conditional Delete; nothing happens when its condition refuses it. */
export async function deleteIf({ Delete }: Write): Promise<void> {
  if (!Delete) throw new TypeError("Not a Delete.");
  try {
    await documents.send(new DeleteCommand(Delete));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

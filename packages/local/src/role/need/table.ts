import type { Call } from "../../call/index.ts";
import { EVERYTHING, type Need, type World } from "./index.ts";

type Input = Record<string, unknown>;
type Item = Record<string, Record<string, unknown> | undefined>;

/** Requests on one table whose key or item they carry. */
const KEYED: Record<string, "Key" | "Item"> = {
  GetItem: "Key",
  PutItem: "Item",
  UpdateItem: "Key",
  DeleteItem: "Key",
  ConditionCheckItem: "Key",
};

/** Members of a transaction and the action that each stands for. */
const MEMBERS: Record<string, string> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
  Get: "GetItem",
};

const LISTS = ["ListTables", "ListStreams", "DescribeLimits", "DescribeEndpoints"];

/** DynamoDB and its streams: every item in a batch or a transaction counts by its own table and key. */
export function tables({ action, input }: Pick<Call, "action" | "input">, world: World): Need[] | undefined {
  const table = new Tables(world);
  if (action in KEYED) return [table.need(action, input, keys(world, input, input[KEYED[action]!]))];
  if (action === "Query") return [table.need(action, input, asked(world, input))];
  if (action === "Scan") return [table.need(action, input, undefined)];
  if (action === "TransactWriteItems" || action === "TransactGetItems")
    return inner(input).map(([kind, one]) => {
      const need = table.need(MEMBERS[kind] ?? kind, one, keys(world, one, one.Key ?? one.Item));
      return { ...need, context: { ...need.context, "dynamodb:EnclosingOperation": action } };
    });
  if (action === "BatchGetItem" || action === "BatchWriteItem")
    return Object.entries((input.RequestItems ?? {}) as Record<string, unknown>).map(([TableName, list]) =>
      table.need(action, { ...input, TableName }, batched(world, TableName, list)),
    );
  if (LISTS.includes(action)) return [{ action: `dynamodb:${action}`, resource: EVERYTHING, context: {} }];
  if (action === "GetRecords" || action === "GetShardIterator" || action === "DescribeStream") {
    const arn = input.StreamArn ?? streamBehind(input.ShardIterator);
    return arn ? [{ action: `dynamodb:${action}`, resource: String(arn), context: {} }] : undefined;
  }
  return typeof input.TableName === "string" ? [table.need(action, input, undefined)] : undefined;
}

class Tables {
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  need(action: string, input: Input, leading: string[] | undefined): Need {
    const { account, region } = this.world;
    const name = tableName(input);
    const index = typeof input.IndexName === "string" ? `/index/${input.IndexName}` : "";
    const context: Need["context"] = {};
    if (leading) context["dynamodb:LeadingKeys"] = leading;
    for (const key of ["Select", "ReturnValues", "ReturnConsumedCapacity"])
      if (typeof input[key] === "string") context[`dynamodb:${key}`] = input[key];
    return {
      action: `dynamodb:${action}`,
      resource: `arn:aws:dynamodb:${region}:${account}:table/${name}${index}`,
      context,
    };
  }
}

/** An iterator names its stream before the first bar. */
const streamBehind = (iterator: unknown): string | undefined =>
  String(iterator ?? "").split("|")[0] || undefined;

/** A table is named, or given by its ARN. */
const tableName = (input: Input): string => String(input.TableName ?? "").replace(/^arn:.*:table\//, "");

const inner = (input: Input): [string, Input][] =>
  ((input.TransactItems ?? []) as Record<string, Input>[]).flatMap((one) => Object.entries(one));

/** The partition key of one item. Where it is missing, the request is refused for that. */
function keys(world: World, input: Input, item: unknown): string[] {
  const hash = world.hashOf(tableName(input), undefined);
  const value = hash === undefined ? undefined : (item as Item | undefined)?.[hash];
  return value ? [text(value)] : [];
}

function batched(world: World, TableName: string, list: unknown): string[] {
  const writes = list as { PutRequest?: Input; DeleteRequest?: Input }[];
  const items = Array.isArray(list)
    ? writes.map((one) => one.PutRequest?.Item ?? one.DeleteRequest?.Key)
    : ((list as { Keys?: unknown[] }).Keys ?? []);
  return [...new Set(items.flatMap((item) => keys(world, { TableName }, item)))];
}

/** The partition key that a query asks for: of the index, where it asks one. */
function asked(world: World, input: Input): string[] {
  const hash = world.hashOf(tableName(input), input.IndexName as string | undefined);
  const old = (input.KeyConditions ?? {}) as Record<
    string,
    { AttributeValueList?: Record<string, unknown>[] }
  >;
  if (hash !== undefined && old[hash]) return (old[hash].AttributeValueList ?? []).map(text);
  const names = (input.ExpressionAttributeNames ?? {}) as Record<string, string>;
  const values = (input.ExpressionAttributeValues ?? {}) as Item;
  const equals = String(input.KeyConditionExpression ?? "").matchAll(
    /([#\w.-]+)\s*=\s*(:[\w]+)|(:[\w]+)\s*=\s*([#\w.-]+)/g,
  );
  for (const [, left, right, value = right!, name = left!] of equals)
    if ((names[name] ?? name) === hash && values[value]) return [text(values[value])];
  return [];
}

/** A key as policies compare it: text as it is, numbers in digits, bytes in base64. */
const text = (value: Record<string, unknown>): string => String(value.S ?? value.N ?? value.B ?? "");

import { type Return, readUnits } from "../capacity.ts";
import type { Open } from "../catalog.ts";
import { type Plan, sizeToPut } from "../change.ts";
import { type Answer, type Scope, Text } from "../context.ts";
import { validation } from "../error.ts";
import type { Step } from "../expression/ast.ts";
import { projector } from "../expression/projection.ts";
import { checkScalarKeys } from "../expression/scalar.ts";
import * as Key from "../key.ts";
import { toGetPaths } from "../legacy.ts";
import { binder, type Expressions } from "../parameters.ts";
import { type Item, normalizeItem } from "../value.ts";
import { collectionMetrics } from "./item.ts";

const maxAnswer = 16 * 1024 * 1024;

interface KeysAndAttributes extends Expressions {
  Keys: Item[];
  ConsistentRead?: boolean;
}
interface GetInput {
  RequestItems: Record<string, KeysAndAttributes>;
  ReturnConsumedCapacity?: Return;
}
interface WriteRequest {
  PutRequest?: { Item: Item };
  DeleteRequest?: { Key: Item };
}
interface WriteInput {
  RequestItems: Record<string, WriteRequest[]>;
  ReturnConsumedCapacity?: Return;
  ReturnItemCollectionMetrics?: "SIZE" | "NONE";
}

const duplicates = () => validation("Provided list of item keys contains duplicates");

/** Remembers rows already named by a request, whatever name the table was called by. */
export class Seen {
  private readonly keys = new Set<string>();
  /** False when this row was named before. */
  add(open: Open, key: Buffer): boolean {
    const size = this.keys.size;
    this.keys.add(`${open.table.id}:${key.toString("latin1")}`);
    return this.keys.size > size;
  }
}

/** One request can't read some of its tables by expressions and others by the parameters before them. */
function checkAlike(requests: KeysAndAttributes[]): void {
  const old = requests.find((each) => (each as { AttributesToGet?: unknown }).AttributesToGet);
  const expression = requests.find((each) => each.ProjectionExpression !== undefined);
  if (old && expression) binder({ ...expression, ...old }, ["ProjectionExpression"]);
}

export function batchGet(scope: Scope, input: GetInput): Answer {
  const { catalog, items } = scope.engine;
  const given = Object.entries(input.RequestItems);
  if (!given.length) throw validation("The requestItems parameter is required for BatchGetItem");
  checkAlike(given.map(([, request]) => request));
  const requests = given.map(([name, request]) => {
    const bind = binder(request, ["ProjectionExpression"]);
    const keys = request.Keys.map((key) => normalizeItem(key));
    const paths: Step[][] | undefined =
      request.ProjectionExpression === undefined
        ? toGetPaths(request)
        : bind.projection(request.ProjectionExpression);
    bind.finish();
    return { name, request, keys, paths };
  });
  if (requests.reduce((sum, each) => sum + each.keys.length, 0) > 100)
    throw validation("Too many items requested for the BatchGetItem call");
  const seen = new Seen();
  const ready = requests.map(({ name, request, keys, paths }) => {
    const open = catalog.need(name);
    if (paths) checkScalarKeys(open.table, paths);
    const wanted = keys.map((item) => {
      Key.checkKey(open.table.keys, item);
      const key = Key.encode(open.table.keys, item);
      if (!seen.add(open, key)) throw duplicates();
      return { item, key };
    });
    return { name, request, paths, open, wanted };
  });
  let total = 0;
  const responses: string[] = [];
  const unprocessed: Record<string, unknown> = {};
  for (const { name, request, paths, open, wanted } of ready) {
    const texts: string[] = [];
    const left: Item[] = [];
    const project = paths && projector(paths);
    const consumed = scope.of(open);
    for (const { item, key } of wanted) {
      const found = open.rows.get(key);
      const row = request.ConsistentRead ? found : items.lag.seen(open, key, found);
      if (left.length || (row && total + row.size > maxAnswer)) {
        left.push(item);
        continue;
      }
      const units = readUnits(row?.size ?? 0, !!request.ConsistentRead);
      consumed.read += units;
      scope.touch(open, item, { read: units });
      if (!row) continue;
      total += row.size;
      texts.push(project ? JSON.stringify(project(JSON.parse(row.text) as Item)) : row.text);
    }
    responses.push(`${JSON.stringify(name)}:[${texts.join(",")}]`);
    if (left.length) unprocessed[name] = { ...request, Keys: left };
  }
  const parts = [`"Responses":{${responses.join(",")}}`, `"UnprocessedKeys":${JSON.stringify(unprocessed)}`];
  const capacity = capacities(scope, input.ReturnConsumedCapacity);
  if (capacity) parts.push(`"ConsumedCapacity":${JSON.stringify(capacity)}`);
  return new Text(`{${parts.join(",")}}`);
}

/** `ConsumedCapacity` of a request over several tables. */
export function capacities(scope: Scope, wanted: Return, split?: "read" | "write"): unknown[] | undefined {
  if (wanted !== "TOTAL" && wanted !== "INDEXES") return undefined;
  return [...scope.consumed.values()].map((consumed) => consumed.answer(wanted, split));
}

export function batchWrite(scope: Scope, input: WriteInput): Answer {
  const { catalog, items } = scope.engine;
  if (!Object.keys(input.RequestItems).length)
    throw validation("The requestItems parameter is required for BatchWriteItem");
  const requests = Object.entries(input.RequestItems).map(([name, writes]) => ({
    name,
    writes: writes.map(({ PutRequest: put, DeleteRequest: gone }) => {
      if (!put === !gone)
        throw validation(
          "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
        );
      if (!put) return { key: normalizeItem(gone!.Key) };
      const item = normalizeItem(put.Item);
      return { item, size: sizeToPut(item) };
    }),
  }));
  if (requests.reduce((sum, each) => sum + each.writes.length, 0) > 25)
    throw validation("Too many items requested for the BatchWriteItem call");
  const seen = new Seen();
  const plans: Plan[] = [];
  for (const { name, writes } of requests) {
    const open = catalog.need(name);
    for (const write of writes) {
      if (write.item) Key.checkBatchItem(open.table.keys, write.item);
      else Key.checkKey(open.table.keys, write.key!);
      const key = Key.encode(open.table.keys, write.item ?? write.key!);
      if (!seen.add(open, key)) throw duplicates();
      const after = write.item && items.prepare(key, open, write.item, "put", write.size);
      plans.push({ open, key, after, keyItem: write.key });
    }
  }
  const metrics: Record<string, unknown[]> = {};
  for (const plan of plans) plan.before = items.read(plan.open, plan.key);
  items.collections.check(plans);
  for (const plan of plans) {
    items.apply(scope, plan);
    const metric = collectionMetrics(
      scope,
      plan.open,
      plan.after?.item ?? plan.keyItem!,
      input.ReturnItemCollectionMetrics,
    );
    if (metric) metrics[plan.open.table.name] = [...(metrics[plan.open.table.name] ?? []), metric];
  }
  const answer: Record<string, unknown> = { UnprocessedItems: {} };
  const capacity = capacities(scope, input.ReturnConsumedCapacity);
  if (capacity) answer.ConsumedCapacity = capacity;
  if (Object.keys(metrics).length) answer.ItemCollectionMetrics = metrics;
  return answer;
}

import { type Return, readUnits, writeUnits } from "../capacity.ts";
import type { Open } from "../catalog.ts";
import { type Stored, sizeToPut, tooBig } from "../change.ts";
import { hasCollections } from "../collection.ts";
import { type Answer, type Scope, Text } from "../context.ts";
import { conditionFailed, invalid, validation } from "../error.ts";
import { applyUpdate } from "../expression/apply.ts";
import type { Condition, Step, Update } from "../expression/ast.ts";
import type { Binder } from "../expression/bind.ts";
import { holds } from "../expression/evaluate.ts";
import { projector } from "../expression/projection.ts";
import { checkScalarKeys, pathsOf } from "../expression/scalar.ts";
import * as Key from "../key.ts";
import { conditionOf, toGetPaths, updatesOf } from "../legacy.ts";
import { binder, bound, checkParameters, type Expressions } from "../parameters.ts";
import type { Writer } from "../secondary.ts";
import { itemSize, maxItem } from "../size.ts";
import { type Item, normalizeItem } from "../value.ts";

export interface WriteInput extends Expressions {
  TableName: string;
  Key: Item;
  Item: Item;
  ReturnValues?: "NONE" | "ALL_OLD" | "ALL_NEW" | "UPDATED_OLD" | "UPDATED_NEW";
  ReturnConsumedCapacity?: Return;
  ReturnItemCollectionMetrics?: "SIZE" | "NONE";
  ReturnValuesOnConditionCheckFailure?: "ALL_OLD" | "NONE";
}

interface GetInput extends Expressions {
  TableName: string;
  Key: Item;
  ConsistentRead?: boolean;
  ReturnConsumedCapacity?: Return;
}

/** Refuses the write when its condition doesn't hold; a refused write costs its units all the same. */
function guard(
  scope: Scope,
  open: Open,
  before: Stored | undefined,
  condition: Condition | undefined,
  input: WriteInput,
  key: Item,
): void {
  if (!condition || holds(condition, before?.item ?? {})) return;
  const units = writeUnits(before?.size ?? 0);
  scope.of(open).write += units;
  scope.touch(open, key, { write: units });
  throw conditionFailed(input.ReturnValuesOnConditionCheckFailure === "ALL_OLD" ? before?.item : undefined);
}

/** `ItemCollectionMetrics` exist only for tables with local indexes. */
export function collectionMetrics(
  scope: Scope,
  open: Open,
  item: Item,
  wanted: string | undefined,
): Record<string, unknown> | undefined {
  if (wanted !== "SIZE" || !hasCollections(open)) return undefined;
  const name = open.table.keys.hash[0]!.name;
  const gigabytes = Math.floor(scope.engine.items.collections.size(open, item) / 2 ** 30);
  return { ItemCollectionKey: { [name]: item[name] }, SizeEstimateRangeGB: [gigabytes, gigabytes + 1] };
}

function finish(
  scope: Scope,
  open: Open,
  input: WriteInput,
  item: Item,
  attributes: Item | undefined,
): Answer {
  const answer: Record<string, unknown> = {};
  if (attributes && Object.keys(attributes).length) answer.Attributes = attributes;
  const consumed = scope.of(open);
  const capacity = consumed.answer(input.ReturnConsumedCapacity);
  if (capacity) answer.ConsumedCapacity = capacity;
  const metrics = collectionMetrics(scope, open, item, input.ReturnItemCollectionMetrics);
  if (metrics) answer.ItemCollectionMetrics = metrics;
  return answer;
}

function condition(bind: Binder, input: WriteInput): Condition | undefined {
  return input.ConditionExpression === undefined
    ? conditionOf(input)
    : bind.condition("ConditionExpression", input.ConditionExpression);
}

const conditional = ["ConditionExpression"] as const;
const updating = ["UpdateExpression", "ConditionExpression"] as const;

export function put(scope: Scope, input: WriteInput): Answer {
  checkParameters(input, conditional);
  const item = normalizeItem(input.Item);
  if (input.ReturnValues && input.ReturnValues !== "NONE" && input.ReturnValues !== "ALL_OLD")
    throw validation("Return values set to invalid value");
  const bind = bound(input, conditional);
  const size = sizeToPut(item);
  const when = condition(bind, input);
  bind.finish();
  const { catalog, items } = scope.engine;
  const open = catalog.need(input.TableName);
  Key.checkItem(open.table.keys, item);
  if (when) checkScalarKeys(open.table, pathsOf(when));
  const key = Key.encode(open.table.keys, item);
  const after = items.prepare(key, open, item, "put", size);
  const before = items.read(open, key);
  guard(scope, open, before, when, input, item);
  items.collections.check([{ open, key, before, after }]);
  items.apply(scope, { open, key, before, after });
  return finish(scope, open, input, item, input.ReturnValues === "ALL_OLD" ? before?.item : undefined);
}

export function remove(scope: Scope, input: WriteInput): Answer {
  checkParameters(input, conditional);
  const keyItem = normalizeItem(input.Key);
  if (input.ReturnValues && input.ReturnValues !== "NONE" && input.ReturnValues !== "ALL_OLD")
    throw validation("Return values set to invalid value");
  const bind = bound(input, conditional);
  const when = condition(bind, input);
  bind.finish();
  const { catalog, items } = scope.engine;
  const open = catalog.need(input.TableName);
  Key.checkKey(open.table.keys, keyItem);
  if (when) checkScalarKeys(open.table, pathsOf(when));
  const key = Key.encode(open.table.keys, keyItem);
  const before = items.read(open, key);
  guard(scope, open, before, when, input, keyItem);
  items.apply(scope, { open, key, before, keyItem });
  return finish(scope, open, input, keyItem, input.ReturnValues === "ALL_OLD" ? before?.item : undefined);
}

/** Refuses an update that touches a key attribute. */
export function checkUpdatePaths(open: Open, update: Update): void {
  for (const part of Key.partsOf(open.table.keys))
    if (update.some((action) => action.path.steps[0] === part.name))
      throw invalid(`Cannot update attribute ${part.name}. This attribute is part of the key`);
  checkScalarKeys(open.table, pathsOf(update));
}

/** The item that an update makes of what was there. */
export function updated(
  scope: Scope,
  open: Open,
  key: Buffer,
  keyItem: Item,
  before: Stored | undefined,
  update: Update,
  writer: Writer = "update",
): Stored {
  const next = applyUpdate(update, before?.item ?? keyItem);
  const after = scope.engine.items.prepare(key, open, next, writer);
  if (writer === "update" && after.size > maxItem - 10_000) checkWritten(update, next);
  return after;
}

/**
 * UpdateItem alone also limits what it writes: names and values of the attributes it sets, and 3 bytes, 19 for each
 * SET or ADD, 20 for a SET of a list's element, and 2 for each REMOVE or DELETE, may not pass 400 KB either.
 */
function checkWritten(update: Update, next: Item): void {
  const written = new Set(update.map((action) => action.path.steps[0] as string));
  let size = 3;
  for (const { kind, path } of update) {
    size += kind === "set" || kind === "add" ? 19 : 2;
    if (kind === "set" && typeof path.steps.at(-1) === "number") size++;
  }
  for (const name of written) if (Object.hasOwn(next, name)) size += itemSize({ [name]: next[name]! });
  if (size > maxItem) throw tooBig("update");
}

export function update(scope: Scope, input: WriteInput): Answer {
  checkParameters(input, updating);
  const keyItem = normalizeItem(input.Key);
  const bind = bound(input, updating);
  const legacy = updatesOf(input);
  const changes = legacy ?? (input.UpdateExpression === undefined ? [] : bind.update(input.UpdateExpression));
  const when = condition(bind, input);
  bind.finish();
  const { catalog, items } = scope.engine;
  const open = catalog.need(input.TableName);
  Key.checkKey(open.table.keys, keyItem);
  checkUpdatePaths(open, changes);
  if (when) checkScalarKeys(open.table, pathsOf(when));
  const key = Key.encode(open.table.keys, keyItem);
  const before = items.read(open, key);
  guard(scope, open, before, when, input, keyItem);
  const after = updated(scope, open, key, keyItem, before, changes);
  items.collections.check([{ open, key, before, after }]);
  items.apply(scope, { open, key, before, after });
  return finish(scope, open, input, keyItem, returned(input.ReturnValues, changes, before, after));
}

function returned(
  wanted: WriteInput["ReturnValues"],
  changes: Update,
  before: Stored | undefined,
  after: Stored,
): Item | undefined {
  const touched = (item: Item | undefined) =>
    item && projector(changes.map((action): Step[] => action.path.steps))(item);
  switch (wanted) {
    case "ALL_OLD":
      return before?.item;
    case "ALL_NEW":
      return after.item;
    case "UPDATED_OLD":
      return touched(before?.item);
    case "UPDATED_NEW":
      return touched(after.item);
    default:
      return undefined;
  }
}

export function get(scope: Scope, input: GetInput): Answer {
  const bind = binder(input, ["ProjectionExpression"]);
  const keyItem = normalizeItem(input.Key);
  const paths =
    input.ProjectionExpression === undefined
      ? toGetPaths(input)
      : bind.projection(input.ProjectionExpression);
  bind.finish();
  const { catalog, items } = scope.engine;
  const open = catalog.need(input.TableName);
  Key.checkKey(open.table.keys, keyItem);
  if (paths) checkScalarKeys(open.table, paths);
  const key = Key.encode(open.table.keys, keyItem);
  const found = open.rows.get(key);
  const row = input.ConsistentRead ? found : items.lag.seen(open, key, found);
  const consumed = scope.of(open);
  consumed.read = readUnits(row?.size ?? 0, !!input.ConsistentRead);
  scope.touch(open, keyItem, { read: consumed.read });
  const text = row && (paths ? JSON.stringify(projector(paths)(JSON.parse(row.text) as Item)) : row.text);
  const capacity = consumed.answer(input.ReturnConsumedCapacity);
  const parts = [text && `"Item":${text}`, capacity && `"ConsumedCapacity":${JSON.stringify(capacity)}`];
  return new Text(`{${parts.filter(Boolean).join(",")}}`);
}

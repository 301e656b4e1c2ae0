import { type Return, readUnits } from "../capacity.ts";
import type { Open } from "../catalog.ts";
import { type Answer, type Scope, Text } from "../context.ts";
import { invalid, validation } from "../error.ts";
import type { Condition, Step } from "../expression/ast.ts";
import { holds } from "../expression/evaluate.ts";
import { projector } from "../expression/projection.ts";
import { type Range, rangeOf } from "../expression/range.ts";
import * as Key from "../key.ts";
import { filterOf, keyConditionOf, toGetPaths } from "../legacy.ts";
import { binder, type Expressions } from "../parameters.ts";
import { following, type Row, type Rows } from "../rows.ts";
import type { Index } from "../schema.ts";
import { maxPage } from "../size.ts";
import { type Item, normalizeItem } from "../value.ts";

type Select = "SPECIFIC_ATTRIBUTES" | "COUNT" | "ALL_ATTRIBUTES" | "ALL_PROJECTED_ATTRIBUTES";

export interface ReadInput extends Expressions {
  TableName: string;
  IndexName?: string;
  Limit?: number;
  Select?: Select;
  ExclusiveStartKey?: Item;
  ConsistentRead?: boolean;
  ReturnConsumedCapacity?: Return;
  ScanIndexForward?: boolean;
  Segment?: number;
  TotalSegments?: number;
}

/** What one Query or Scan reads and how. */
interface Plan {
  open: Open;
  index: Index | undefined;
  rows: Rows;
  low: Buffer;
  high: Buffer | undefined;
  forward: boolean;
  filter: Condition | undefined;
  paths: Step[][] | undefined;
  select: Select;
  /** Whole items are read from the table for each row of a local index that doesn't hold them. */
  fetch: boolean;
}

function pick(scope: Scope, input: ReadInput): { open: Open; index: Index | undefined } {
  const open = scope.engine.catalog.need(input.TableName);
  if (input.IndexName === undefined || input.IndexName === null) return { open, index: undefined };
  const index = open.table.indexes.find((each) => each.name === input.IndexName);
  if (!index) throw validation(`The table does not have the specified index: ${input.IndexName}`);
  return { open, index };
}

function checkSelect(
  input: ReadInput,
  index: Index | undefined,
  paths: Step[][] | undefined,
  projected: boolean,
): Select {
  const select =
    input.Select ?? (paths ? "SPECIFIC_ATTRIBUTES" : index ? "ALL_PROJECTED_ATTRIBUTES" : "ALL_ATTRIBUTES");
  if (paths && select !== "SPECIFIC_ATTRIBUTES")
    throw validation(
      `Cannot specify the ${projected ? "ProjectionExpression" : "AttributesToGet"} when choosing to get ${select === "COUNT" ? "only the Count" : select}`,
    );
  if (select === "SPECIFIC_ATTRIBUTES" && !paths)
    throw validation(
      "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
    );
  if (select === "ALL_PROJECTED_ATTRIBUTES" && !index)
    throw invalid("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  if (select === "ALL_ATTRIBUTES" && index && !index.local && index.projection !== "ALL")
    throw invalid(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
    );
  return select;
}

/** Whether a local index must look items up in the table; a global one refuses what it doesn't hold. */
function needsFetch(
  open: Open,
  index: Index | undefined,
  select: Select,
  paths: Step[][] | undefined,
  filter: string[],
): boolean {
  if (!index || index.projection === "ALL") return false;
  if (select === "ALL_ATTRIBUTES") return true;
  if (!paths) return false;
  const held = new Set(
    [...Key.partsOf(open.table.keys), ...Key.partsOf(index.keys)].map((part) => part.name),
  );
  for (const name of index.include) held.add(name);
  const lacking = [...paths.map((path) => path[0] as string), ...filter].filter((name) => !held.has(name));
  if (!lacking.length) return false;
  if (index.local) return true;
  throw invalid(
    `One or more parameter values were invalid: Global secondary index ${index.name} does not project [${[...new Set(lacking)].join(", ")}]`.replace(
      "One or more parameter values were invalid: ",
      "",
    ),
  );
}

/** Top-level attributes a condition reads. */
export function attributesOf(node: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(node)) for (const each of node) attributesOf(each, found);
  else if (typeof node === "object" && node !== null) {
    const part = node as { kind?: string; steps?: Step[]; value?: unknown };
    if (part.kind === "path") found.add(part.steps![0] as string);
    else if (part.kind !== "value") for (const each of Object.values(node)) attributesOf(each, found);
  }
  return found;
}

/** The row key that `ExclusiveStartKey` means. */
function startKey(open: Open, index: Index | undefined, given: Item): Buffer {
  const wanted = new Map(
    [...Key.partsOf(open.table.keys), ...(index ? Key.partsOf(index.keys) : [])].map((part) => [
      part.name,
      part.type,
    ]),
  );
  const item = normalizeItem(given);
  const bad = (why = "") => validation(`The provided starting key is invalid${why}`);
  if (Object.keys(item).length !== wanted.size)
    throw bad(index ? "" : ": The provided key element does not match the schema");
  for (const [name, type] of wanted)
    if (item[name]?.[type] === undefined)
      throw bad(index ? "" : ": The provided key element does not match the schema");
  const base = Key.encode(open.table.keys, item);
  return index ? Key.encode(index.keys, item, base) : base;
}

/** Reads a page: until the limit, 1 MB, or the end. */
function page(scope: Scope, input: ReadInput, plan: Plan): Answer {
  const { open, index } = plan;
  const { items } = scope.engine;
  const consistent = !!input.ConsistentRead;
  const limit = input.Limit ?? Number.POSITIVE_INFINITY;
  const project = plan.paths && projector(plan.paths);
  const texts: string[] = [];
  let scanned = 0;
  let count = 0;
  let bytes = 0;
  let fetched = 0;
  let last: Row | undefined;
  let more = false;
  const touched = new Map<string, { item: Item; bytes: number }>();
  const hint = Math.min(limit, 1024, input.Limit ? limit : 64);
  for (const found of plan.rows.range(plan.low, plan.high, plan.forward, hint)) {
    let row = index || consistent ? found : (items.lag.seen(open, found.key, found) ?? found);
    if (bytes + row.size > maxPage && scanned > 0) {
      more = true;
      break;
    }
    bytes += row.size;
    scanned++;
    last = found;
    if (scope.touches) note(touched, plan, found);
    if (plan.fetch) {
      const base = open.rows.get(baseKey(plan, row));
      if (base) {
        row = base;
        fetched += readUnits(base.size, consistent);
      }
    }
    const item = plan.filter || project ? (JSON.parse(row.text) as Item) : undefined;
    if (!plan.filter || holds(plan.filter, item!)) {
      count++;
      if (plan.select !== "COUNT") texts.push(project ? JSON.stringify(project(item!)) : row.text);
    }
    if (scanned >= limit) {
      more = true;
      break;
    }
  }
  const consumed = scope.of(open);
  const units = readUnits(bytes, consistent);
  if (index) consumed.addIndexRead(index.name, units);
  else consumed.read += units;
  consumed.read += fetched;
  for (const { item, bytes: size } of touched.values())
    scope.touch(open, item, { read: (units * size) / Math.max(1, bytes) }, index?.name);
  const parts = [
    plan.select === "COUNT" ? `"Count":${count}` : `"Items":[${texts.join(",")}],"Count":${count}`,
    `"ScannedCount":${scanned}`,
  ];
  if (more && last) {
    const keys = Key.keyItem(JSON.parse(last.text) as Item, open.table.keys, ...(index ? [index.keys] : []));
    parts.push(`"LastEvaluatedKey":${JSON.stringify(keys)}`);
  }
  const capacity = consumed.answer(input.ReturnConsumedCapacity);
  if (capacity) parts.push(`"ConsumedCapacity":${JSON.stringify(capacity)}`);
  return new Text(`{${parts.join(",")}}`);
}

function baseKey(plan: Plan, row: Row): Buffer {
  return Key.encode(plan.open.table.keys, JSON.parse(row.text) as Item);
}

function note(touched: Map<string, { item: Item; bytes: number }>, plan: Plan, row: Row): void {
  const hash = row.key.subarray(0, 4).toString("latin1");
  const known = touched.get(hash);
  if (known) known.bytes += row.size;
  else
    touched.set(hash, {
      item: Key.keyItem(
        JSON.parse(row.text) as Item,
        plan.open.table.keys,
        plan.index?.keys ?? plan.open.table.keys,
      ),
      bytes: row.size,
    });
}

/** What Query and Scan have in common: parameters, index, projection, filter, start. */
function read(scope: Scope, input: ReadInput, keyed: boolean): Answer {
  const bind = binder(
    input,
    keyed
      ? ["KeyConditionExpression", "FilterExpression", "ProjectionExpression"]
      : ["FilterExpression", "ProjectionExpression"],
  );
  const legacyPaths = toGetPaths(input);
  const paths =
    input.ProjectionExpression === undefined ? legacyPaths : bind.projection(input.ProjectionExpression);
  const filter =
    input.FilterExpression === undefined
      ? filterOf(input)
      : bind.condition("FilterExpression", input.FilterExpression);
  let keyCondition: Condition | undefined;
  if (keyed) {
    keyCondition =
      input.KeyConditionExpression === undefined
        ? keyConditionOf(input)
        : bind.condition("KeyConditionExpression", input.KeyConditionExpression);
    if (!keyCondition)
      throw validation(
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
      );
  }
  bind.finish();
  if (!keyed) checkSegments(input);
  const { open, index } = pick(scope, input);
  if (index && !index.local) {
    scope.engine.items.lag.catchUp();
    if (input.ConsistentRead)
      throw validation("Consistent reads are not supported on global secondary indexes");
  }
  const select = checkSelect(input, index, paths, input.ProjectionExpression !== undefined);
  const keys = index?.keys ?? open.table.keys;
  const forward = input.ScanIndexForward !== false;
  let range: { low: Buffer; high: Buffer | undefined };
  if (keyCondition) {
    const asked = rangeOf(keys, keyCondition);
    checkFilter(keys, filter);
    range = asked;
  } else {
    const [low, high] = Key.segment(input.Segment ?? 0, input.TotalSegments ?? 1);
    range = { low, high };
  }
  const fetch = needsFetch(open, index, select, paths, filter ? [...attributesOf(filter)] : []);
  const { low, high } = start(open, index, input, range, keyed, forward);
  const rows = index ? open.indexRows.get(index.id)! : open.rows;
  return page(scope, input, { open, index, rows, low, high, forward, filter, paths, select, fetch });
}

function start(
  open: Open,
  index: Index | undefined,
  input: ReadInput,
  range: Pick<Range, "low"> & { high: Buffer | undefined },
  keyed: boolean,
  forward: boolean,
) {
  if (!input.ExclusiveStartKey) return range;
  const key = startKey(open, index, input.ExclusiveStartKey);
  const outside = Buffer.compare(key, range.low) < 0 || (range.high && Buffer.compare(key, range.high) >= 0);
  if (outside)
    throw validation(
      keyed
        ? "The provided starting key is outside query boundaries based on provided conditions"
        : "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: " +
            `${input.TotalSegments} Segment: ${input.Segment}`,
    );
  return forward ? { low: following(key), high: range.high } : { low: range.low, high: key };
}

function checkFilter(keys: Key.Keys, filter: Condition | undefined): void {
  if (!filter) return;
  const names = attributesOf(filter);
  for (const part of Key.partsOf(keys))
    if (names.has(part.name))
      throw validation(
        `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${part.name}`,
      );
}

function checkSegments(input: ReadInput): void {
  const { Segment: segment, TotalSegments: total } = input;
  if (segment === undefined && total === undefined) return;
  if (total === undefined)
    throw validation(
      "The TotalSegments parameter is required but was not present in the request when Segment parameter is present",
    );
  if (segment === undefined)
    throw validation(
      "The Segment parameter is required but was not present in the request when parameter TotalSegments is present",
    );
  if (segment >= total)
    throw validation(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${total}`,
    );
}

export const query = (scope: Scope, input: ReadInput): Answer => read(scope, input, true);
export const scan = (scope: Scope, input: ReadInput): Answer => read(scope, input, false);

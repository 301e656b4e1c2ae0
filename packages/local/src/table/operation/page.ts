import { type Return, readUnits } from "../capacity.ts";
import type { Open } from "../catalog.ts";
import { type Answer, type Scope, Text } from "../context.ts";
import type { Condition, Step } from "../expression/ast.ts";
import { holds } from "../expression/evaluate.ts";
import { projector } from "../expression/projection.ts";
import * as Key from "../key.ts";
import type { Expressions } from "../parameters.ts";
import type { Row, Rows } from "../rows.ts";
import type { Index } from "../schema.ts";
import { maxPage } from "../size.ts";
import type { Item } from "../value.ts";

export type Select = "SPECIFIC_ATTRIBUTES" | "COUNT" | "ALL_ATTRIBUTES" | "ALL_PROJECTED_ATTRIBUTES";

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
export interface Plan {
  open: Open;
  index: Index | undefined;
  rows: Rows;
  low: Buffer;
  high: Buffer | undefined;
  forward: boolean;
  hashes?: [Buffer, Buffer];
  filter: Condition | undefined;
  paths: Step[][] | undefined;
  select: Select;
  /** Whole items are read from the table for each row of a local index that doesn't hold them. */
  fetch: boolean;
  /** The filter of a scan sees whole items, though the answer holds only what a local index projects. */
  look: boolean;
}

/** A page of whole items up to a limit, where nothing needs to look at the single rows. */
function block(scope: Scope, input: ReadInput, plan: Plan): Answer | undefined {
  const { Limit: limit } = input;
  const plain = !plan.filter && !plan.paths && !plan.fetch && !plan.hashes && plan.select !== "COUNT";
  const steady = plan.index || input.ConsistentRead || !scope.engine.items.lag.stale;
  if (!limit || limit > 1000 || !plan.high || !plain || !steady || scope.touches) return undefined;
  const found = plan.rows.block(plan.low, plan.high, plan.forward, limit);
  if (found && found.bytes > maxPage) return undefined;
  const count = found?.count ?? 0;
  const parts = [`"Items":[${found?.json ?? ""}],"Count":${count},"ScannedCount":${count}`];
  if (found && count === limit) parts.push(lastKey(plan, found.last));
  return finish(scope, input, plan, parts, { bytes: found?.bytes ?? 0, fetched: 0 });
}

const lastKey = ({ open, index }: Plan, text: string): string => {
  const item = JSON.parse(text) as Item;
  return `"LastEvaluatedKey":${JSON.stringify(Key.keyItem(item, open.table.keys, ...(index ? [index.keys] : [])))}`;
};

/** Charges what was read and puts the answer together. */
function finish(
  scope: Scope,
  input: ReadInput,
  { open, index }: Plan,
  parts: string[],
  { bytes, fetched }: { bytes: number; fetched: number },
): Answer {
  const consumed = scope.of(open);
  const units = readUnits(bytes, !!input.ConsistentRead);
  if (index) consumed.addIndexRead(index.name, units);
  else consumed.read += units;
  consumed.read += fetched;
  const capacity = consumed.answer(input.ReturnConsumedCapacity);
  if (capacity) parts.push(`"ConsumedCapacity":${JSON.stringify(capacity)}`);
  return new Text(`{${parts.join(",")}}`);
}

/** Reads a page: until the limit, 1 MB, or the end. */
export function page(scope: Scope, input: ReadInput, plan: Plan): Answer {
  return block(scope, input, plan) ?? rowByRow(scope, input, plan);
}

function rowByRow(scope: Scope, input: ReadInput, plan: Plan): Answer {
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
  for (const found of plan.rows.range(plan.low, plan.high, {
    forward: plan.forward,
    hint,
    hashes: plan.hashes,
  })) {
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
    const seen = plan.look ? items.read(open, baseKey(plan, row))?.item : item;
    if (!plan.filter || holds(plan.filter, seen ?? item!)) {
      count++;
      if (plan.select !== "COUNT") texts.push(project ? JSON.stringify(project(item!)) : row.text);
    }
    if (scanned >= limit) {
      more = true;
      break;
    }
  }
  const units = readUnits(bytes, consistent);
  for (const { item, bytes: size } of touched.values())
    scope.touch(open, item, { read: (units * size) / Math.max(1, bytes) }, index?.name);
  const parts = [
    plan.select === "COUNT" ? `"Count":${count}` : `"Items":[${texts.join(",")}],"Count":${count}`,
    `"ScannedCount":${scanned}`,
  ];
  if (more && last) parts.push(lastKey(plan, last.text));
  return finish(scope, input, plan, parts, { bytes, fetched });
}

function baseKey(plan: Plan, row: Row): Buffer {
  return Key.encode(plan.open.table.keys, JSON.parse(row.text) as Item);
}

function note(touched: Map<string, { item: Item; bytes: number }>, plan: Plan, row: Row): void {
  const hash = row.key.subarray(-4).toString("latin1");
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

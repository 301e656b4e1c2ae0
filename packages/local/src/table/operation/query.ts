import type { Open } from "../catalog.ts";
import type { Answer, Scope } from "../context.ts";
import { invalid, TableError, validation } from "../error.ts";
import type { Condition, Step } from "../expression/ast.ts";
import { keyTerms, type Range, rangeOf } from "../expression/range.ts";
import { checkScalarKeys, pathsOf } from "../expression/scalar.ts";
import * as Key from "../key.ts";
import { filterOf, keyConditionOf, toGetPaths } from "../legacy.ts";
import { binder } from "../parameters.ts";
import { following } from "../rows.ts";
import type { Index } from "../schema.ts";
import { type Item, normalizeItem } from "../value.ts";
import { page, type ReadInput, type Select } from "./page.ts";

function pick(scope: Scope, input: ReadInput): { open: Open; index: Index | undefined } {
  const open = scope.engine.catalog.need(input.TableName);
  if (input.IndexName === undefined || input.IndexName === null) return { open, index: undefined };
  const index = open.table.indexes.find((each) => each.name === input.IndexName);
  if (!index || index.changing?.status === "DELETING")
    throw validation(`The table does not have the specified index: ${input.IndexName}`);
  if (index.changing) throw validation(`Cannot read from backfilling global secondary index: ${index.name}`);
  return { open, index };
}

function checkSelect(
  input: ReadInput,
  index: Index | undefined,
  paths: Step[][] | undefined,
  projected: boolean,
  keyed: boolean,
): Select {
  const select =
    input.Select ?? (paths ? "SPECIFIC_ATTRIBUTES" : index ? "ALL_PROJECTED_ATTRIBUTES" : "ALL_ATTRIBUTES");
  const refused = (problem: string) =>
    validation(keyed ? `1 validation error detected: ${problem}` : problem);
  if (paths && select !== "SPECIFIC_ATTRIBUTES")
    throw refused(
      `Cannot specify the ${projected ? "ProjectionExpression" : "AttributesToGet"} when choosing to get ${select === "COUNT" ? "only the Count" : select}`,
    );
  if (select === "SPECIFIC_ATTRIBUTES" && !paths)
    throw refused(
      "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
    );
  if (select === "ALL_PROJECTED_ATTRIBUTES" && !index)
    throw refused(
      "One or more parameter values were invalid: ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName",
    );
  if (select === "ALL_ATTRIBUTES" && index && !index.local && index.projection !== "ALL")
    throw invalid(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
    );
  return select;
}

/**
 * Whether a local index must look items up in the table; a global one refuses what it doesn't hold. No index filters
 * a query by what it doesn't hold; a scan's filter finds nothing there.
 */
function needsFetch(
  open: Open,
  index: Index | undefined,
  select: Select,
  paths: Step[][] | undefined,
  filter: string[],
): boolean {
  if (!index || index.projection === "ALL") return false;
  const held = new Set(
    [...Key.partsOf(open.table.keys), ...Key.partsOf(index.keys)].map((part) => part.name),
  );
  for (const name of index.include) held.add(name);
  const lacking = (names: string[]) => [...new Set(names.filter((name) => !held.has(name)))];
  const unread = lacking((paths ?? []).map((path) => path[0] as string));
  const unfiltered = lacking(filter);
  if (!index.local && unread.length)
    throw invalid(`Global secondary index ${index.name} does not project [${unread.join(", ")}]`);
  if (unfiltered.length)
    throw invalid(
      `Secondary index ${index.name} does not project one or more filter attributes: [${unfiltered.join(", ")}]`,
    );
  return index.local && (select === "ALL_ATTRIBUTES" || unread.length > 0);
}

/** Top-level attributes a condition reads. */
const attributesOf = (node: Condition) => new Set(pathsOf(node).map((steps) => steps[0] as string));

/** AWS says first what was wrong a start key for, but of a few faults. */
const bare = /contains duplicates|number set|numeric value|significant digits|number with magnitude/;

function prefixed<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof TableError) || bare.test(error.message)) throw error;
    throw validation(`The provided starting key is invalid: ${error.message}`);
  }
}

const startItem = (given: Item) => prefixed(() => normalizeItem(given));

/** The row key that `ExclusiveStartKey` means. */
function startKey(open: Open, index: Index | undefined, given: Item, keyed: boolean): Buffer {
  const wanted = new Map(
    [...Key.partsOf(open.table.keys), ...(index ? Key.partsOf(index.keys) : [])].map((part) => [
      part.name,
      part.type,
    ]),
  );
  const item = startItem(given);
  const bad = () =>
    validation(
      `The provided starting key is invalid${keyed || index ? "" : ": The provided key element does not match the schema"}`,
    );
  if (Object.keys(item).length !== wanted.size) throw bad();
  for (const [name, type] of wanted) if (item[name]?.[type] === undefined) throw bad();
  prefixed(() => Key.checkKey(open.table.keys, Key.keyItem(item, open.table.keys)));
  const base = Key.encode(open.table.keys, item);
  return index ? Key.encode(index.keys, item, base) : base;
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
  const terms = keyCondition && keyTerms(keyCondition);
  if (!keyed) checkSegments(input);
  const { open, index } = pick(scope, input);
  if (index && !index.local && input.ConsistentRead)
    throw validation("Consistent reads are not supported on global secondary indexes");
  const select = checkSelect(input, index, paths, input.ProjectionExpression !== undefined, keyed);
  const keys = index?.keys ?? open.table.keys;
  checkScalarKeys(open.table, [...(paths ?? []), ...(filter ? pathsOf(filter) : [])]);
  const forward = input.ScanIndexForward !== false;
  let range: Key.Segment;
  if (terms) {
    range = rangeOf(keys, terms);
    checkFilter(keys, filter, input.FilterExpression === undefined ? "QueryFilter" : "Filter Expression");
  } else range = Key.segment(input.Segment ?? 0, input.TotalSegments ?? 1);
  const fetch = needsFetch(open, index, select, paths, keyed && filter ? [...attributesOf(filter)] : []);
  const { low, high, hashes } = start(open, index, input, range, keyed, forward);
  const rows = index ? open.indexRows.get(index.id)! : open.rows;
  const look = !keyed && !!filter && !!index?.local && index.projection !== "ALL" && !fetch;
  const plan = { open, index, rows, low, high, hashes, forward, filter, paths, select, fetch, look };
  return page(scope, input, plan);
}

function start(
  open: Open,
  index: Index | undefined,
  input: ReadInput,
  range: Key.Segment,
  keyed: boolean,
  forward: boolean,
): Key.Segment {
  if (!input.ExclusiveStartKey) return range;
  const key = startKey(open, index, input.ExclusiveStartKey, keyed);
  if (keyed) checkStart(key, range as Range);
  const outside =
    Buffer.compare(key, range.low) < 0 ||
    (range.high && Buffer.compare(key, range.high) >= 0) ||
    !Key.inSegment(key, range);
  if (outside)
    throw validation(
      keyed
        ? outsideQuery
        : "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: " +
            `${input.TotalSegments} Segment: ${input.Segment}`,
    );
  return forward ? { ...range, low: following(key) } : { ...range, high: key };
}

const outsideQuery = "The provided starting key is outside query boundaries based on provided conditions";

/** AWS tells a start in another partition from one that the sort key's condition leaves out. */
function checkStart(key: Buffer, { partition, low, high, ranged }: Range): void {
  const elsewhere = Buffer.compare(key, partition) < 0 || Buffer.compare(key, Key.after(partition)) >= 0;
  if (!ranged) {
    if (elsewhere) throw validation(outsideQuery);
    return;
  }
  if (elsewhere) throw validation("The query can return at most one row and cannot be restarted");
  if (Buffer.compare(key, low) < 0 || Buffer.compare(key, high) >= 0)
    throw validation("The provided starting key does not match the range key predicate");
}

function checkFilter(keys: Key.Keys, filter: Condition | undefined, parameter: string): void {
  if (!filter) return;
  const names = attributesOf(filter);
  for (const part of Key.partsOf(keys))
    if (names.has(part.name))
      throw validation(
        `${parameter} can only contain non-primary key attributes: Primary key attribute: ${part.name}`,
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

import { createHash } from "node:crypto";
import { type Return, readUnits, writeUnits } from "../capacity.ts";
import type { Open } from "../catalog.ts";
import type { Plan } from "../change.ts";
import { type Answer, type Scope, Text } from "../context.ts";
import { cancelled, parameterMismatch, TableError, validation } from "../error.ts";
import type { Condition, Update } from "../expression/ast.ts";
import { holds } from "../expression/evaluate.ts";
import { projector } from "../expression/projection.ts";
import { checkScalarKeys, pathsOf } from "../expression/scalar.ts";
import * as Key from "../key.ts";
import { binder, type Expressions } from "../parameters.ts";
import { type Item, normalizeItem } from "../value.ts";
import { capacities, Seen } from "./batch.ts";
import { checkUpdatePaths, collectionMetrics, updated } from "./item.ts";

const maxBytes = 4 * 1024 * 1024;
const tokenLife = 10 * 60 * 1000;

interface Part extends Expressions {
  TableName: string;
  Key: Item;
  Item: Item;
  ReturnValuesOnConditionCheckFailure?: "ALL_OLD" | "NONE";
}
type Kind = "ConditionCheck" | "Put" | "Delete" | "Update";
interface WriteInput {
  TransactItems: Partial<Record<Kind, Part>>[];
  ClientRequestToken?: string;
  ReturnConsumedCapacity?: Return;
  ReturnItemCollectionMetrics?: "SIZE" | "NONE";
}
interface GetInput {
  TransactItems: { Get: Part }[];
  ReturnConsumedCapacity?: Return;
}
interface Step {
  kind: Kind;
  part: Part;
  item: Item;
  condition?: Condition;
  update?: Update;
}
interface Reason {
  Code: string;
  Message?: string;
  Item?: Item;
}

const kinds: readonly Kind[] = ["ConditionCheck", "Put", "Delete", "Update"];

function stepOf(parts: Partial<Record<Kind, Part>>): Step {
  const given = kinds.filter((kind) => parts[kind]);
  if (given.length !== 1)
    throw validation("TransactItems can only contain one of Check, Put, Update or Delete");
  const kind = given[0]!;
  const part = parts[kind]!;
  const bind = binder(
    part,
    kind === "Update" ? ["UpdateExpression", "ConditionExpression"] : ["ConditionExpression"],
  );
  // AWS looks at an item before its expressions, at a key after them.
  const put = kind === "Put" ? normalizeItem(part.Item) : undefined;
  const update = kind === "Update" ? bind.update(part.UpdateExpression!) : undefined;
  const condition =
    part.ConditionExpression === undefined
      ? undefined
      : bind.condition("ConditionExpression", part.ConditionExpression);
  bind.finish();
  return { kind, part, item: put ?? normalizeItem(part.Key), condition, update };
}

/** Works one step out: the change it plans, or the reason why the transaction is cancelled. */
function work(scope: Scope, step: Step, open: Open, key: Buffer): Plan | Reason {
  const { items } = scope.engine;
  const before = items.read(open, key);
  const plan: Plan = { open, key, before, keyItem: step.item };
  try {
    if (step.kind === "Put") plan.after = items.prepare(key, open, step.item);
    if (step.condition && !holds(step.condition, before?.item ?? {})) {
      const shown =
        step.part.ReturnValuesOnConditionCheckFailure === "ALL_OLD" && before ? { Item: before.item } : {};
      return { Code: "ConditionalCheckFailed", Message: "The conditional request failed", ...shown };
    }
    if (step.kind === "Update")
      plan.after = updated(scope, open, key, step.item, before, step.update!, "transactUpdate");
    if (step.kind === "ConditionCheck") plan.after = before;
  } catch (error) {
    return reasonOf(error);
  }
  return plan;
}

/** What can be seen in the request alone refuses it as a whole; the rest cancels the transaction. */
const upFront = /^(One or more parameter values are not valid|Item size has exceeded)/;

function reasonOf(error: unknown): Reason {
  if (!(error instanceof TableError) || upFront.test(error.message)) throw error;
  return { Code: "ValidationError", Message: error.message };
}

function check(open: Open, step: Step): Reason | undefined {
  try {
    if (step.kind === "Put") Key.checkItem(open.table.keys, step.item);
    else Key.checkKey(open.table.keys, step.item);
    if (step.update) checkUpdatePaths(open, step.update);
    if (step.condition) checkScalarKeys(open.table, pathsOf(step.condition));
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

const none: Reason = { Code: "None" };

export function transactWrite(scope: Scope, input: WriteInput): Answer {
  const { catalog, items } = scope.engine;
  const steps = input.TransactItems.map(stepOf);
  const opens = steps.map((step) => catalog.need(step.part.TableName));
  const again = input.ClientRequestToken === undefined ? undefined : repeated(scope, input, steps, opens);
  if (again) return again;
  const problems = steps.map((step, i) => check(opens[i]!, step));
  if (problems.some((each) => each)) throw cancelled(problems.map((each) => each ?? none));
  const seen = new Seen();
  const keys = steps.map((step, i) => {
    const key = Key.encode(opens[i]!.table.keys, step.item);
    if (!seen.add(opens[i]!, key))
      throw validation("Transaction request cannot include multiple operations on one item");
    return key;
  });
  const results = steps.map((step, i) => work(scope, step, opens[i]!, keys[i]!));
  if (results.some((each) => "Code" in each)) {
    for (const [i, step] of steps.entries()) charge(scope, opens[i]!, step.item, results[i]!);
    throw cancelled(results.map((each) => ("Code" in each ? each : none)));
  }
  const plans = results as Plan[];
  if (plans.reduce((sum, plan) => sum + (plan.after?.size ?? plan.before?.size ?? 0), 0) > maxBytes)
    throw validation("Transaction request size cannot exceed 4 MB");
  const full = bursting(scope, plans);
  if (full) {
    const first = plans.findIndex((_, i) => bursting(scope, plans.slice(0, i + 1)));
    throw cancelled(plans.map((_, i) => (i === first ? full : none)));
  }
  const metrics: Record<string, unknown[]> = {};
  for (const [i, plan] of plans.entries()) {
    if (steps[i]!.kind === "ConditionCheck") charge(scope, plan.open, steps[i]!.item, plan);
    else items.apply(scope, plan, 2);
    const metric = collectionMetrics(scope, plan.open, steps[i]!.item, input.ReturnItemCollectionMetrics);
    if (metric) metrics[plan.open.table.name] = [...(metrics[plan.open.table.name] ?? []), metric];
  }
  remember(scope, input);
  const answer: Record<string, unknown> = {};
  const capacity = capacities(scope, input.ReturnConsumedCapacity, "write");
  if (capacity) answer.ConsumedCapacity = capacity;
  if (Object.keys(metrics).length) answer.ItemCollectionMetrics = metrics;
  return answer;
}

/** The reason why the plans together can't be worked, where they make an item collection too large. */
function bursting(scope: Scope, plans: Plan[]): Reason | undefined {
  try {
    scope.engine.items.collections.check(plans);
    return undefined;
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    return { Code: "ItemCollectionSizeLimitExceeded", Message: error.message };
  }
}

/** A checked or refused item costs two write units for each KB. */
function charge(scope: Scope, open: Open, item: Item, result: Plan | Reason): void {
  const size = "Code" in result ? 0 : (result.before?.size ?? 0);
  const units = 2 * writeUnits(size);
  scope.of(open).write += units;
  scope.touch(open, item, { write: units });
}

const hashOf = (input: WriteInput) =>
  createHash("sha256").update(JSON.stringify(input.TransactItems)).digest("base64");

/** The answer to a request seen within ten minutes under the same token; another request under it is refused. */
function repeated(scope: Scope, input: WriteInput, steps: Step[], opens: Open[]): Answer | undefined {
  const { store, now } = scope.engine;
  const row = store
    .prepare("SELECT hash, at FROM tokens WHERE token = ?")
    .get(input.ClientRequestToken!) as unknown as [string, number] | undefined;
  if (!row || now() - row[1] > tokenLife) return undefined;
  if (row[0] !== hashOf(input)) throw parameterMismatch();
  // AWS charges the repeat as reads of the items.
  steps.forEach((step, i) => {
    const open = opens[i]!;
    const size = open.rows.get(Key.encode(open.table.keys, step.item))?.size ?? 0;
    const units = 2 * readUnits(size, true);
    scope.of(open).read += units;
    scope.touch(open, step.item, { read: units });
  });
  const capacity = capacities(scope, input.ReturnConsumedCapacity, "read");
  return capacity ? { ConsumedCapacity: capacity } : {};
}

function remember(scope: Scope, input: WriteInput): void {
  if (input.ClientRequestToken === undefined) return;
  const { store, now } = scope.engine;
  store.begin();
  store
    .prepare("INSERT OR REPLACE INTO tokens (token, at, hash) VALUES (?, ?, ?)")
    .run(input.ClientRequestToken, now(), hashOf(input));
}

export function transactGet(scope: Scope, input: GetInput): Answer {
  const { catalog } = scope.engine;
  const gets = input.TransactItems.map(({ Get: part }) => {
    const bind = binder(part, ["ProjectionExpression"]);
    const item = normalizeItem(part.Key);
    const paths =
      part.ProjectionExpression === undefined ? undefined : bind.projection(part.ProjectionExpression);
    bind.finish();
    return { part, item, paths };
  });
  const opens = gets.map(({ part }) => catalog.need(part.TableName));
  const problems = gets.map(({ item, part }, i) => check(opens[i]!, { kind: "Delete", part, item }));
  if (problems.some((each) => each)) throw cancelled(problems.map((each) => each ?? none));
  const seen = new Seen();
  let total = 0;
  const keys = gets.map(({ item }, i) => {
    const key = Key.encode(opens[i]!.table.keys, item);
    if (!seen.add(opens[i]!, key))
      throw validation("Transaction request cannot include multiple operations on one item");
    return key;
  });
  const texts = gets.map(({ item, paths }, i) => {
    const open = opens[i]!;
    const row = open.rows.get(keys[i]!);
    const units = 2 * readUnits(row?.size ?? 0, true);
    scope.of(open).read += units;
    scope.touch(open, item, { read: units });
    if (!row) return "{}";
    total += row.size;
    return `{"Item":${paths ? JSON.stringify(projector(paths)(JSON.parse(row.text) as Item)) : row.text}}`;
  });
  if (total > maxBytes) throw validation("Transaction request size cannot exceed 4 MB");
  const parts = [`"Responses":[${texts.join(",")}]`];
  const capacity = capacities(scope, input.ReturnConsumedCapacity, "read");
  if (capacity) parts.push(`"ConsumedCapacity":${JSON.stringify(capacity)}`);
  return new Text(`{${parts.join(",")}}`);
}

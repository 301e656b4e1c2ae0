import { randomUUID } from "node:crypto";
import type { Open } from "../catalog.ts";
import type { Answer, Scope } from "../context.ts";
import { attributesOf, checkTable, indexOf, type TableInput } from "../definition.ts";
import { inUse, invalid, validation } from "../error.ts";
import { keysOf, type Stream, type Table } from "../schema.ts";
import { describe } from "./describe.ts";
import { revisionOf } from "./policy.ts";

const none = { ReadCapacityUnits: 0, WriteCapacityUnits: 0 };

function encryptionOf(
  scope: Scope,
  given: TableInput["SSESpecification"],
): Record<string, unknown> | undefined {
  if (!given?.Enabled) return undefined;
  const { region, account } = scope.engine;
  return {
    Status: "ENABLED",
    SSEType: "KMS",
    KMSMasterKeyArn: given.KMSMasterKeyId ?? `arn:aws:kms:${region}:${account}:key/aws-dynamodb`,
  };
}

/** Starts a new stream for a table: a new label, fresh shards. */
export function startStream(scope: Scope, table: Table, view: Stream["view"]): void {
  const { catalog, now, log, shards } = scope.engine;
  const created = now();
  let label = new Date(created).toISOString().replace("Z", "");
  const taken = new Set(
    [...catalog.streams.values()].filter((each) => each.table === table.name).map((each) => each.label),
  );
  for (let i = 1; taken.has(label); i++) label = new Date(created + i).toISOString().replace("Z", "");
  const id = catalog.nextId();
  catalog.saveStream({
    id,
    table: table.name,
    label,
    arn: `${table.arn}/stream/${label}`,
    view,
    shards,
    enabled: true,
    created,
    first: log.position,
    keySchema: table.schema,
  });
  table.stream = id;
}

/** Ends a table's stream; what it holds can be read for 24 hours more. */
export function endStream(scope: Scope, table: Table): void {
  const { catalog, log } = scope.engine;
  const stream = catalog.streamOf(table);
  if (!stream) return;
  catalog.saveStream({ ...stream, enabled: false, last: log.position - 1 });
}

/** Marks a change of a table that takes its time. */
export function begin(scope: Scope, table: Table, status: NonNullable<Table["changing"]>["status"]): void {
  const { transitionMs, now } = scope.engine;
  if (transitionMs) table.changing = { status, since: now(), until: now() + transitionMs };
}

const doing = { CREATING: "created", UPDATING: "updated", DELETING: "deleted" };

/** Refuses a change while another is under way. */
export function checkSettled(table: Table): void {
  if (!table.changing) return;
  const what = `Table is being ${doing[table.changing.status]}: ${table.name}`;
  throw inUse(`Attempt to change a resource which is still in use: ${what}`);
}

const NOT_EMULATED = ["VectorIndexes", "VectorIndexUpdates", "ReplicaUpdates"] as const;

/** Refuses what would otherwise be left out in silence: a table without the index that was asked for. */
export function checkEmulated(input: { [Name in (typeof NOT_EMULATED)[number]]?: unknown[] }): void {
  const found = NOT_EMULATED.find((name) => input[name]?.length);
  if (found) throw invalid(`${found} is not emulated by this engine`);
}

export function checkStream(given: TableInput["StreamSpecification"], made = false): void {
  if (given?.StreamEnabled && !given.StreamViewType)
    throw invalid("Stream StreamEnabled is true but no StreamViewType is specified");
  if (given && !given.StreamEnabled && given.StreamViewType)
    throw invalid(
      made
        ? "Table is being created with a stream disabled, UpdateViewType should not be specified"
        : "Stream StreamEnabled is false but a StreamViewType is specified",
    );
}

export function createTable(scope: Scope, input: TableInput): Answer {
  checkEmulated(input as object);
  checkTable(input);
  checkStream(input.StreamSpecification, true);
  const { catalog, store, now, region, account } = scope.engine;
  if (catalog.has(input.TableName)) throw inUse(`Table already exists: ${input.TableName}`);
  store.begin();
  const attributes = attributesOf(input.AttributeDefinitions);
  let ordinal = 0;
  const table: Table = {
    id: catalog.nextId(),
    uuid: randomUUID(),
    name: input.TableName,
    arn: `arn:aws:dynamodb:${region}:${account}:table/${input.TableName}`,
    created: now(),
    attributes,
    schema: input.KeySchema,
    keys: keysOf(input.KeySchema, attributes),
    indexes: [
      ...(input.LocalSecondaryIndexes ?? []).map((index) =>
        indexOf(false, ++ordinal, index, true, attributes),
      ),
      ...(input.GlobalSecondaryIndexes ?? []).map((index) =>
        indexOf(scope.engine.items.lag.delays, ++ordinal, index, false, attributes),
      ),
    ],
    billing: input.BillingMode ?? "PROVISIONED",
    billingGiven: false,
    throughput: input.ProvisionedThroughput ?? none,
    onDemand: input.OnDemandThroughput,
    warm: input.WarmThroughput,
    sse: encryptionOf(scope, input.SSESpecification),
    tableClass: input.TableClass,
    protect: !!input.DeletionProtectionEnabled,
    tags: Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    policies: input.ResourcePolicy ? { table: revisionOf(input.ResourcePolicy) } : undefined,
    recovery: false,
    recoveryDays: 35,
  };
  if (input.StreamSpecification?.StreamEnabled)
    startStream(scope, table, input.StreamSpecification.StreamViewType!);
  begin(scope, table, "CREATING");
  const open = catalog.create(table);
  return { TableDescription: describe(scope, open, "CREATING") };
}

export function describeTable(scope: Scope, input: { TableName: string }): Answer {
  return { Table: describe(scope, scope.engine.catalog.needTable(input.TableName)) };
}

export function listTables(
  scope: Scope,
  input: { ExclusiveStartTableName?: string; Limit?: number },
): Answer {
  const start = input.ExclusiveStartTableName;
  const all = scope.engine.catalog.names().filter((name) => start === undefined || name > start);
  const page = all.slice(0, input.Limit ?? 100);
  return page.length < all.length
    ? { TableNames: page, LastEvaluatedTableName: page.at(-1) }
    : { TableNames: page };
}

export function deleteTable(scope: Scope, input: { TableName: string }): Answer {
  const { catalog } = scope.engine;
  const open = catalog.needTable(input.TableName);
  if (open.table.changing?.status === "DELETING") return { TableDescription: deleted(scope, open) };
  checkSettled(open.table);
  if (open.table.protect)
    throw validation(
      `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
    );
  const answer = deleted(scope, open);
  endStream(scope, open.table);
  begin(scope, open.table, "DELETING");
  if (open.table.changing) catalog.save(open.table);
  else catalog.drop(open);
  return { TableDescription: answer };
}

function deleted(scope: Scope, open: Open): Record<string, unknown> {
  scope.engine.store.begin();
  const {
    AttributeDefinitions: _a,
    KeySchema: _k,
    CreationDateTime: _c,
    GlobalSecondaryIndexes: _g,
    LocalSecondaryIndexes: _l,
    ...rest
  } = describe(scope, open, "DELETING");
  return rest;
}

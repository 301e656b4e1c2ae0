import type { Open } from "../catalog.ts";
import type { Answer, Scope } from "../context.ts";
import {
  attributesOf,
  checkBilling,
  checkGlobal,
  type IndexInput,
  indexOf,
  type TableInput,
} from "../definition.ts";
import { invalid, limitExceeded, resourceNotFound, validation } from "../error.ts";
import { type Index, keysOf } from "../schema.ts";
import { describe } from "./describe.ts";
import { begin, checkEmulated, checkSettled, checkStream, endStream, startStream } from "./table.ts";

interface IndexUpdate {
  Create?: IndexInput;
  Update?: {
    IndexName: string;
    ProvisionedThroughput?: IndexInput["ProvisionedThroughput"];
    OnDemandThroughput?: Record<string, number>;
  };
  Delete?: { IndexName: string };
}
type Input = Partial<TableInput> & { TableName: string; GlobalSecondaryIndexUpdates?: IndexUpdate[] };

const asked = [
  "ProvisionedThroughput",
  "BillingMode",
  "GlobalSecondaryIndexUpdates",
  "StreamSpecification",
  "SSESpecification",
  "TableClass",
  "DeletionProtectionEnabled",
  "OnDemandThroughput",
  "WarmThroughput",
] as const;

export function updateTable(scope: Scope, input: Input): Answer {
  checkEmulated(input as object);
  const given = (name: (typeof asked)[number]) => input[name] !== undefined && input[name] !== null;
  if (!asked.some((name) => given(name) && (name !== "GlobalSecondaryIndexUpdates" || input[name]!.length)))
    throw validation(
      "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required",
    );
  checkStream(input.StreamSpecification);
  const { catalog } = scope.engine;
  const open = catalog.needTable(input.TableName);
  const { table } = open;
  if (input.GlobalSecondaryIndexUpdates?.length && table.indexes.some((index) => index.changing))
    throw oneIndex();
  checkSettled(table);
  const billing = input.BillingMode ?? table.billing;
  if (input.BillingMode === "PROVISIONED" && table.billing === "PAY_PER_REQUEST")
    checkBilling(billing, input.ProvisionedThroughput);
  if (input.ProvisionedThroughput && billing === "PAY_PER_REQUEST")
    checkBilling(billing, input.ProvisionedThroughput);
  if (
    input.ProvisionedThroughput &&
    billing === table.billing &&
    same(table.throughput, input.ProvisionedThroughput) &&
    asked.every((name) => name === "ProvisionedThroughput" || name === "BillingMode" || !input[name])
  )
    throw validation(
      `The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: ${table.throughput.ReadCapacityUnits}. Requested ReadCapacityUnits: ${table.throughput.ReadCapacityUnits}. Current WriteCapacityUnits provisioned for the table: ${table.throughput.WriteCapacityUnits}. Requested WriteCapacityUnits: ${table.throughput.WriteCapacityUnits}. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.`,
    );
  const statuses = updateIndexes(scope, open, input, billing);
  changeStream(scope, open, input);
  if (input.BillingMode) {
    table.billing = billing;
    table.billingGiven = true;
    if (billing === "PAY_PER_REQUEST") table.throughput = { ReadCapacityUnits: 0, WriteCapacityUnits: 0 };
  }
  if (input.ProvisionedThroughput) table.throughput = input.ProvisionedThroughput;
  if (input.DeletionProtectionEnabled !== undefined) table.protect = input.DeletionProtectionEnabled;
  if (input.TableClass) table.tableClass = input.TableClass;
  if (input.OnDemandThroughput) table.onDemand = input.OnDemandThroughput;
  if (input.WarmThroughput) table.warm = input.WarmThroughput;
  if (input.SSESpecification)
    table.sse = input.SSESpecification.Enabled
      ? {
          Status: "ENABLED",
          SSEType: "KMS",
          KMSMasterKeyArn:
            input.SSESpecification.KMSMasterKeyId ??
            `arn:aws:kms:${scope.engine.region}:${scope.engine.account}:key/aws-dynamodb`,
        }
      : undefined;
  begin(scope, table, "UPDATING");
  catalog.save(table);
  return { TableDescription: describe(scope, open, "UPDATING", statuses) };
}

const same = (a: object, b: object) => JSON.stringify(a) === JSON.stringify(b);

function changeStream(scope: Scope, open: Open, input: Input): void {
  const given = input.StreamSpecification;
  if (!given) return;
  const current = scope.engine.catalog.streamOf(open.table);
  if (given.StreamEnabled) {
    if (current) throw validation(`Table already has an enabled stream: TableName: ${open.table.name}`);
    startStream(scope, open.table, given.StreamViewType!);
    return;
  }
  if (!current) throw validation(`Table does not have a stream to disable: TableName: ${open.table.name}`);
  endStream(scope, open.table);
}

const oneIndex = () =>
  limitExceeded(
    "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table",
  );

/** Makes, changes and drops global indexes. AWS takes one creation or deletion a request. */
function updateIndexes(scope: Scope, open: Open, input: Input, billing: string): Record<string, string> {
  const updates = input.GlobalSecondaryIndexUpdates ?? [];
  const statuses: Record<string, string> = {};
  const { table } = open;
  const find = (name: string) => table.indexes.find((each) => !each.local && each.name === name);
  if (updates.filter((each) => each.Create || each.Delete).length > 1) throw oneIndex();
  for (const { Create: create, Update: change, Delete: gone } of updates) {
    if (!create && !change && !gone)
      throw invalid(
        "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null",
      );
    if ([create, change, gone].filter(Boolean).length !== 1)
      throw invalid("Only one of GlobalSecondaryIndexUpdate.Create, Update or Delete may be given");
    if (create) {
      statuses[create.IndexName] = "CREATING";
      build(scope, open, input, create, billing);
      continue;
    }
    const name = (change ?? gone)!.IndexName;
    const index = find(name);
    if (!index) throw resourceNotFound(`Requested resource not found`);
    if (gone) {
      statuses[name] = "DELETING";
      if (scope.engine.transitionMs) index.changing = changing(scope, "DELETING");
      else scope.engine.catalog.dropIndex(open, index.id);
    } else {
      statuses[name] = "UPDATING";
      index.throughput = change!.ProvisionedThroughput ?? index.throughput;
      index.onDemand = change!.OnDemandThroughput ?? index.onDemand;
    }
  }
  return statuses;
}

function build(scope: Scope, open: Open, input: Input, create: IndexInput, billing: string): void {
  const { table } = open;
  if (table.indexes.some((each) => each.name === create.IndexName))
    throw validation("Attempting to create an index which already exists");
  const given = attributesOf(input.AttributeDefinitions ?? []);
  // The key of a new index must be among the definitions of this very request.
  checkGlobal(create, given, billing);
  // What the table has defined already stays as it is.
  const attributes = { ...given, ...table.attributes };
  if (table.indexes.filter((each) => !each.local).length >= 20)
    throw limitExceeded(
      "Subscriber limit exceeded: Number of global secondary indexes exceeds per-table limit of 20",
    );
  const used = new Set(create.KeySchema.map((each) => each.AttributeName));
  for (const name of Object.keys(attributes))
    if (!used.has(name) && !Object.hasOwn(table.attributes, name)) delete attributes[name];
  const id = 1 + table.indexes.reduce((most, each) => Math.max(most, each.id), table.lastIndex ?? 0);
  table.lastIndex = id;
  const index: Index = {
    ...indexOf(scope.engine.items.lag.delays, id, create, false, attributes),
    keys: keysOf(create.KeySchema, attributes),
  };
  scope.engine.catalog.addIndex(open, index);
  table.attributes = attributes;
  table.indexes = [...table.indexes, index];
  if (scope.engine.transitionMs) index.changing = changing(scope, "CREATING");
}

const changing = ({ engine: { now, transitionMs } }: Scope, status: "CREATING" | "DELETING") => ({
  status,
  since: now(),
  until: now() + transitionMs,
});

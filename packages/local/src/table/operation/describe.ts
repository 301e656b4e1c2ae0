import type { Open } from "../catalog.ts";
import type { Scope } from "../context.ts";
import type { Index, Table } from "../schema.ts";

export const indexArn = (table: Table, index: Index) => `${table.arn}/index/${index.name}`;

const throughputOf = (table: Table, given = table.throughput) =>
  table.billing === "PAY_PER_REQUEST"
    ? { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 }
    : { NumberOfDecreasesToday: 0, ...given };

function projectionOf(index: Index): Record<string, unknown> {
  return index.projection === "INCLUDE"
    ? { ProjectionType: index.projection, NonKeyAttributes: index.include }
    : { ProjectionType: index.projection };
}

/** Of the time an index takes, the first half makes room, the second fills it. */
const backfilling = ({ changing }: Index, now: number) =>
  changing?.status === "CREATING" && now >= (changing.since + changing.until) / 2;

function describeIndex(open: Open, index: Index, status: string, now: number): Record<string, unknown> {
  const common = {
    IndexName: index.name,
    KeySchema: index.schema,
    Projection: projectionOf(index),
    IndexSizeBytes: 0,
    ItemCount: 0,
    IndexArn: indexArn(open.table, index),
  };
  if (index.local) return common;
  return {
    ...common,
    IndexStatus: status,
    ...(status === "CREATING" ? { Backfilling: backfilling(index, now) } : {}),
    ProvisionedThroughput: throughputOf(open.table, index.throughput),
    ...(index.onDemand ? { OnDemandThroughput: index.onDemand } : {}),
    WarmThroughput: warmOf(open.table, status),
  };
}

const warmOf = (table: Table, status: string) => ({
  ReadUnitsPerSecond:
    table.warm?.ReadUnitsPerSecond ??
    (table.billing === "PAY_PER_REQUEST" ? 12000 : table.throughput.ReadCapacityUnits),
  WriteUnitsPerSecond:
    table.warm?.WriteUnitsPerSecond ??
    (table.billing === "PAY_PER_REQUEST" ? 4000 : table.throughput.WriteCapacityUnits),
  Status: status === "CREATING" ? "UPDATING" : "ACTIVE",
});

/** The `TableDescription` of a table; statuses other than ACTIVE appear only in the answer that caused them. */
export function describe(
  scope: Scope,
  open: Open,
  status: string = open.table.changing?.status ?? "ACTIVE",
  indexStatus: Record<string, string> = {},
): Record<string, unknown> {
  const { table } = open;
  const answer: Record<string, unknown> = {
    AttributeDefinitions: Object.entries(table.attributes).map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    TableName: table.name,
    KeySchema: table.schema,
    TableStatus: status,
    CreationDateTime: table.created / 1000,
    ProvisionedThroughput: throughputOf(table),
    TableSizeBytes: open.bytes,
    ItemCount: open.items,
    TableArn: table.arn,
    TableId: table.uuid,
    DeletionProtectionEnabled: table.protect,
    WarmThroughput: warmOf(table, status),
  };
  if (table.billing === "PAY_PER_REQUEST" || table.billingGiven)
    answer.BillingModeSummary = {
      BillingMode: table.billing,
      ...(table.billing === "PAY_PER_REQUEST"
        ? { LastUpdateToPayPerRequestDateTime: table.created / 1000 }
        : {}),
    };
  for (const local of [true, false]) {
    const indexes = table.indexes.filter((index) => index.local === local);
    if (indexes.length)
      answer[local ? "LocalSecondaryIndexes" : "GlobalSecondaryIndexes"] = indexes.map((index) =>
        describeIndex(
          open,
          index,
          indexStatus[index.name] ??
            index.changing?.status ??
            (status === "CREATING" ? "CREATING" : "ACTIVE"),
          scope.engine.now(),
        ),
      );
  }
  if (table.sse) answer.SSEDescription = table.sse;
  if (table.tableClass) answer.TableClassSummary = { TableClass: table.tableClass };
  if (table.onDemand) answer.OnDemandThroughput = table.onDemand;
  const stream = scope.engine.catalog.streamOf(table);
  const shown =
    stream ?? [...scope.engine.catalog.streams.values()].filter((each) => each.id === table.stream).at(-1);
  if (shown) {
    answer.LatestStreamArn = shown.arn;
    answer.LatestStreamLabel = shown.label;
  }
  if (stream) answer.StreamSpecification = { StreamEnabled: true, StreamViewType: stream.view };
  return answer;
}

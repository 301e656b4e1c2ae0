import type { Answer, Scope } from "../context.ts";
import { resourceNotFound } from "../error.ts";
import type { Table } from "../schema.ts";

interface Named {
  TableName: string;
  IndexName?: string;
}

function need(scope: Scope, { TableName, IndexName }: Named): Table {
  const { table } = scope.engine.catalog.needTable(TableName);
  if (IndexName && !table.indexes.some((index) => index.name === IndexName))
    throw resourceNotFound(
      `Requested resource not found: Table: ${table.name} index: ${IndexName} not found`,
    );
  return table;
}

const named = (table: Table, index: string | undefined) => ({
  TableName: table.name,
  ...(index ? { IndexName: index } : {}),
});
const statusOf = (table: Table, index = "") => (table.insights?.[index] ? "ENABLED" : "DISABLED");

/** The rules of CloudWatch that AWS makes for what is watched. */
function rulesOf(table: Table, index = ""): string[] {
  const since = table.insights?.[index];
  if (!since) return [];
  const { range } = table.indexes.find((each) => each.name === index)?.keys ?? table.keys;
  const place = [table.name, ...(index ? [index] : []), String(since)].join("-");
  const kinds = ["PKC", "PKT", ...(range.length ? ["SKC", "SKT"] : [])];
  return kinds.map((kind) => `DynamoDBContributorInsights-${kind}-${place}`);
}

export function describeInsights(scope: Scope, input: Named): Answer {
  const table = need(scope, input);
  const since = table.insights?.[input.IndexName ?? ""];
  return {
    ...named(table, input.IndexName),
    ContributorInsightsRuleList: rulesOf(table, input.IndexName),
    ContributorInsightsStatus: statusOf(table, input.IndexName),
    ...(since ? { LastUpdateDateTime: since / 1000 } : {}),
  };
}

/** Kept and described; nothing is counted. */
export function updateInsights(
  scope: Scope,
  input: Named & { ContributorInsightsAction: "ENABLE" | "DISABLE" },
): Answer {
  const table = need(scope, input);
  const enable = input.ContributorInsightsAction === "ENABLE";
  const { [input.IndexName ?? ""]: _old, ...rest } = table.insights ?? {};
  table.insights = enable ? { ...rest, [input.IndexName ?? ""]: scope.engine.now() } : rest;
  scope.engine.catalog.save(table);
  return {
    ...named(table, input.IndexName),
    ContributorInsightsStatus: enable ? "ENABLING" : "DISABLING",
  };
}

export function listInsights(
  scope: Scope,
  input: { TableName?: string; MaxResults?: number; NextToken?: string },
): Answer {
  const tables = input.TableName
    ? [scope.engine.catalog.needTable(input.TableName).table]
    : scope.engine.catalog.names().map((name) => scope.engine.catalog.needTable(name).table);
  const all = tables.flatMap((table) =>
    [undefined, ...table.indexes.map((index) => index.name)].map((index) => ({
      ...named(table, index),
      ContributorInsightsStatus: statusOf(table, index),
    })),
  );
  const from = Number(input.NextToken ?? 0);
  const end = from + (input.MaxResults ?? 100);
  return {
    ContributorInsightsSummaries: all.slice(from, end),
    ...(end < all.length ? { NextToken: String(end) } : {}),
  };
}

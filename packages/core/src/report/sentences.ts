import type { Dashboard, Sentence } from "./report.schema.ts";

/** The three things worth saying first: who came, what was won, and the latest campaign or the open pipeline. */
export function sentencesOf({ contacts, deals, campaigns }: Omit<Dashboard, "sentences">): Sentence[] {
  const { total: count, previousTotal: previous, bySource, link } = contacts;
  const [top] = bySource;
  const came: Sentence = {
    key: "contacts",
    values: { count, previous, source: top?.source, sourceCount: top?.count },
    link,
  };
  const [before, now] = deals.months.slice(-2);
  const month = now ?? before;
  const won: Sentence | undefined = month && {
    key: "won",
    values: {
      month: month.month,
      count: month.won.count,
      amounts: month.won.amounts,
      previous: now ? before?.won.count : undefined,
      previousAmounts: now ? before?.won.amounts : undefined,
    },
    link: month.won.link,
  };
  const [latest] = campaigns;
  const { link: campaignLink, ...results } = latest ?? { link: undefined };
  const third: Sentence = campaignLink
    ? { key: "campaign", values: results, link: campaignLink }
    : {
        key: "pipeline",
        values: openOf(deals),
        link: { noun: "deal", filter: { field: "status", operator: "is", value: "open" } },
      };
  return [came, ...(won ? [won] : []), third];
}

function openOf({ pipeline }: Dashboard["deals"]) {
  const amounts: Record<string, number> = {};
  const weighted: Record<string, number> = {};
  for (const stage of pipeline) {
    for (const [currency, value] of Object.entries(stage.amounts))
      amounts[currency] = (amounts[currency] ?? 0) + value;
    for (const [currency, value] of Object.entries(stage.weighted))
      weighted[currency] = (weighted[currency] ?? 0) + value;
  }
  return { count: pipeline.reduce((sum, stage) => sum + stage.count, 0), amounts, weighted };
}

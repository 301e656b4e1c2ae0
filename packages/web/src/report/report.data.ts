import type { Amounts, Dashboard, Sentence } from "@rapport/core/report/schema";
import { queryOptions } from "@tanstack/react-query";
import { api, keys } from "../api/index.ts";

export type { Amounts, Dashboard, Sentence };

export const dashboardQuery = queryOptions({
  queryKey: keys.record("report", "dashboard"),
  queryFn: ({ signal }) => api.get<Dashboard>("/reports/dashboard", { signal }),
});

/** The currency that most of the money is in: a chart shows one, never a sum across several. */
export function mainCurrency(amounts: readonly Amounts[]): string | undefined {
  const sums = new Map<string, number>();
  for (const one of amounts)
    for (const [currency, amount] of Object.entries(one))
      sums.set(currency, (sums.get(currency) ?? 0) + amount);
  return [...sums].sort((a, b) => b[1] - a[1])[0]?.[0];
}

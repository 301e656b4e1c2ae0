import type { Money } from "../format/index.ts";
import type { Deal } from "./deal.data.ts";

/** Sums by currency, the largest first: Rapport never adds across currencies. */
export function sums(deals: readonly Deal[], weigh: (deal: Deal) => number = () => 1): Money[] {
  const byCurrency = new Map<string, number>();
  for (const deal of deals) {
    if (!deal.amount) continue;
    const { amount, currency } = deal.amount;
    byCurrency.set(currency, (byCurrency.get(currency) ?? 0) + amount * weigh(deal));
  }
  return [...byCurrency]
    .map(([currency, amount]) => ({ currency, amount: Math.round(amount) }))
    .sort((a, b) => b.amount - a.amount);
}

export const weighted = (deals: readonly Deal[]): Money[] => sums(deals, (deal) => deal.probability / 100);

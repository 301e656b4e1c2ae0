import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { timelineQuery } from "../activity/activity.data.ts";
import { isOpen } from "../activity/late.ts";
import type { Next } from "../activity/NextLine.tsx";
import { useFormat } from "../format/index.ts";
import { dealsOf } from "./deal.data.ts";
import { sums } from "./sum.ts";

/**
 * How one stands with a contact or a company: its open deals in words, and what comes next, of its own timeline or of
 * its deals; `refresh` when that changed. From what the record's page reads anyway.
 */
export function useStanding(of: { contactId: string } | { companyId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const timeline = useInfiniteQuery(timelineQuery("contactId" in of ? of.contactId : of.companyId));
  const client = useQueryClient();
  const deals = dealsOf(of);
  const { data, isPending } = useQuery(deals);
  const open = data?.items.filter(({ status }) => status === "open") ?? [];
  const amounts = sums(open).map((money) => format.money(money, { whole: true }));
  // Of more deals than were read the sum is not known.
  const words =
    open.length > 0 && !data?.cursor
      ? [t("deal.count", { count: open.length }), ...amounts].join(" ")
      : undefined;
  const own = timeline.data?.pages[0]?.items.filter(isOpen) ?? [];
  const coming: Next[] = [
    ...own.map(({ entryId, kind, title, at }) => ({ id: entryId, kind, title, at })),
    ...open.flatMap(({ nextActivity }) => nextActivity ?? []),
  ];
  const [next] = coming.sort((a, b) => (a.at < b.at ? -1 : 1));
  const refresh = () => client.invalidateQueries({ queryKey: deals.queryKey });
  return { words, next, isLoading: isPending || timeline.isPending, refresh };
}

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useMe, useNames } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { useMembers } from "../member/member.data.ts";
import { RecordList } from "../shell/RecordList.tsx";
import type { Filter } from "../ui/grid/index.ts";
import { MoneyText } from "../ui/MoneyText.tsx";
import { DealRecord } from "./DealRecord.tsx";
import { closedCount, deals, isSummed, type Pipeline } from "./deal.data.ts";
import type { DealSearch } from "./deal.routes.ts";
import { useDealColumns } from "./useDealColumns.tsx";

/** Won and lost deals, latest first, and the trash. */
export function ClosedDeals(props: {
  view: "won" | "lost" | "trash";
  pipelines: readonly Pipeline[];
  search: DealSearch;
  onSearch: (next: DealSearch) => void;
  onPanel: (id: string | undefined) => void;
  onOpen: (id: string) => void;
  onCreate: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const { view } = props;
  const { owner, month, since, panel } = props.search;
  const trash = view === "trash";
  const ownerId = owner === "me" ? me.member.id : owner;
  const query = useMemo(
    () => (trash ? {} : { status: view, ownerId, closedIn: month, closedSince: since }),
    [trash, view, ownerId, month, since],
  );
  const closed = { status: view === "lost" ? "lost" : "won", ownerId, month, since } as const;
  // By month each owner's are told apart; of all times they are kept for the whole workspace.
  const counted = !trash && isSummed(closed) && me.mayCount(month || since ? undefined : ownerId);
  const total = useQuery({ ...closedCount(closed), enabled: counted });
  const filters = useFilters(props.search, props.onSearch);
  // The same pages that the list shows: the companies' names stand beside them.
  const list = useInfiniteQuery(deals.list({ ...query, shelf: trash ? "trash" : undefined }));
  const companies = list.data?.pages.flatMap((page) => page.items.map((deal) => deal.companyId)) ?? [];
  const names = useNames("company", "/companies", companies);
  const columns = useDealColumns({ names, pipelines: props.pipelines, closed: true });
  return (
    <RecordList
      data={deals}
      query={query}
      total={counted ? (total.data ?? undefined) : undefined}
      columns={columns}
      label={t("deal.plural")}
      one={t("deal.one")}
      count={(count, more) => t("deal.countMore", { count, more })}
      mayWrite={me.may("deal:write")}
      trash={trash}
      {...(trash ? {} : { filters })}
      panel={panel}
      onPanel={props.onPanel}
      onOpen={props.onOpen}
      preview={(id) => <DealRecord key={id} id={id} narrow />}
      phone={(deal) => ({
        title: deal.name,
        detail: [names[deal.companyId ?? ""], deal.lostReason].filter(Boolean).join(" · "),
        end: deal.amount && <MoneyText money={deal.amount} whole />,
      })}
      empty={{
        title: t(view === "lost" ? "deal.empty.lost" : "deal.empty.won"),
        text: t("deal.empty.closedText"),
        act: t("deal.new"),
        onAct: props.onCreate,
      }}
    />
  );
}

/** Whose they are, and when they were closed: as the reports count them, by months of UTC. */
function useFilters(search: DealSearch, onSearch: (next: DealSearch) => void): Filter[] {
  const { t } = useTranslation();
  const format = useFormat();
  const members = useMembers();
  const now = new Date();
  const latest = Array.from({ length: 12 }, (_, back) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7),
  );
  const months = (key: "month" | "since") => {
    const value = search[key] ?? "";
    const known = value && !latest.includes(value) ? [value, ...latest] : latest;
    return {
      key,
      label: t(`deal.closed.${key}`),
      value,
      options: known.map((month) => ({ value: month, label: format.month(`${month}-15T12:00:00Z`) })),
      onChange: (chosen: string) => onSearch({ [key]: chosen }),
    };
  };
  return [
    {
      key: "owner",
      label: t("deal.field.owner"),
      value: search.owner ?? "",
      options: [
        { value: "me", label: t("deal.me") },
        { value: "none", label: t("deal.nobodys") },
        ...members.options,
      ],
      onChange: (owner) => onSearch({ owner }),
    },
    months("month"),
    months("since"),
  ];
}

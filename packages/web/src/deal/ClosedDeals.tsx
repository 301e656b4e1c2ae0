import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useMe, useNames } from "../api/index.ts";
import { RecordList } from "../shell/RecordList.tsx";
import { MoneyText } from "../ui/MoneyText.tsx";
import { DealRecord } from "./DealRecord.tsx";
import { deals, type Pipeline } from "./deal.data.ts";
import { useDealColumns } from "./useDealColumns.tsx";

/** Won and lost deals, latest first, and the trash. */
export function ClosedDeals(props: {
  view: "won" | "lost" | "trash";
  pipelines: readonly Pipeline[];
  panel: string | undefined;
  onPanel: (id: string | undefined) => void;
  onOpen: (id: string) => void;
  onCreate: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const { view } = props;
  const trash = view === "trash";
  const query = useMemo(() => (trash ? {} : { status: view }), [trash, view]);
  // The same pages that the list shows: the companies' names stand beside them.
  const list = useInfiniteQuery(deals.list({ ...query, shelf: trash ? "trash" : undefined }));
  const companies = list.data?.pages.flatMap((page) => page.items.map((deal) => deal.companyId)) ?? [];
  const names = useNames("company", "/companies", companies);
  const columns = useDealColumns({ names, pipelines: props.pipelines, closed: true });
  return (
    <RecordList
      data={deals}
      query={query}
      columns={columns}
      label={t("deal.plural")}
      one={t("deal.one")}
      count={(count, more) => t("deal.countMore", { count, more })}
      mayWrite={me.may("deal:write")}
      trash={trash}
      panel={props.panel}
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

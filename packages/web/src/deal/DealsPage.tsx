import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, useMe } from "../api/index.ts";
import { openCreate } from "../shell/Create.tsx";
import { Page } from "../shell/Page.tsx";
import { GhostRows } from "../ui/Empty.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Panel } from "../ui/record/index.ts";
import menu from "../ui/record/menu.module.css";
import { SkeletonLines } from "../ui/Skeleton.tsx";
import { pipelinesQuery } from "./deal.data.ts";
import type { DealSearch } from "./deal.routes.ts";
import { OpenDeals } from "./OpenDeals.tsx";

/** Loaded when it is asked for: most come for the board. */
const DealRecord = lazy(() => import("./DealRecord.tsx").then((module) => ({ default: module.DealRecord })));
const ClosedDeals = lazy(() =>
  import("./ClosedDeals.tsx").then((module) => ({ default: module.ClosedDeals })),
);

/** The board, the same deals as a list, and the closed ones. */
export function DealsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate({ from: "/deals" });
  const search = useSearch({ from: "/app/deals" });
  const known = useQuery(pipelinesQuery);
  const all = known.data?.items ?? [];
  const pipeline =
    all.find((one) => one.id === search.pipeline) ?? all.find((one) => one.isDefault) ?? all[0];
  const { view, panel } = search;
  const kept: DealSearch = {
    ...(search.pipeline ? { pipeline: search.pipeline } : {}),
    ...(search.q ? { q: search.q } : {}),
    ...(search.owner ? { owner: search.owner } : {}),
    ...(search.next ? { next: search.next } : {}),
  };
  // On what the address says by then: several conditions are cleared one after the other.
  const change = (next: DealSearch) => {
    const filled = (now: DealSearch) => Object.entries({ ...now, ...next }).filter(([, value]) => value);
    void navigate({ search: (now) => Object.fromEntries(filled(now)), replace: !("panel" in next) });
  };
  const open = (id: string) => void navigate({ to: "/deals/$id", params: { id } });
  const onPanel = (id: string | undefined) => change({ panel: id ?? "" });
  const create = () => openCreate("deal", pipeline ? { pipelineId: pipeline.id } : {});
  const mayWrite = me.may("deal:write");

  return (
    <Page
      title={t("deal.plural")}
      tabs={[
        { key: "board", label: t("deal.view.board"), active: !view, search: kept },
        ...(["list", "won", "lost", "trash"] as const).map((key) => ({
          key,
          label: key === "trash" ? t("ui.trash") : t(`deal.view.${key}`),
          active: view === key,
          search: { ...kept, view: key },
        })),
      ]}
      action={
        mayWrite && (
          <Button leftSection={<IconPlus size={16} />} onClick={create}>
            {t("deal.new")}
          </Button>
        )
      }
    >
      {known.error ? (
        <div className={menu.notice}>
          <ErrorNotice problem={asProblem(known.error)} onRetry={() => void known.refetch()} />
        </div>
      ) : view === undefined || view === "list" ? (
        <OpenDeals
          view={view ?? "board"}
          pipelines={all}
          pipeline={pipeline}
          search={search}
          onSearch={change}
          onPanel={onPanel}
          onOpen={open}
          onCreate={create}
        />
      ) : (
        <Suspense fallback={<GhostRows />}>
          <ClosedDeals
            key={view}
            view={view}
            pipelines={all}
            search={search}
            onSearch={change}
            onPanel={onPanel}
            onOpen={open}
            onCreate={create}
          />
        </Suspense>
      )}
      {panel && (view === undefined || view === "list") && (
        <Panel label={t("deal.one")} onClose={() => onPanel(undefined)} onExpand={() => open(panel)}>
          <Suspense fallback={<SkeletonLines lines={8} />}>
            <DealRecord key={panel} id={panel} narrow />
          </Suspense>
        </Panel>
      )}
    </Page>
  );
}

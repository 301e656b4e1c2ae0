import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, useMe, useNames } from "../api/index.ts";
import { type Format, useFormat } from "../format/index.ts";
import { useMembers } from "../member/member.data.ts";
import { ShowSamples } from "../shell/Samples.tsx";
import { Empty, GhostRows } from "../ui/Empty.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { type Filter, FilterBar } from "../ui/grid/index.ts";
import { DealBoard, GhostBoard } from "./DealBoard.tsx";
import { boardQuery, type Deal, type Pipeline } from "./deal.data.ts";
import type { DealSearch } from "./deal.routes.ts";
import css from "./OpenDeals.module.css";
import { nextOf } from "./state.ts";
import { sums } from "./sum.ts";

export type OpenDealsProps = {
  view: "board" | "list";
  pipelines: readonly Pipeline[];
  pipeline: Pipeline | undefined;
  search: DealSearch;
  onSearch: (next: DealSearch) => void;
  onPanel: (id: string | undefined) => void;
  onOpen: (id: string) => void;
  onCreate: () => void;
};

/** Loaded when it is asked for: most come for the board. */
const DealList = lazy(() => import("./DealList.tsx").then((module) => ({ default: module.DealList })));

/** A pipeline's open deals, whole, as a board or as a list under the same filters. */
export function OpenDeals(props: OpenDealsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const { pipeline, search, onSearch } = props;
  const query = useQuery({ ...boardQuery(pipeline?.id ?? ""), enabled: !!pipeline });
  const board = query.data;
  const names = useParties(board?.items);
  const shown = useMemo(
    () => (board?.items ?? []).filter((deal) => fits(deal, search, me.member.id, names, format)),
    [board, search, me.member.id, names, format],
  );
  const filters = useFilters(search, onSearch);
  const setText = useCallback((q: string) => onSearch({ q }), [onSearch]);
  const total = sums(shown)
    .map((money) => format.money(money, { whole: true }))
    .join(" · ");
  const mine = search.owner === "me";
  const bar = (
    <FilterBar
      count={
        query.isPending ? (
          ""
        ) : (
          <>
            {t("deal.count", { count: shown.length })}
            {total && <span className={css.total}> {total}</span>}
          </>
        )
      }
      filters={filters}
      search={{ value: search.q ?? "", onChange: setText, label: t("deal.find") }}
    />
  );
  const toolbar = (
    <div className={css.bar}>
      {props.pipelines.length > 1 && (
        <nav className={css.pipelines} aria-label={t("deal.pipelines")}>
          {props.pipelines.map((one) => (
            <button
              key={one.id}
              type="button"
              className={css.choice}
              aria-current={one.id === pipeline?.id ? "true" : undefined}
              onClick={() => onSearch({ pipeline: one.id })}
              dir="auto"
            >
              {one.name}
            </button>
          ))}
        </nav>
      )}
      <button
        type="button"
        className={css.choice}
        aria-pressed={mine}
        onClick={() => onSearch({ owner: mine ? "" : "me" })}
      >
        {t("deal.mine")}
      </button>
      {bar}
    </div>
  );
  const last = filters.findLast((filter) => filter.value);
  const nothing = board && shown.length === 0;
  const empty =
    search.q || last ? (
      <Empty
        title={t("ui.filter.nothing")}
        ghost={<GhostBoard />}
        action={
          <Button onClick={() => (last ? last.onChange("") : onSearch({ q: "" }))}>
            {last ? t("ui.filter.remove", { filter: last.label }) : t("ui.filter.clear")}
          </Button>
        }
      />
    ) : (
      <Empty
        title={t("deal.empty.title")}
        text={t("deal.empty.text")}
        ghost={<GhostBoard />}
        action={me.may("deal:write") && <Button onClick={props.onCreate}>{t("deal.empty.act")}</Button>}
        second={<ShowSamples />}
      />
    );
  if (props.view === "list")
    return (
      <Suspense fallback={<GhostRows />}>
        <DealList
          deals={shown}
          names={names}
          pipelines={props.pipelines}
          loading={query.isPending}
          problem={query.error ? asProblem(query.error) : undefined}
          onRetry={() => void query.refetch()}
          panel={search.panel}
          onPanel={props.onPanel}
          onOpen={props.onOpen}
          bar={toolbar}
          empty={empty}
        />
      </Suspense>
    );
  return (
    <div className={css.frame}>
      {toolbar}
      {board && !board.complete && <p className={css.note}>{t("deal.incomplete")}</p>}
      {query.error ? (
        <div className={css.note}>
          <ErrorNotice problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
        </div>
      ) : (
        <div className={css.rest}>
          {nothing && (search.q || last || board.items.length === 0) && !me.may("deal:write") ? (
            empty
          ) : nothing && (search.q || last) ? (
            empty
          ) : (
            <DealBoard board={board} deals={shown} names={names} onPanel={props.onPanel} />
          )}
        </div>
      )}
    </div>
  );
}

/** The names of the deals' companies, and of the main contact where there is no company. */
function useParties(deals: readonly Deal[] | undefined): Record<string, string> {
  const companies = useNames(
    "company",
    "/companies",
    useMemo(() => deals?.map((deal) => deal.companyId) ?? [], [deals]),
  );
  const contacts = useNames(
    "contact",
    "/contacts",
    useMemo(
      () => deals?.map((deal) => (deal.companyId ? undefined : deal.contacts[0]?.contactId)) ?? [],
      [deals],
    ),
  );
  return useMemo(() => ({ ...companies, ...contacts }), [companies, contacts]);
}

/** What can be set beside the text; "mine" is the owner being oneself. */
function useFilters(search: DealSearch, onSearch: (next: DealSearch) => void): Filter[] {
  const { t } = useTranslation();
  const members = useMembers();
  return [
    {
      key: "owner",
      label: t("deal.field.owner"),
      value: search.owner ?? "",
      options: [{ value: "me", label: t("deal.me") }, ...members.options],
      onChange: (owner) => onSearch({ owner }),
    },
    {
      key: "next",
      label: t("activity.next.label"),
      value: search.next ?? "",
      options: (["none", "overdue", "planned"] as const).map((value) => ({
        value,
        label: t(`activity.next.is.${value}`),
      })),
      onChange: (next) => onSearch({ next }),
    },
  ];
}

function fits(
  deal: Deal,
  search: DealSearch,
  me: string,
  names: Record<string, string>,
  format: Format,
): boolean {
  const owner = search.owner === "me" ? me : search.owner;
  if (owner && deal.ownerId !== owner) return false;
  if (search.next && nextOf(deal, format) !== search.next) return false;
  if (!search.q) return true;
  const text = `${deal.name} ${names[deal.companyId ?? ""] ?? ""} ${deal.tags.join(" ")}`.toLocaleLowerCase();
  return search.q
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

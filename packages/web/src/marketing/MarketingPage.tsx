import { Button } from "@mantine/core";
import type { Permission } from "@rapport/core/kernel/role";
import { IconPlus } from "@tabler/icons-react";
import { type InfiniteData, type UseInfiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, type Page as Rows, useMe } from "../api/index.ts";
import { Page } from "../shell/Page.tsx";
import { Empty, GhostRows } from "../ui/Empty.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import css from "./marketing.module.css";

export type MarketingTab = "campaigns" | "segments" | "templates" | "forms";
const tabs: MarketingTab[] = ["campaigns", "segments", "templates", "forms"];

type Props<Info> = {
  tab: MarketingTab;
  list: UseInfiniteQueryOptions<
    Rows<Info>,
    Error,
    InfiniteData<Rows<Info>, string | undefined>,
    readonly unknown[],
    string | undefined
  >;
  /** Where a row leads. */
  to: string;
  row: (record: Info) => { detail?: ReactNode; facts?: ReactNode[] };
  /** For those who may. */
  create: { label: string; needs: Permission; run: () => void };
  empty: { title: string; text: string };
};

/** Campaigns, segments, templates and forms are one place with a tab each; each lists its records as two-line rows. */
export function MarketingPage<Info extends { id: string; name: string }>(props: Props<Info>) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(props.list);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const me = useMe();
  const act = me.may(props.create.needs) && (
    <Button className={css.create} aria-label={props.create.label} onClick={props.create.run}>
      <IconPlus size={16} />
      <span className={css.createLabel}>{props.create.label}</span>
    </Button>
  );
  return (
    <Page
      title={t("marketing.title")}
      tabs={tabs.map((tab) => ({
        key: tab,
        label: t(`marketing.${tab}`),
        to: `/${tab}`,
        active: tab === props.tab,
      }))}
      action={act}
      scroll
    >
      {list.error ? (
        <ErrorNotice problem={asProblem(list.error)} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <GhostRows />
      ) : rows.length === 0 ? (
        <Empty title={props.empty.title} text={props.empty.text} ghost={<GhostRows />} action={act} />
      ) : (
        <ul className={css.rows}>
          {rows.map((record) => {
            const { detail, facts = [] } = props.row(record);
            return (
              <li key={record.id} className={css.row}>
                <Link to={props.to as never} params={{ id: record.id } as never} className={css.link}>
                  <span className={css.name} dir="auto">
                    {record.name}
                  </span>
                  {detail && (
                    <span className={css.detail} dir="auto">
                      {detail}
                    </span>
                  )}
                </Link>
                {facts.length > 0 && (
                  <span className={css.rowFacts}>
                    {facts.map((fact, place) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: every row has the same facts in the same places
                      <span key={place} className={css.fact}>
                        {fact}
                      </span>
                    ))}
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {list.hasNextPage && (
        <p className={css.moreRows}>
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t("marketing.more")}
          </Button>
        </p>
      )}
    </Page>
  );
}

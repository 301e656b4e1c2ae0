import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { useMembers } from "../member/member.data.ts";
import { Page } from "../shell/Page.tsx";
import { BarChart, LineChart } from "../ui/chart/index.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Skeleton, SkeletonLines } from "../ui/Skeleton.tsx";
import { CampaignTable } from "./CampaignTable.tsx";
import { isNothing, Nothing } from "./Nothing.tsx";
import { PlaceLink } from "./PlaceLink.tsx";
import { placeOf } from "./place.ts";
import { type Dashboard, dashboardQuery, mainCurrency } from "./report.data.ts";
import css from "./report.module.css";
import { Sentences } from "./Sentences.tsx";

export function HomePage() {
  const { t } = useTranslation();
  const dashboard = useQuery(dashboardQuery);
  return (
    <Page title={t("report.home")} scroll>
      <div className={css.home}>
        {dashboard.error ? (
          <ErrorNotice problem={asProblem(dashboard.error)} onRetry={() => void dashboard.refetch()} />
        ) : dashboard.data ? (
          isNothing(dashboard.data) ? (
            <Nothing ghost={<Waiting />} />
          ) : (
            <Charts data={dashboard.data} />
          )
        ) : (
          <Waiting />
        )}
      </div>
    </Page>
  );
}

function Waiting() {
  return (
    <div aria-busy>
      <div className={css.sentences}>
        <SkeletonLines lines={3} />
      </div>
      <div className={css.charts}>
        {[0, 1, 2, 3].map((chart) => (
          <Skeleton key={chart} height={256} />
        ))}
      </div>
    </div>
  );
}

function Charts({ data }: { data: Dashboard }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const open = (link: Parameters<typeof placeOf>[0]) => void navigate(placeOf(link) as never);
  const { contacts, funnel, deals, campaigns } = data;
  const currency = mainCurrency(deals.months.map((month) => month.won.amounts));
  const unit = currency ? 10 ** format.minorDigits(currency) : 1;
  /** In whole units, so that a chart's axis reads as money does. */
  const amount = (amounts: Record<string, number>) => (currency ? (amounts[currency] ?? 0) / unit : 0);
  const show = (value: number) =>
    currency
      ? format.money({ amount: Math.round(value * unit), currency }, { compact: true })
      : format.number(value);
  return (
    <>
      <p className={css.headline}>
        <PlaceLink link={contacts.link}>
          <strong>{format.number(contacts.total)}</strong>{" "}
          <span>{t("report.headline", { count: contacts.total })}</span>
        </PlaceLink>
      </p>
      <Sentences sentences={data.sentences} />
      <div className={css.charts}>
        <LineChart
          title={t("report.contacts.title")}
          note={t("report.contacts.note")}
          labels={contacts.days.map(({ day }) => format.date(`${day}T12:00:00Z`))}
          series={[
            { key: "now", label: t("report.contacts.now"), values: contacts.days.map(({ total }) => total) },
          ]}
          previous={{
            key: "before",
            label: t("report.before"),
            values: contacts.previous.map(({ total }) => total),
          }}
          onOpen={(_, point) => {
            const day = contacts.days[point];
            if (day) open(day.link);
          }}
        />
        <BarChart
          title={t("report.sources.title")}
          bars={contacts.bySource.map((one) => ({
            key: one.source,
            label: t(`contact.source.${one.source}` as never),
            value: one.count,
            onOpen: () => open(one.link),
          }))}
        />
        <BarChart
          title={t("report.funnel.title")}
          bars={funnel.steps.map((step) => ({
            key: step.lifecycle,
            label: t(`contact.lifecycle.${step.lifecycle}` as never),
            value: step.count,
            onOpen: () => open(step.link),
          }))}
        />
        <LineChart
          title={t("report.won.title")}
          note={currency}
          labels={deals.months.map(({ month }) => format.month(`${month}-15T12:00:00Z`))}
          series={[
            {
              key: "won",
              label: t("report.won.won"),
              values: deals.months.map((month) => amount(month.won.amounts)),
            },
            {
              key: "lost",
              label: t("report.won.lost"),
              values: deals.months.map((month) => amount(month.lost.amounts)),
            },
          ]}
          show={show}
          onOpen={(series, point) => {
            const month = deals.months[point];
            if (month) open(series.key === "won" ? month.won.link : month.lost.link);
          }}
        />
        <OwnerBars data={data} show={show} amount={amount} open={open} />
        <CampaignTable items={campaigns} />
      </div>
    </>
  );
}

type OwnerProps = {
  data: Dashboard;
  show: (value: number) => string;
  amount: (amounts: Record<string, number>) => number;
  open: (link: Parameters<typeof placeOf>[0]) => void;
};

/** Won by owner in the months shown, the best first; each opens that owner's deals of those months. */
function OwnerBars({ data, show, amount, open }: OwnerProps) {
  const { t } = useTranslation();
  const { months } = data.deals;
  const sums = new Map<string, number>();
  for (const { owners } of months)
    for (const { ownerId = "none", won } of owners)
      sums.set(ownerId, (sums.get(ownerId) ?? 0) + amount(won.amounts));
  const members = useMembers();
  const best = [...sums].filter(([, value]) => value > 0).sort((a, b) => b[1] - a[1]);
  const linkOf = (owner: string): Parameters<typeof placeOf>[0] => ({
    noun: "deal",
    filter: {
      all: [
        { field: "status", operator: "is", value: "won" },
        { field: "closedAt", operator: "after", value: `${months[0]?.month}-01` },
        { field: "owner", operator: "is", value: owner },
      ],
    },
  });
  return (
    <BarChart
      title={t("report.owners.title")}
      show={show}
      bars={best.slice(0, 8).map(([id, value]) => ({
        key: id,
        label: id === "none" ? t("report.owners.none") : members.nameOf(id) || "…",
        value,
        onOpen: () => open(linkOf(id)),
      }))}
    />
  );
}

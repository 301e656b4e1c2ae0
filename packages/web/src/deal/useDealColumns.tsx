import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Format, useFormat } from "../format/index.ts";
import { useSharedColumns } from "../shell/sharedColumns.tsx";
import { parseDay } from "../ui/field/parseDay.ts";
import type { GridColumn, Sort } from "../ui/grid/index.ts";
import link from "../ui/link.module.css";
import { MoneyText } from "../ui/MoneyText.tsx";
import { Status } from "../ui/Status.tsx";
import { NextDot } from "./DealCard.tsx";
import type { Deal, Pipeline } from "./deal.data.ts";
import { forecasts } from "./forecast.ts";
import { daysSince, stageOf, staleDays, stepOf } from "./state.ts";

export type DealColumn = GridColumn<Deal> & { order?: (deal: Deal) => string | number };

/** An amount typed with or without a currency's code; another code than the deal's changes its currency. */
export function amountPatch(text: string, currency: string, format: Format): object | undefined {
  if (text.trim() === "") return { amount: null };
  const code = /\b([A-Z]{3})\b/.exec(text.toUpperCase())?.[1] ?? currency;
  const amount = format.parseMoney(text, code);
  return amount && { amount };
}

export const plainAmount = (deal: Deal, format: Format): string =>
  deal.amount ? String(deal.amount.amount / 10 ** format.minorDigits(deal.amount.currency)) : "";

/** The columns of every list of deals; `closed` shows how they ended instead of what comes next. */
export function useDealColumns(input: {
  names: Record<string, string>;
  pipelines: readonly Pipeline[];
  closed?: boolean;
}): DealColumn[] {
  const { t } = useTranslation();
  const format = useFormat();
  const shared = useSharedColumns("deal");
  const { names, pipelines, closed = false } = input;
  return useMemo(() => {
    const of = (deal: Deal) => pipelines.find((one) => one.id === deal.pipelineId);
    const stage = (deal: Deal) => stageOf(of(deal), deal);
    const columns: (DealColumn | false)[] = [
      {
        id: "name",
        header: t("deal.field.name"),
        width: 240,
        sortable: true,
        text: (deal) => deal.name,
        cell: (deal) => (
          <Link to="/deals/$id" params={{ id: deal.id }} className={link.name} tabIndex={-1} dir="auto">
            {deal.name}
          </Link>
        ),
        edit: { kind: "text", patch: (name) => (name ? { name } : undefined) },
      },
      {
        id: "company",
        header: t("deal.field.company"),
        width: 200,
        sortable: true,
        text: (deal) => names[deal.companyId ?? ""] ?? "",
        cell: (deal) => <span dir="auto">{names[deal.companyId ?? ""]}</span>,
      },
      {
        id: "stage",
        header: t("deal.field.stage"),
        width: 160,
        sortable: true,
        text: (deal) => stage(deal)?.name ?? "",
        order: (deal) => of(deal)?.stages.findIndex((one) => one.id === deal.stageId) ?? 0,
        cell: (deal) => {
          const pipeline = of(deal);
          if (deal.status !== "open")
            return (
              <Status tone={deal.status === "won" ? "positive" : "danger"}>{stage(deal)?.name ?? ""}</Status>
            );
          return <Status step={pipeline && stepOf(pipeline, deal.stageId)}>{stage(deal)?.name ?? ""}</Status>;
        },
      },
      {
        id: "amount",
        header: t("deal.field.amount"),
        width: 128,
        align: "end",
        sortable: true,
        text: (deal) => plainAmount(deal, format),
        order: (deal) => deal.amount?.amount ?? -1,
        cell: (deal) => deal.amount && <MoneyText money={deal.amount} />,
        edit: {
          kind: "number",
          patch: (text, deal) =>
            amountPatch(text, deal.amount?.currency ?? of(deal)?.currency ?? "EUR", format),
        },
      },
      !closed && {
        id: "next",
        header: t("activity.next.label"),
        width: 168,
        sortable: true,
        text: (deal) => deal.nextActivity?.title ?? "",
        order: (deal) => deal.nextActivity?.at ?? "",
        cell: (deal) => <NextDot deal={deal} />,
      },
      closed && {
        id: "closedAt",
        header: t("deal.field.closedAt"),
        width: 128,
        text: (deal) => (deal.closedAt ? format.date(deal.closedAt) : ""),
        cell: (deal) => deal.closedAt && format.date(deal.closedAt),
      },
      closed && {
        id: "lostReason",
        header: t("deal.field.lostReason"),
        width: 168,
        text: (deal) => deal.lostReason ?? "",
        cell: (deal) => <span dir="auto">{deal.lostReason}</span>,
      },
      {
        id: "expectedCloseOn",
        header: t("deal.field.expectedCloseOn"),
        width: 136,
        sortable: true,
        text: (deal) => deal.expectedCloseOn ?? "",
        cell: (deal) => deal.expectedCloseOn && format.date(deal.expectedCloseOn),
        edit: {
          kind: "date",
          patch: (text) => {
            if (text === "") return { expectedCloseOn: null };
            const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : parseDay(text, format);
            return day ? { expectedCloseOn: day } : undefined;
          },
        },
      },
      { ...shared.owner, sortable: true },
      !closed && {
        id: "age",
        header: t("deal.field.inStage"),
        width: 112,
        sortable: true,
        text: (deal) => String(daysSince(deal.stageEnteredAt)),
        order: (deal) => daysSince(deal.stageEnteredAt),
        cell: (deal) => {
          const days = t("deal.days", { count: daysSince(deal.stageEnteredAt) });
          return staleDays(stage(deal), deal) === undefined ? days : <Status tone="attention">{days}</Status>;
        },
      },
      {
        id: "forecast",
        header: t("deal.field.forecast"),
        width: 128,
        hidden: true,
        text: (deal) => t(`deal.forecast.${deal.forecast}`),
        cell: (deal) => t(`deal.forecast.${deal.forecast}`),
        ...(closed
          ? {}
          : {
              edit: {
                kind: "choice" as const,
                options: forecasts.map((value) => ({ value, label: t(`deal.forecast.${value}`) })),
                patch: (forecast: string) => (forecast ? { forecast } : undefined),
              },
            }),
      },
      { ...shared.tags, width: 168, hidden: true },
    ];
    return columns.filter((column) => column !== false);
  }, [t, format, shared, names, pipelines, closed]);
}

export function sorted(
  deals: readonly Deal[],
  columns: readonly DealColumn[],
  sort: Sort | undefined,
): readonly Deal[] {
  const column = columns.find((one) => one.id === sort?.column);
  if (!sort || !column) return deals;
  const value = column.order ?? column.text;
  const compare = (a: Deal, b: Deal) => {
    const [x, y] = [value(a), value(b)];
    return typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y));
  };
  return deals.toSorted((a, b) => (sort.descending ? compare(b, a) : compare(a, b)));
}

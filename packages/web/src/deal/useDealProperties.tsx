import { useTranslation } from "react-i18next";
import { useNames } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { lookup } from "../shell/lookup.ts";
import { useSharedProperties } from "../shell/sharedProperties.tsx";
import { LookupField } from "../ui/field/LookupField.tsx";
import { MoneyField } from "../ui/field/MoneyField.tsx";
import { MoneyText } from "../ui/MoneyText.tsx";
import type { PropertyItem } from "../ui/record/index.ts";
import type { Deal, Pipeline } from "./deal.data.ts";
import { forecasts } from "./forecast.ts";

type Patch = Record<string, unknown>;

/** A deal's fields in reading order, each saved by itself. */
export function useDealProperties(
  deal: Deal,
  pipeline: Pipeline,
  save: (patch: Patch) => void,
): PropertyItem[] {
  const { t } = useTranslation();
  const format = useFormat();
  const shared = useSharedProperties("deal", deal, save);
  const companies = useNames("company", "/companies", [deal.companyId]);
  const company = companies[deal.companyId ?? ""] ?? "";
  const open = deal.status === "open";

  return [
    {
      key: "name",
      label: t("deal.field.name"),
      value: deal.name,
      edit: { kind: "text", save: (name) => name && save({ name }) },
    },
    {
      key: "amount",
      label: t("deal.field.amount"),
      value: deal.amount ? format.money(deal.amount) : "",
      show: deal.amount && <MoneyText money={deal.amount} />,
      editor: (done) => (
        <MoneyField
          bare
          label={t("deal.field.amount")}
          invalid={t("deal.notAnAmount")}
          value={deal.amount}
          currency={deal.amount?.currency ?? pipeline.currency}
          onChange={(amount) => save({ amount: amount ?? null })}
          onLeave={done}
        />
      ),
    },
    {
      key: "expectedCloseOn",
      label: t("deal.field.expectedCloseOn"),
      value: deal.expectedCloseOn ?? "",
      show: deal.expectedCloseOn && format.date(deal.expectedCloseOn),
      edit: { kind: "date", save: (day) => save({ expectedCloseOn: day || null }) },
    },
    {
      key: "forecast",
      label: t("deal.field.forecast"),
      value: t(`deal.forecast.${deal.forecast}`),
      ...(open
        ? {
            edit: {
              kind: "choice" as const,
              options: forecasts.map((value) => ({ value, label: t(`deal.forecast.${value}`) })),
              save: (forecast: string) => forecast && save({ forecast }),
            },
          }
        : {}),
    },
    {
      key: "company",
      label: t("deal.field.company"),
      value: deal.companyId ? company || "…" : "",
      show: <span dir="auto">{company || "…"}</span>,
      editor: (done) => (
        <LookupField
          bare
          label={t("deal.field.company")}
          nothing={t("deal.nobody")}
          value={deal.companyId ? { value: deal.companyId, label: company } : undefined}
          find={(text, signal) => lookup("company", text, signal)}
          onLeave={done}
          onChange={(option) => {
            save({ companyId: option?.value ?? null });
            done();
          }}
        />
      ),
    },
    shared.owner,
    { key: "pipeline", label: t("deal.field.pipeline"), value: pipeline.name },
    shared.tags,
    {
      key: "about",
      label: t("deal.field.about"),
      value: deal.about ?? "",
      edit: { kind: "text", save: (about) => save({ about: about || null }) },
    },
    ...(deal.lostReason
      ? [{ key: "lostReason", label: t("deal.field.lostReason"), value: deal.lostReason }]
      : []),
    shared.createdAt,
  ];
}

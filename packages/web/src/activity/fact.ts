import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { pipelinesQuery } from "../deal/deal.data.ts";
import { type Format, type Money, useFormat } from "../format/index.ts";
import { en } from "../i18n/en/index.ts";
import type { TimelineEntry } from "./activity.data.ts";

/** What the server noted with a fact; see each noun's moments there. */
type Values = {
  source?: string;
  from?: string;
  to?: string;
  name?: string;
  amount?: Money;
  lostReason?: string;
};
type Words = { t: TFunction; format: Format; stageOf: (id: string | undefined) => string | undefined };

const isKnown = <Of extends object>(of: Of, key: string | undefined): key is keyof Of & string =>
  key !== undefined && key in of;

function lifecycleOf(key: string | undefined, t: TFunction): string {
  return isKnown(en.contact.lifecycle, key) ? t(`contact.lifecycle.${key}`) : (key ?? "–");
}

const said: Record<string, (values: Values, words: Words) => string> = {
  "contact.created": ({ source }, { t }) =>
    isKnown(en.contact.source, source)
      ? t("activity.fact.contact-created-from", { source: t(`contact.source.${source}`) })
      : t("activity.fact.contact-created"),
  "contact.imported": (_, { t }) => t("activity.fact.contact-imported"),
  "contact.lifecycle-changed": ({ from, to }, { t }) =>
    t("activity.fact.contact-lifecycle-changed", { from: lifecycleOf(from, t), to: lifecycleOf(to, t) }),
  "contact.merged": (_, { t }) => t("activity.fact.contact-merged"),
  "deal.moved": ({ name = "", to }, { t, stageOf }) => {
    const stage = stageOf(to);
    return stage
      ? t("activity.fact.deal-moved-to", { name, stage })
      : t("activity.fact.deal-moved", { name });
  },
  "deal.won": ({ name = "", amount }, { t, format }) =>
    amount
      ? t("activity.fact.deal-won-worth", { name, amount: format.money(amount) })
      : t("activity.fact.deal-won", { name }),
  "deal.lost": ({ name = "", lostReason: reason }, { t }) =>
    reason ? t("activity.fact.deal-lost-for", { name, reason }) : t("activity.fact.deal-lost", { name }),
};

/** System events in the reader's language; one that this client does not know yet keeps the server's words. */
export function useFacts(entries: readonly TimelineEntry[]): (entry: TimelineEntry) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const moved = entries.some(({ fact }) => fact === "deal.moved");
  const pipelines = useQuery({ ...pipelinesQuery, enabled: moved }).data?.items ?? [];
  const stages = pipelines.flatMap((pipeline) => pipeline.stages);
  const stageOf = (id: string | undefined) => stages.find((stage) => stage.id === id)?.name;
  return ({ fact, values, title }) =>
    said[fact ?? ""]?.((values ?? {}) as Values, { t, format, stageOf }) ?? title;
}

import { useTranslation } from "react-i18next";
import { useFormat } from "../format/index.ts";
import { Status } from "../ui/Status.tsx";
import type { Deal, Pipeline } from "./deal.data.ts";
import { daysSince, stageOf, staleDays, stepOf } from "./state.ts";

/** How the deal stands, in one sentence made from facts. */
export function DealSentence({ deal, pipeline }: { deal: Deal; pipeline: Pipeline }) {
  const { t } = useTranslation();
  const format = useFormat();
  const stage = stageOf(pipeline, deal);
  const amount = deal.amount && format.money(deal.amount);
  const lasted =
    deal.closedAt &&
    t("deal.sentence.after", {
      count: Math.max(0, Math.round((Date.parse(deal.closedAt) - Date.parse(deal.createdAt)) / 86_400_000)),
    });
  if (deal.status !== "open")
    return (
      <>
        <Status tone={deal.status === "won" ? "positive" : "danger"}>{stage?.name}</Status>
        {[
          "",
          deal.closedAt && format.date(deal.closedAt),
          deal.lostReason,
          amount,
          lasted,
          deal.removedAt && t("ui.inTrash"),
        ]
          .filter((part) => part !== undefined)
          .join(" · ")}
      </>
    );
  const stale = staleDays(stage, deal);
  const since = t("deal.sentence.since", { count: daysSince(deal.stageEnteredAt) });
  const late = deal.expectedCloseOn !== undefined && deal.expectedCloseOn < format.dayOf(new Date());
  const close = deal.expectedCloseOn && {
    text: t(late ? "deal.sentence.closeLate" : "deal.sentence.close", {
      when: format.relative(deal.expectedCloseOn),
    }),
    tone: late ? ("attention" as const) : undefined,
  };
  return (
    <>
      <Status step={stepOf(pipeline, deal.stageId)}>{stage?.name}</Status>{" "}
      {stale === undefined ? since : <b data-tone="attention">{since}</b>}
      {amount && ` · ${t("deal.sentence.at", { amount, chance: format.percent(deal.probability / 100) })}`}
      {close && (
        <>
          {" · "}
          {close.tone ? <b data-tone={close.tone}>{close.text}</b> : close.text}
        </>
      )}
      {deal.removedAt && <b> · {t("ui.inTrash")}</b>}
    </>
  );
}

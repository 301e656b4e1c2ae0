import { IconHourglassLow } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/index.ts";
import { MoneyText } from "../ui/MoneyText.tsx";
import { Dot } from "../ui/Status.tsx";
import css from "./DealCard.module.css";
import type { Deal, Stage } from "./deal.data.ts";
import { nextOf, staleDays } from "./state.ts";

/** What one needs of a deal on the board: name, whose it is, amount, and whether something comes next. */
export function DealCard(props: { deal: Deal; stage: Stage | undefined; party: string | undefined }) {
  const { t } = useTranslation();
  const { deal } = props;
  const stale = staleDays(props.stage, deal);
  return (
    <span className={css.card}>
      <span className={css.head}>
        <span className={css.name} dir="auto">
          {deal.name}
        </span>
        {stale !== undefined && (
          <span className={css.stale} title={t("deal.stale", { count: stale })}>
            <IconHourglassLow size={12} aria-hidden />
            <span aria-hidden>{t("deal.days", { count: stale })}</span>
            <span className="visually-hidden">{t("deal.stale", { count: stale })}</span>
          </span>
        )}
      </span>
      {props.party !== undefined && (
        <span className={css.party} dir="auto">
          {props.party}
        </span>
      )}
      <span className={css.foot}>
        {deal.amount ? (
          <span className={css.amount}>
            <MoneyText money={deal.amount} whole />
          </span>
        ) : (
          <span className={css.party}>{t("deal.noAmount")}</span>
        )}
        <NextDot deal={deal} />
      </span>
    </span>
  );
}

/** The dot says whether a next activity is planned; what needs attention also says so in words. */
export function NextDot({ deal }: { deal: Deal }) {
  const { t } = useTranslation();
  const format = useFormat();
  const next = nextOf(deal, format);
  const { nextActivity } = deal;
  const when = nextActivity && format.relative(format.dayOf(nextActivity.at));
  const title = nextActivity ? `${nextActivity.title} · ${format.dateTime(nextActivity.at)}` : undefined;
  return (
    <span className={css.next} data-late={next !== "planned" || undefined} title={title}>
      <Dot tone={next === "planned" ? "accent" : "attention"} hollow={next === "none"} />
      <span className={css.when}>
        {next === "none"
          ? t("activity.next.none")
          : next === "overdue"
            ? t("activity.next.late", { when })
            : when}
      </span>
    </span>
  );
}

import { IconArrowRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type Format, useFormat } from "../format/index.ts";
import { PlaceLink } from "./PlaceLink.tsx";
import { type Amounts, mainCurrency, type Sentence } from "./report.data.ts";
import css from "./report.module.css";

type Values = Record<string, unknown>;

/** Three sentences of what changed; each leads to its records. */
export function Sentences(props: { sentences: readonly Sentence[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ol className={css.sentences} aria-label={t("report.changed")}>
      {props.sentences.map((sentence) => (
        <li key={sentence.key}>
          <PlaceLink link={sentence.link} className={css.sentence}>
            <span>{words(sentence, format, t as never)}</span>
            <IconArrowRight size={16} stroke={1.5} className={`${css.go} mirror`} aria-hidden />
          </PlaceLink>
        </li>
      ))}
    </ol>
  );
}

function money(amounts: unknown, format: Format): string | undefined {
  const currency = mainCurrency([(amounts ?? {}) as Amounts]);
  return (
    currency && format.money({ amount: (amounts as Amounts)[currency] ?? 0, currency }, { compact: true })
  );
}

function words(
  { key, values }: Sentence,
  format: Format,
  t: (key: string, values?: Values) => string,
): string {
  const count = Number(values.count ?? 0);
  if (key === "contacts") {
    const previous = Number(values.previous ?? 0);
    if (!values.source) return t("report.sentence.noContacts");
    const source = t(`contact.source.${String(values.source)}`);
    const most = { source, count: Number(values.sourceCount ?? 0) };
    if (previous === 0) return t("report.sentence.first", most);
    const share = format.percent(Math.abs(count - previous) / previous);
    const key = count === previous ? "same" : count > previous ? "up" : "down";
    return t(`report.sentence.${key}`, { ...most, share });
  }
  if (key === "won") {
    const month = format.month(`${String(values.month)}-15T12:00:00Z`);
    const amount = money(values.amounts, format);
    return amount
      ? t("report.sentence.won", { count, month, amount })
      : t("report.sentence.wonNone", { month });
  }
  if (key === "campaign") {
    const delivered = Number(values.delivered ?? 0);
    const share = (part: unknown) => format.percent(delivered > 0 ? Number(part ?? 0) / delivered : 0);
    return t("report.sentence.campaign", {
      count: delivered,
      opened: share(values.opened),
      clicked: share(values.clicked),
    });
  }
  return t("report.sentence.pipeline", {
    count,
    amount: money(values.amounts, format) ?? "0",
    weighted: money(values.weighted, format) ?? "0",
  });
}

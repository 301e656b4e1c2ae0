import { useTranslation } from "react-i18next";
import { useFormat } from "../format/index.ts";
import css from "../marketing/marketing.module.css";
import { Progress } from "../ui/Progress.tsx";
import type { Results } from "./campaign.data.ts";

const ledger = ["sent", "failed", "suppressed", "skipped", "unknown", "queued"] as const;
const outcomes = [
  "delivered",
  "opened",
  "machineOpened",
  "clicked",
  "bounced",
  "complained",
  "unsubscribed",
] as const;

/** What became of each recipient: the ledger adds up to the audience; shares are of what was delivered. */
export function ResultFacts({ results }: { results: Results }) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = (count: number) =>
    results.delivered > 0 ? <small> {format.percent(count / results.delivered)}</small> : null;
  const settled = results.audience - results.queued;
  return (
    <>
      {results.queued > 0 && (
        <Progress
          label={t("campaign.progress", { count: settled })}
          done={settled}
          total={results.audience}
        />
      )}
      <dl className={css.facts}>
        {outcomes.map((key) => (
          <div key={key}>
            <dt>{t(`campaign.result.${key}`)}</dt>
            <dd>
              {format.number(results[key])}
              {key !== "delivered" && share(results[key])}
            </dd>
          </div>
        ))}
      </dl>
      <p className={css.summary}>
        {ledger
          .filter((key) => results[key] > 0)
          .map((key) => t(`campaign.ledger.${key}`, { count: results[key] }))
          .join(" · ")}
      </p>
    </>
  );
}

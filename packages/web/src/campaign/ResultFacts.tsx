import { useTranslation } from "react-i18next";
import { useFormat } from "../format/index.ts";
import { Progress } from "../ui/Progress.tsx";
import type { Results } from "./campaign.data.ts";
import css from "./campaign.module.css";

const ledger = ["sent", "failed", "suppressed", "skipped", "unknown", "queued"] as const;
const outcomes = [
  ["delivered", "good"],
  ["opened", "good"],
  ["machineOpened", "muted"],
  ["clicked", "good"],
  ["unsubscribed", "muted"],
  ["bounced", "danger"],
  ["complained", "danger"],
] as const;

/**
 * What became of each recipient: the ledger adds up to the audience. Bounced and delivered are shares of what was sent,
 * the others of what was delivered.
 */
export function ResultFacts({ results }: { results: Results }) {
  const { t } = useTranslation();
  const format = useFormat();
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
      <table className={css.rows}>
        <tbody>
          {outcomes.map(([key, tone]) => {
            const whole = key === "delivered" || key === "bounced" ? results.sent : results.delivered;
            const share = whole > 0 ? results[key] / whole : 0;
            return (
              <tr key={key}>
                <th scope="row">{t(`campaign.result.${key}`)}</th>
                <td>{format.number(results[key])}</td>
                <td>{whole > 0 ? format.percent(share, share > 0 && share < 0.1 ? 1 : 0) : ""}</td>
                <td className={css.bar} data-tone={tone} aria-hidden>
                  {share > 0 && <span style={{ inlineSize: `${Math.min(1, share) * 100}%` }} />}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className={css.ledger}>
        {ledger
          .filter((key) => results[key] > 0)
          .map((key) => t(`campaign.ledger.${key}`, { count: results[key] }))
          .join(" · ")}
      </p>
    </>
  );
}

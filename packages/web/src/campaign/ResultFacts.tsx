import { Link } from "@tanstack/react-router";
import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/index.ts";
import { Progress } from "../ui/Progress.tsx";
import type { Outcome, Results } from "./campaign.data.ts";
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
 * the others of what was delivered. Each number leads to the people it counts.
 */
export function ResultFacts({ campaignId, results }: { campaignId: string; results: Results }) {
  const { t } = useTranslation();
  const format = useFormat();
  const who = (outcome: Outcome, text: ReactNode) => (
    <Link to="/campaigns/$id/recipients" params={{ id: campaignId }} search={{ outcome }}>
      {text}
    </Link>
  );
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
                <th scope="row">{t(`campaign.outcome.${key}`)}</th>
                <td>{who(key, format.number(results[key]))}</td>
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
          .map((key, place) => (
            <Fragment key={key}>
              {place > 0 && " · "}
              {who(key, t(`campaign.ledger.${key}`, { count: results[key] }))}
            </Fragment>
          ))}
      </p>
    </>
  );
}

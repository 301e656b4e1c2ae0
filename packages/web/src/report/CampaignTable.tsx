import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useNames } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import link from "../ui/link.module.css";
import type { Dashboard } from "./report.data.ts";
import css from "./report.module.css";

const columns = ["delivered", "opened", "clicked", "bounced", "unsubscribed"] as const;

/**
 * Results of the latest campaigns: shares of what was delivered, and of what was sent for bounces; opens by machines are
 * not among the opens. Each leads to its people.
 */
export function CampaignTable({ items }: { items: Dashboard["campaigns"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const latest = items.slice(0, 6);
  const names = useNames(
    "campaign",
    "/campaigns",
    latest.map((one) => one.id),
  );
  const share = (part: number, whole: number) => (whole > 0 ? format.percent(part / whole) : "–");
  const shown = (one: (typeof items)[number], outcome: (typeof columns)[number]) =>
    outcome === "delivered"
      ? format.number(one.delivered)
      : share(one[outcome], outcome === "bounced" ? one.sent : one.delivered);
  return (
    <section className={css.campaigns} aria-labelledby="campaigns-title">
      <h2 id="campaigns-title" className={css.title}>
        {t("report.campaigns.title")}
      </h2>
      {latest.length === 0 ? (
        <p className={css.none}>{t("report.campaigns.none")}</p>
      ) : (
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t("report.campaigns.name")}</th>
              {columns.map((column) => (
                <th key={column} scope="col" className={css.number}>
                  {t(`report.campaigns.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {latest.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <Link to={"/campaigns/$id" as never} params={{ id: one.id } as never}>
                    {names[one.id] ?? "…"}
                  </Link>
                </th>
                {columns.map((outcome) => (
                  <td key={outcome} className={css.number}>
                    <Link
                      to="/campaigns/$id/recipients"
                      params={{ id: one.id }}
                      search={{ outcome }}
                      className={link.quiet}
                    >
                      {shown(one, outcome)}
                    </Link>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

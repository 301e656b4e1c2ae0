import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useNames } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import type { Dashboard } from "./report.data.ts";
import css from "./report.module.css";

/** Results of the latest campaigns: shares of what was delivered; opens by machines are not among the opens. */
export function CampaignTable({ items }: { items: Dashboard["campaigns"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = items.slice(0, 6);
  const names = useNames(
    "campaign",
    "/campaigns",
    shown.map((one) => one.id),
  );
  const share = (part: number, whole: number) => (whole > 0 ? format.percent(part / whole) : "–");
  return (
    <section className={css.campaigns} aria-labelledby="campaigns-title">
      <h2 id="campaigns-title" className={css.title}>
        {t("report.campaigns.title")}
      </h2>
      {shown.length === 0 ? (
        <p className={css.none}>{t("report.campaigns.none")}</p>
      ) : (
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t("report.campaigns.name")}</th>
              {(["delivered", "opened", "clicked", "bounced", "unsubscribed"] as const).map((column) => (
                <th key={column} scope="col" className={css.number}>
                  {t(`report.campaigns.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <Link to={"/campaigns/$id" as never} params={{ id: one.id } as never}>
                    {names[one.id] ?? "…"}
                  </Link>
                </th>
                <td className={css.number}>{format.number(one.delivered)}</td>
                <td className={css.number}>{share(one.opened, one.delivered)}</td>
                <td className={css.number}>{share(one.clicked, one.delivered)}</td>
                <td className={css.number}>{share(one.bounced, one.sent)}</td>
                <td className={css.number}>{share(one.unsubscribed, one.delivered)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

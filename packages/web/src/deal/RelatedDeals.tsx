import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/index.ts";
import { openCreate } from "../shell/Create.tsx";
import { MoneyText } from "../ui/MoneyText.tsx";
import { Related } from "../ui/record/index.ts";
import menu from "../ui/record/menu.module.css";
import { Status } from "../ui/Status.tsx";
import { NextDot } from "./DealCard.tsx";
import { dealsOf } from "./deal.data.ts";
import css from "./RelatedDeals.module.css";

/** A company's or a contact's deals, the open ones first. */
export function RelatedDeals(props: { of: { companyId: string } | { contactId: string } }) {
  const { t } = useTranslation();
  const me = useMe();
  const query = useQuery(dealsOf(props.of));
  const deals = query.data?.items.toSorted(
    (a, b) => Number(b.status === "open") - Number(a.status === "open"),
  );
  return (
    <Related
      title={t("deal.plural")}
      count={deals?.length}
      action={
        me.may("deal:write") && (
          <button
            type="button"
            className={menu.dots}
            aria-label={t("deal.new")}
            onClick={() => openCreate("deal", props.of)}
          >
            <IconPlus size={16} />
          </button>
        )
      }
    >
      {deals?.map((deal) => (
        <Link key={deal.id} to="/deals/$id" params={{ id: deal.id }} className={menu.related}>
          <b dir="auto">{deal.name}</b>
          <span className={css.facts}>
            {deal.amount && <MoneyText money={deal.amount} whole />}
            {deal.status === "open" ? (
              <NextDot deal={deal} />
            ) : (
              <Status tone={deal.status === "won" ? "positive" : "danger"}>
                {t(`deal.view.${deal.status}`)}
              </Status>
            )}
          </span>
        </Link>
      ))}
      {deals?.length === 0 && <p className={menu.none}>{t("deal.noDeals")}</p>}
    </Related>
  );
}

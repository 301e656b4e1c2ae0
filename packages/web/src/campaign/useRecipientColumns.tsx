import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/index.ts";
import type { GridColumn } from "../ui/grid/index.ts";
import css from "../ui/link.module.css";
import { Became } from "./Became.tsx";
import type { Recipient } from "./campaign.data.ts";
import own from "./campaign.module.css";
import { farthest } from "./outcome.ts";

const moments = ["sentAt", "deliveredAt", "openedAt", "clickedAt"] as const;

/** The ledger's own words are said in the reader's language; a mail system's are shown as they came. */
const reasons = [
  "noEmail",
  "unsubscribed",
  "noConsent",
  "suppressed",
  "capped",
  "notAllowed",
  "removed",
  "cancelled",
] as const;

export function useRecipientColumns(): GridColumn<Recipient>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo<GridColumn<Recipient>[]>(() => {
    const why = ({ reason = "" }: Recipient) => {
      const known = reasons.find((one) => one === reason);
      return known ? t(`campaign.reason.${known}`) : reason;
    };
    return [
      {
        id: "name",
        header: t("campaign.recipient.name"),
        width: 220,
        text: ({ name }) => name ?? t("campaign.recipient.hidden"),
        cell: ({ contactId, name }) =>
          name === undefined ? (
            <span className={own.hidden}>{t("campaign.recipient.hidden")}</span>
          ) : (
            <Link to="/contacts/$id" params={{ id: contactId }} className={css.name} tabIndex={-1} dir="auto">
              {name}
            </Link>
          ),
      },
      {
        id: "email",
        header: t("campaign.recipient.email"),
        width: 248,
        text: ({ email }) => email ?? "",
        cell: ({ email }) => <span className="ltr">{email}</span>,
      },
      {
        id: "state",
        header: t("campaign.recipient.state"),
        width: 176,
        text: (one) => t(`campaign.outcome.${farthest(one)}`),
        cell: (one) => <Became one={one} />,
      },
      ...moments.map(
        (moment): GridColumn<Recipient> => ({
          id: moment,
          header: t(`campaign.recipient.${moment}`),
          width: 160,
          text: ({ [moment]: at }) => (at ? format.dateTime(at) : ""),
          cell: ({ [moment]: at }) => at && format.dateTime(at),
        }),
      ),
      {
        id: "reason",
        header: t("campaign.recipient.reason"),
        width: 264,
        text: why,
        cell: (one) => <span dir="auto">{why(one)}</span>,
      },
    ];
  }, [t, format]);
}

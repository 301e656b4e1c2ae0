import type { Fate } from "@rapport/core/activity/schema";
import type { Recipient } from "@rapport/core/letter/schema";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Status, type Tone } from "../ui/Status.tsx";
import { activities, type TimelineEntry } from "./activity.data.ts";
import css from "./Composer.module.css";

const tones: Record<Fate, Tone> = {
  waiting: "neutral",
  unknown: "attention",
  sent: "neutral",
  delivered: "positive",
  withheld: "attention",
  failed: "danger",
  cancelled: "neutral",
  bounced: "danger",
  complained: "danger",
};
const isFate = (state: string | undefined): state is Fate => state !== undefined && state in tones;

/** What became of a mail that was written here; that one came in. */
export function MailStatus({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation();
  if (entry.direction === "in") return <Status hollow>{t("activity.mail.came")}</Status>;
  if (!isFate(entry.state)) return null;
  return <Status tone={tones[entry.state]}>{t(`activity.mail.state.${entry.state}`)}</Status>;
}

/** Why a mail did not arrive, and what to do. */
export function useMailReason(): (entry: TimelineEntry) => string | undefined {
  const { t } = useTranslation();
  return ({ direction, state, reason = "" }) => {
    if (direction !== "out") return undefined;
    switch (state) {
      case "unknown":
        return t("activity.mail.why.unknown");
      case "withheld":
        return t("activity.mail.why.withheld");
      case "failed":
        return reason === "suppressed"
          ? t("activity.mail.why.suppressed")
          : t("activity.mail.why.failed", { reason });
      case "bounced":
        return reason.startsWith("Permanent") ? t("activity.mail.why.bounced") : t("activity.mail.why.full");
      case "complained":
        return t("activity.mail.why.complained");
      default:
        return undefined;
    }
  };
}

/** The whole of a mail, asked for when it is opened; until then, and where one may not read it, its beginning. */
export function MailText({ entry }: { entry: TimelineEntry }) {
  const { data } = useQuery(activities.record(entry.entryId));
  return data?.body ?? entry.summary ?? "";
}

/** Said before anybody types: why this contact can't be written to, and what to do. */
export function Barrier({ recipient }: { recipient: Recipient }) {
  const { t } = useTranslation();
  const { barrier, reason = "manual", name, email = "" } = recipient;
  if (!barrier) return null;
  const text =
    barrier === "suppressed"
      ? t(`activity.mail.suppressed.${reason}`, { email })
      : t(`activity.mail.barrier.${barrier}`, { name, email });
  return (
    <p role="status" className={css.barrier} data-tone={barrier === "not-allowed" ? "attention" : "danger"}>
      {text}
      {barrier === "suppressed" && <> {t("activity.mail.suppressedNext")}</>}
    </p>
  );
}

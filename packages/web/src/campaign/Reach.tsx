import { useTranslation } from "react-i18next";
import { Subtraction } from "../ui/Subtraction.tsx";
import type { Audience } from "./campaign.data.ts";

const reasons = ["noEmail", "unsubscribed", "noConsent", "suppressed", "capped", "notAllowed"] as const;

/** The audience as an account: what matched, each deduction with its reason, and who will get it; once `sent`, what took somebody away. */
export function Reach({ audience, sent = false }: { audience: Audience; sent?: boolean }) {
  const { t } = useTranslation();
  return (
    <Subtraction
      matched={{ key: "matched", label: t("campaign.matched"), count: audience.matched }}
      minus={reasons
        .filter((key) => !sent || audience[key] > 0)
        .map((key) => ({ key, label: t(`campaign.minus.${key}`), count: audience[key] }))}
      result={{
        key: "recipients",
        label: t(sent ? "campaign.got" : "campaign.recipients"),
        count: audience.recipients,
      }}
    />
  );
}

import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import { toast } from "../ui/Toasts.tsx";
import { useDecide } from "./campaign.data.ts";
import css from "./campaign.module.css";

const outcomes = ["sent", "failed"] as const;

/** Mails of which SES said nothing: after a day a person says what counts. They are never sent again. */
export function Unknown({ campaignId, count }: { campaignId: string; count: number }) {
  const { t } = useTranslation();
  const decide = useDecide(campaignId);
  if (count === 0) return null;
  return (
    <section aria-label={t("campaign.unknown.title", { count })}>
      <p className={css.summary}>{t("campaign.unknown.why", { count })}</p>
      <div className={css.actions}>
        {outcomes.map((as) => (
          <Button
            key={as}
            variant="default"
            loading={decide.isPending && decide.variables === as}
            onClick={() =>
              decide.mutate(as, {
                onSuccess: () => toast({ text: t(`campaign.unknown.counted.${as}`, { count }) }),
                onError: (error) => toast({ text: asProblem(error).message, tone: "danger" }),
              })
            }
          >
            {t(`campaign.unknown.as.${as}`)}
          </Button>
        ))}
      </div>
    </section>
  );
}

import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, asProblem } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { Status } from "../ui/Status.tsx";
import { toast } from "../ui/Toasts.tsx";
import { type Campaign, isStarted, useAudience } from "./campaign.data.ts";
import css from "./campaign.module.css";
import { Reach } from "./Reach.tsx";
import { Section } from "./Section.tsx";

/** What still stands in the way, and a test to oneself. Once it has started: whom it reached and whom not. */
export function Check({ campaign, mayTest }: { campaign: Campaign; mayTest: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const started = isStarted(campaign);
  const asked = useAudience(campaign);
  const audience = started ? campaign.audience : asked.data;
  const test = useMutation({
    mutationFn: () => api.post<{ sent: string[] }>(`/campaigns/${campaign.id}/test`),
    onSuccess: ({ sent }) => toast({ text: t("template.tested", { to: sent.join(", ") }) }),
    onError: (error) => toast({ text: asProblem(error).message, tone: "danger" }),
  });
  const missing = [
    !campaign.segmentId && t("campaign.missing.segment"),
    !campaign.templateId && t("campaign.missing.template"),
    asked.error && asProblem(asked.error).message,
    audience?.recipients === 0 && t("campaign.missing.people"),
  ].filter((text) => typeof text === "string");
  if (started)
    return (
      <Section
        title={t("campaign.check")}
        summary={
          audience &&
          t("campaign.reached", { count: audience.recipients, of: format.number(audience.matched) })
        }
      >
        {audience && audience.recipients < audience.matched && (
          <div className={css.account}>
            <Reach audience={audience} sent />
          </div>
        )}
      </Section>
    );
  return (
    <Section
      title={t("campaign.check")}
      summary={missing.length === 0 && audience && <Status tone="positive">{t("campaign.ready")}</Status>}
    >
      {missing.length > 0 && (
        <ul className={css.problems}>
          {missing.map((text) => (
            <li key={text}>
              <Status tone="attention">{text}</Status>
            </li>
          ))}
        </ul>
      )}
      {campaign.templateId && mayTest && (
        <div className={css.actions}>
          <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
            {t("template.test")}
          </Button>
        </div>
      )}
    </Section>
  );
}

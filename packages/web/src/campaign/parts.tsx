import { Button, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, asProblem } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import css from "../marketing/marketing.module.css";
import { Size } from "../segment/SegmentsPage.tsx";
import { segments } from "../segment/segment.data.ts";
import { templates } from "../template/template.data.ts";
import { toast } from "../ui/Toasts.tsx";
import type { Campaign } from "./campaign.data.ts";
import { Section } from "./Section.tsx";

type Props = { campaign: Campaign; save: (patch: Record<string, unknown>) => void; disabled: boolean };

/** Whom it goes to, and on what ground they are written to. */
export function Who({ campaign, save, disabled }: Props) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(segments.list());
  const choices = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title={t("campaign.who")} summary={campaign.segmentId && <Size id={campaign.segmentId} />}>
      <NativeSelect
        label={t("campaign.segment")}
        disabled={disabled}
        value={campaign.segmentId ?? ""}
        data={[
          { value: "", label: t("campaign.choose") },
          ...choices.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(event) => save({ segmentId: event.currentTarget.value || null })}
      />
      {choices.length === 0 && list.isSuccess && <Link to="/segments/new">{t("segment.new")}</Link>}
      <NativeSelect
        label={t("campaign.basisLabel")}
        description={t(`campaign.basisHint.${campaign.basis}`)}
        disabled={disabled}
        value={campaign.basis}
        data={(["legitimate-interest", "contract", "consent"] as const).map((basis) => ({
          value: basis,
          label: t(`campaign.basis.${basis}`),
        }))}
        onChange={(event) => save({ basis: event.currentTarget.value })}
      />
    </Section>
  );
}

/** The mail: its template and whose name it bears. */
export function What({ campaign, save, disabled }: Props) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(templates.list());
  const choices = list.data?.pages.flatMap((page) => page.items) ?? [];
  const chosen = choices.find((template) => template.id === campaign.templateId);
  const [from, setFrom] = useState(campaign.fromName ?? "");
  const test = useMutation({
    mutationFn: () => api.post<{ sent: string[] }>(`/campaigns/${campaign.id}/test`),
    onSuccess: ({ sent }) => toast({ text: t("template.tested", { to: sent.join(", ") }) }),
    onError: (error) => toast({ text: asProblem(error).message, tone: "danger" }),
  });
  return (
    <Section title={t("campaign.what")} summary={chosen?.subject}>
      <NativeSelect
        label={t("template.one")}
        disabled={disabled}
        value={campaign.templateId ?? ""}
        data={[
          { value: "", label: t("campaign.choose") },
          ...choices.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(event) => save({ templateId: event.currentTarget.value || null })}
      />
      {choices.length === 0 && list.isSuccess && <Link to="/templates/new">{t("template.new")}</Link>}
      <TextInput
        label={t("campaign.fromName")}
        disabled={disabled}
        maxLength={80}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
        onBlur={() => from !== (campaign.fromName ?? "") && save({ fromName: from || null })}
      />
      {campaign.templateId && (
        <div className={css.actions}>
          <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
            {t("template.test")}
          </Button>
        </div>
      )}
    </Section>
  );
}

/** At once or at a time, how fast, and how often one person may be written to. */
export function When({ campaign, save, disabled }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const number = (value: string | number) => (typeof value === "number" ? value : undefined);
  const summary = campaign.sendAt
    ? t("campaign.at", { when: format.dateTime(campaign.sendAt) })
    : t("campaign.now");
  return (
    <Section title={t("campaign.when")} summary={summary}>
      <div className={css.amount}>
        <NumberInput
          label={t("campaign.perHour")}
          placeholder={t("campaign.noLimit")}
          disabled={disabled}
          min={1}
          max={1_000_000}
          defaultValue={campaign.perHour ?? ""}
          onBlur={(event) => {
            const perHour = Number(event.currentTarget.value) || null;
            if (perHour !== (campaign.perHour ?? null)) save({ perHour });
          }}
        />
        <NumberInput
          label={t("campaign.cap")}
          placeholder={t("campaign.noLimit")}
          disabled={disabled}
          min={1}
          max={50}
          value={campaign.cap?.count ?? ""}
          onChange={(value) => {
            const count = number(value);
            save({ cap: count ? { count, days: 7 } : null });
          }}
        />
      </div>
    </Section>
  );
}

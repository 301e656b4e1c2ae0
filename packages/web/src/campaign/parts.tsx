import { NativeSelect, SegmentedControl, TextInput } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/index.ts";
import { Size } from "../segment/SegmentsPage.tsx";
import { segments } from "../segment/segment.data.ts";
import { type Template, templates } from "../template/template.data.ts";
import { DateField } from "../ui/field/DateField.tsx";
import { NumberField } from "../ui/field/NumberField.tsx";
import type { Campaign } from "./campaign.data.ts";
import css from "./campaign.module.css";
import { Section } from "./Section.tsx";

type Props = { campaign: Campaign; save: (patch: Record<string, unknown>) => void; disabled: boolean };
const bases = ["legitimate-interest", "contract", "consent"] as const;

/** Whom it goes to, and on what ground they are written to. What can't be changed any more is said, not shown as a form. */
export function Who({ campaign, save, disabled }: Props) {
  const { t } = useTranslation();
  const { segmentId, basis } = campaign;
  const list = useInfiniteQuery(segments.list());
  const segment = useQuery({ ...segments.record(segmentId ?? ""), enabled: segmentId !== undefined });
  const listed = list.data?.pages.flatMap((page) => page.items) ?? [];
  const choices =
    segment.data && !listed.some(({ id }) => id === segmentId) ? [segment.data, ...listed] : listed;
  return (
    <Section
      title={t("campaign.who")}
      summary={
        segmentId ? (
          <>
            {segment.data && (
              <Link to="/segments/$id" params={{ id: segmentId }}>
                <bdi>{segment.data.name}</bdi>
              </Link>
            )}{" "}
            · <Size id={segmentId} /> · {t(`campaign.basis.${basis}`)}
          </>
        ) : (
          t("campaign.nobodyYet")
        )
      }
    >
      {!disabled && (
        <>
          <div className={css.choice}>
            <NativeSelect
              label={t("campaign.segment")}
              value={segmentId ?? ""}
              data={[
                { value: "", label: t("campaign.choose") },
                ...choices.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              onChange={(event) => save({ segmentId: event.currentTarget.value || null })}
            />
            <Link to="/segments/new" search={{ campaign: campaign.id }}>
              {t("segment.new")}
            </Link>
          </div>
          <NativeSelect
            label={t("campaign.basisLabel")}
            description={t(`campaign.basisHint.${basis}`)}
            value={basis}
            data={bases.map((value) => ({ value, label: t(`campaign.basis.${value}`) }))}
            onChange={(event) => save({ basis: event.currentTarget.value })}
          />
        </>
      )}
    </Section>
  );
}

/** The mail: its template and whose name it bears. */
export function What({ campaign, save, disabled, template }: Props & { template: Template | undefined }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(templates.list());
  const listed = list.data?.pages.flatMap((page) => page.items) ?? [];
  const choices = template && !listed.some(({ id }) => id === template.id) ? [template, ...listed] : listed;
  const [from, setFrom] = useState(campaign.fromName ?? "");
  const to = { search: { campaign: campaign.id } };
  return (
    <Section
      title={t("campaign.what")}
      summary={
        template ? (
          <>
            <Link to="/templates/$id" params={{ id: template.id }}>
              <bdi>{template.name}</bdi>
            </Link>
            {campaign.fromName && (
              <> · {t("campaign.fromWhom", { name: `\u2068${campaign.fromName}\u2069` })}</>
            )}
          </>
        ) : (
          t("campaign.noMail")
        )
      }
    >
      {!disabled && (
        <>
          <div className={css.choice}>
            <NativeSelect
              label={t("template.one")}
              value={campaign.templateId ?? ""}
              data={[
                { value: "", label: t("campaign.choose") },
                ...choices.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              onChange={(event) => save({ templateId: event.currentTarget.value || null })}
            />
            {template ? (
              <Link to="/templates/$id" params={{ id: template.id }} {...to}>
                {t("template.edit")}
              </Link>
            ) : (
              <Link to="/templates/new" {...to}>
                {t("template.new")}
              </Link>
            )}
          </div>
          <TextInput
            label={t("campaign.fromName")}
            placeholder={t("campaign.fromWorkspace")}
            maxLength={80}
            value={from}
            dir="auto"
            onChange={(event) => setFrom(event.currentTarget.value)}
            onBlur={() => from !== (campaign.fromName ?? "") && save({ fromName: from || null })}
          />
        </>
      )}
    </Section>
  );
}

/** A day and a time of the reader's clock; empty: as soon as it is sent. */
export type Later = { day: string; time: string };

export function timeOf(later: Later | undefined): Date | undefined {
  if (!later?.day || !later.time) return undefined;
  const at = new Date(`${later.day}T${later.time}`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

type WhenProps = Props & { later: Later | undefined; onLater: (later: Later | undefined) => void };

/** At once or at a time, how fast, and how often one person may be written to. */
export function When({ campaign, save, disabled, later, onLater }: WhenProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { startedAt, finishedAt, sendAt, perHour, cap } = campaign;
  const chosen = timeOf(later);
  const when = startedAt
    ? [
        t("campaign.startedAt", { when: format.dateTime(startedAt) }),
        finishedAt && t("campaign.finishedAt", { when: format.dateTime(finishedAt) }),
      ]
    : [
        sendAt
          ? t("campaign.at", { when: format.dateTime(sendAt) })
          : chosen
            ? t("campaign.at", { when: format.dateTime(chosen) })
            : t("campaign.now"),
      ];
  const limits = [
    perHour && t("campaign.perHourIs", { count: perHour }),
    cap && t("campaign.capIs", { count: cap.count, days: format.number(cap.days) }),
  ];
  const open = (value: string) =>
    onLater(value === "now" ? undefined : { day: format.dayOf(new Date()), time: "" });
  return (
    <Section title={t("campaign.when")} summary={[...when, ...limits].filter(Boolean).join(" · ")}>
      {!disabled && (
        <>
          <div className={css.actions}>
            <SegmentedControl
              size="xs"
              aria-label={t("campaign.when")}
              value={later ? "later" : "now"}
              onChange={open}
              data={(["now", "later"] as const).map((value) => ({
                value,
                label: t(`campaign.start.${value}`),
              }))}
            />
            {later && (
              <>
                <DateField
                  bare
                  label={t("campaign.day")}
                  value={later.day}
                  onChange={(day) => onLater({ ...later, day: day ?? "" })}
                />
                <TextInput
                  type="time"
                  aria-label={t("campaign.time")}
                  value={later.time}
                  onChange={(event) => onLater({ ...later, time: event.currentTarget.value })}
                />
              </>
            )}
          </div>
          <div className={css.pair}>
            <NumberField
              label={t("campaign.perHour")}
              placeholder={t("campaign.noLimit")}
              min={1}
              max={1_000_000}
              value={perHour}
              onLeave={(next) => save({ perHour: next ?? null })}
            />
            <NumberField
              label={t("campaign.cap")}
              placeholder={t("campaign.noLimit")}
              min={1}
              max={50}
              value={cap?.count}
              onLeave={(count) => save({ cap: count ? { count, days: 7 } : null })}
            />
          </div>
        </>
      )}
    </Section>
  );
}

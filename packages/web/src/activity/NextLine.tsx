import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, useMe } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { Dot } from "../ui/Status.tsx";
import { toast } from "../ui/Toasts.tsx";
import { type TimelineEntry, useComplete } from "./activity.data.ts";
import { kindIcons } from "./kinds.tsx";
import { isLate } from "./late.ts";
import css from "./NextLine.module.css";

export type Next = { id: string; kind: string; title: string; at: string };

/** What comes next with a record, and the button that says it is done. */
export function NextLine({ next, onDone }: { next: Next; onDone?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const complete = useComplete();
  const late = isLate(next, format);
  const when = format.relative(format.dayOf(next.at));
  /** By its promise: once it is done there may be no next activity, and so no line to hear of it. */
  const finish = () =>
    complete
      .mutateAsync(next.id)
      .then(onDone, (error) => toast({ text: asProblem(error).message, tone: "danger", stay: 8_000 }));
  return (
    <p className={css.line} data-late={late || undefined}>
      <Dot tone={late ? "attention" : "accent"} />
      <span className={css.label}>{t("activity.next.label")}</span>
      <span className={css.icon}>{kindIcons[next.kind as TimelineEntry["kind"]]}</span>
      <span className={css.title} dir="auto">
        {next.title}
      </span>
      <span className={css.when} title={format.dateTime(next.at)}>
        {late ? t("activity.next.late", { when }) : when}
      </span>
      {me.may("activity:write") && (
        <Button size="xs" variant="default" loading={complete.isPending} onClick={() => void finish()}>
          {t(next.kind === "task" ? "activity.complete" : "activity.held")}
        </Button>
      )}
    </p>
  );
}

/** That nothing comes next, and what can be done about it. */
export function NextMissing({ isNeeded, children }: { isNeeded: boolean; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <p className={css.line} data-late={isNeeded || undefined}>
      <Dot tone={isNeeded ? "attention" : "neutral"} hollow />
      <span className={css.label}>{t("activity.next.none")}</span>
      {children}
    </p>
  );
}

/** Its place while what comes next is being read. */
export const NextPlace = () => <p className={css.line} />;

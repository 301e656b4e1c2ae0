import { Button } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import { addDays, useFormat } from "../format/index.ts";
import { DateField } from "../ui/field/DateField.tsx";
import { toast } from "../ui/Toasts.tsx";
import { activities } from "./activity.data.ts";
import { kindIcons } from "./kinds.tsx";
import { NextMissing } from "./NextLine.tsx";
import css from "./PlanNext.module.css";

const kinds = ["call", "meeting", "task"] as const;
type Kind = (typeof kinds)[number];

type Props = {
  /** Records on whose timelines it stands. */
  about: string[];
  /** That there is none wants attention. */
  isNeeded: boolean;
  /** Open from the start: the one before is finished. */
  ask: boolean;
  onPlanned: () => Promise<unknown>;
};

/** Plans the next activity in one line: what, which kind, when. */
export function PlanNext(props: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const create = activities.useCreate();
  const remove = activities.useRemove();
  const [open, setOpen] = useState(props.ask);
  const [kind, setKind] = useState<Kind>("call");
  const [title, setTitle] = useState("");
  const today = format.dayOf(new Date());
  const [day, setDay] = useState(addDays(today, 1));
  const field = useRef<HTMLInputElement>(null);

  function plan(event: FormEvent): void {
    event.preventDefault();
    if (create.isPending) return;
    create.mutate(
      {
        kind,
        title: title.trim() || t(`activity.kind.${kind}`),
        about: props.about,
        at: new Date(`${day || addDays(today, 1)}T09:00:00`).toISOString(),
        ...(kind === "task" ? {} : { state: "planned" as const }),
      },
      {
        onSuccess: (made) => {
          void props.onPlanned();
          toast({
            text: t(`activity.saved.${kind}`),
            undo: async () => {
              await remove.mutateAsync([made]);
              await props.onPlanned();
            },
          });
        },
        onError: (error) => toast({ text: asProblem(error).message, tone: "danger", stay: 8_000 }),
      },
    );
  }
  const soon = [
    { day: today, label: t("activity.next.today") },
    { day: addDays(today, 1), label: t("activity.next.tomorrow") },
    { day: addDays(today, 3), label: t("activity.next.inDays", { count: 3 }) },
    { day: addDays(today, 7), label: t("activity.next.inWeek") },
  ];
  if (!open)
    return (
      <NextMissing isNeeded={props.isNeeded}>
        <Button size="xs" variant="default" onClick={() => setOpen(true)}>
          {t("activity.next.plan")}
        </Button>
      </NextMissing>
    );
  return (
    <form className={css.plan} onSubmit={plan} aria-label={t("activity.next.plan")}>
      <label className={css.ask}>
        {t(props.ask ? "activity.next.ask" : "activity.next.label")}
        <input
          ref={field}
          className={css.field}
          // biome-ignore lint/a11y/noAutofocus: opened by the person, or in answer to finishing the one before
          autoFocus
          dir="auto"
          maxLength={200}
          placeholder={t(`activity.next.hint.${kind}`)}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Escape" && setOpen(false)}
        />
      </label>
      <div className={css.row}>
        <div role="group" aria-label={t("activity.next.kind")} className={css.choices}>
          {kinds.map((one) => (
            <button
              key={one}
              type="button"
              className={css.choice}
              aria-pressed={kind === one}
              onClick={() => setKind(one)}
            >
              {kindIcons[one]} {t(`activity.kind.${one}`)}
            </button>
          ))}
        </div>
        <div role="group" aria-label={t("activity.due")} className={css.choices}>
          {soon.map((one) => (
            <button
              key={one.day}
              type="button"
              className={css.choice}
              aria-pressed={day === one.day}
              onClick={() => setDay(one.day)}
            >
              {one.label}
            </button>
          ))}
          <DateField label={t("activity.due")} value={day} onChange={setDay} min={today} bare />
        </div>
        <div className={css.acts}>
          <Button type="submit" loading={create.isPending}>
            {t("activity.next.save")}
          </Button>
          <Button variant="default" onClick={() => setOpen(false)}>
            {t("activity.next.notNow")}
          </Button>
        </div>
      </div>
    </form>
  );
}

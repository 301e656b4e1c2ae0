import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { activities } from "../activity/activity.data.ts";
import { kindIcons } from "../activity/kinds.tsx";
import line from "../activity/NextLine.module.css";
import { NextLine } from "../activity/NextLine.tsx";
import { asProblem, keys, useMe } from "../api/index.ts";
import { addDays, useFormat } from "../format/index.ts";
import { DateField } from "../ui/field/DateField.tsx";
import { Dot } from "../ui/Status.tsx";
import { toast } from "../ui/Toasts.tsx";
import type { Deal } from "./deal.data.ts";
import css from "./NextStep.module.css";

const kinds = ["call", "meeting", "task"] as const;
type Kind = (typeof kinds)[number];

/** What comes next with a deal. Finishing it asks for the next: an open deal without one wants attention. */
export function NextStep({ deal }: { deal: Deal }) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const { nextActivity: next } = deal;
  const [finishedCount, setFinishedCount] = useState(0);
  const refresh = () => client.invalidateQueries({ queryKey: keys.record("deal", deal.id) });
  const mayWrite = me.may("activity:write");
  if (!next)
    return mayWrite ? (
      <Plan key={finishedCount} deal={deal} ask={finishedCount > 0} onPlanned={refresh} />
    ) : (
      <p className={line.line} data-late>
        <Dot tone="attention" hollow /> {t("deal.next.none")}
      </p>
    );
  const finished = () => {
    setFinishedCount(finishedCount + 1);
    void refresh();
  };
  return <NextLine next={next} onDone={finished} />;
}

/** Plans the next activity in one line: what, which kind, when. */
function Plan(props: { deal: Deal; ask: boolean; onPlanned: () => Promise<unknown> }) {
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
  const { deal } = props;

  function plan(event: FormEvent): void {
    event.preventDefault();
    if (create.isPending) return;
    create.mutate(
      {
        kind,
        title: title.trim() || t(`activity.kind.${kind}`),
        about: [deal.id, ...deal.contacts.slice(0, 1).map((participant) => participant.contactId)],
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
    { day: today, label: t("deal.next.today") },
    { day: addDays(today, 1), label: t("deal.next.tomorrow") },
    { day: addDays(today, 3), label: t("deal.next.inDays", { count: 3 }) },
    { day: addDays(today, 7), label: t("deal.next.inWeek") },
  ];
  if (!open)
    return (
      <p className={line.line} data-late>
        <Dot tone="attention" hollow />
        <span>{t("deal.next.none")}</span>
        <Button size="xs" variant="default" onClick={() => setOpen(true)}>
          {t("deal.next.plan")}
        </Button>
      </p>
    );
  return (
    <form className={css.plan} onSubmit={plan} aria-label={t("deal.next.plan")}>
      <label className={css.ask}>
        {t(props.ask ? "deal.next.ask" : "deal.next.label")}
        <input
          ref={field}
          className={css.field}
          // biome-ignore lint/a11y/noAutofocus: opened by the person, or in answer to finishing the one before
          autoFocus
          dir="auto"
          maxLength={200}
          placeholder={t(`deal.next.hint.${kind}`)}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Escape" && setOpen(false)}
        />
      </label>
      <div className={css.row}>
        <div role="group" aria-label={t("deal.next.kind")} className={css.choices}>
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
        <Button type="submit" loading={create.isPending}>
          {t("deal.next.save")}
        </Button>
        <Button variant="default" onClick={() => setOpen(false)}>
          {t("deal.next.notNow")}
        </Button>
      </div>
    </form>
  );
}

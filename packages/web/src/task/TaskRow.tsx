import { Popover } from "@mantine/core";
import { IconCalendarTime, IconCheck, IconPencil } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Activity } from "../activity/activity.data.ts";
import { kindIcons } from "../activity/kinds.tsx";
import { partyPage } from "../activity/party.ts";
import { useFormat } from "../format/index.ts";
import { MonthGrid } from "../ui/field/MonthGrid.tsx";
import { PhoneLine } from "../ui/grid/index.ts";
import { useIsPhone } from "../ui/phone.ts";
import { clockOf, type Group } from "./agenda.ts";
import { soon } from "./soon.ts";
import css from "./TaskRow.module.css";

export type TaskRowProps = {
  activity: Activity;
  group: Group;
  names: Record<string, string>;
  current: boolean;
  onCurrent: () => void;
  onComplete: (() => void) | undefined;
  onEdit: (() => void) | undefined;
  onMove: ((day: string) => void) | undefined;
};

/** One thing to do: ticked with one click, moved with two. */
export function TaskRow(props: TaskRowProps) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const { activity } = props;
  const parties = activity.about.filter((id) => props.names[id]).slice(0, 2);
  const tick = (
    <button
      type="button"
      className={css.tick}
      aria-label={t("task.tick", { title: activity.title })}
      disabled={!props.onComplete}
      onClick={props.onComplete}
    >
      <IconCheck size={14} />
    </button>
  );
  const { onComplete, onEdit } = props;
  if (phone)
    return (
      <li className={css.phone} data-task={activity.id} tabIndex={-1}>
        {tick}
        <div className={css.line}>
          <PhoneLine
            row={{
              title: activity.title,
              detail: parties.map((id) => props.names[id]).join(" · ") || t(`activity.kind.${activity.kind}`),
              end: <When {...props} />,
              backwards: onComplete && {
                label: t("task.complete"),
                icon: <IconCheck size={18} />,
                run: onComplete,
              },
            }}
            onOpen={() => onEdit?.()}
          />
        </div>
      </li>
    );
  return (
    <li
      className={css.row}
      data-task={activity.id}
      tabIndex={props.current ? 0 : -1}
      onFocus={props.onCurrent}
    >
      {tick}
      <span className={css.kind} title={t(`activity.kind.${activity.kind}`)}>
        {kindIcons[activity.kind]}
        <span className="visually-hidden">{t(`activity.kind.${activity.kind}`)}</span>
      </span>
      <span className={css.words}>
        {onEdit ? (
          <button type="button" className={css.title} dir="auto" tabIndex={-1} onClick={onEdit}>
            {activity.title}
          </button>
        ) : (
          <span className={css.title} dir="auto">
            {activity.title}
          </span>
        )}
        {parties.map((id) => (
          <Link key={id} to={partyPage(id)} params={{ id }} className={css.party} dir="auto">
            {props.names[id]}
          </Link>
        ))}
      </span>
      <When {...props} />
      <span className={css.tools}>
        {props.onMove && <Move at={activity.at} title={activity.title} onMove={props.onMove} />}
        {onEdit && (
          <button
            type="button"
            className={css.tool}
            aria-label={t("task.editOf", { title: activity.title })}
            onClick={onEdit}
          >
            <IconPencil size={16} />
          </button>
        )}
      </span>
    </li>
  );
}

function When({ activity, group }: TaskRowProps) {
  const format = useFormat();
  const day = format.dayOf(activity.at);
  const phone = useIsPhone();
  const timed = activity.kind !== "task" || clockOf(activity.at, format) !== "09:00";
  const text =
    group === "overdue"
      ? format.relative(day === format.dayOf(new Date()) ? activity.at : day)
      : group === "today"
        ? timed
          ? format.time(activity.at)
          : ""
        : phone
          ? format.date(day)
          : [format.day(day), timed && format.time(activity.at)].filter(Boolean).join(", ");
  return (
    <time
      className={css.when}
      dateTime={activity.at}
      title={format.dateTime(activity.at)}
      data-late={group === "overdue" || undefined}
    >
      {text}
    </time>
  );
}

/** Another day: the usual ones at once, any other in the calendar. */
function Move(props: { at: string; title: string; onMove: (day: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [opened, setOpened] = useState(false);
  const choose = (day: string) => {
    setOpened(false);
    props.onMove(day);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={css.tool}
          aria-label={t("task.moveOf", { title: props.title })}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          <IconCalendarTime size={16} />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <div className={css.soon}>
          {soon(format).map(({ key, day }) => (
            <button key={key} type="button" className={css.choice} onClick={() => choose(day)}>
              <span>{t(`task.soon.${key}`)}</span>
              <span className={css.day}>{format.day(day)}</span>
            </button>
          ))}
        </div>
        <MonthGrid value={format.dayOf(props.at)} onChoose={choose} min={format.dayOf(new Date())} />
      </Popover.Dropdown>
    </Popover>
  );
}

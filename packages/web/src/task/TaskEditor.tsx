import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Activity } from "../activity/activity.data.ts";
import { useMe } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { OwnerField } from "../member/OwnerField.tsx";
import { DateField } from "../ui/field/DateField.tsx";
import { clockOf } from "./agenda.ts";
import css from "./TaskEditor.module.css";
import type { Change } from "./task.data.ts";

/** A row opened in its place: what, when, whose. */
export function TaskEditor(props: {
  activity: Activity;
  onSave: (change: Change) => void;
  onLeave: () => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const { activity } = props;
  const [title, setTitle] = useState(activity.title);
  const [day, setDay] = useState(format.dayOf(activity.at));
  const [clock, setClock] = useState(clockOf(activity.at, format));
  const [ownerId, setOwnerId] = useState(activity.ownerId);

  function save(event: FormEvent): void {
    event.preventDefault();
    const at = day ? new Date(`${day}T${clock || "09:00"}:00`).toISOString() : activity.at;
    const change: Change = {
      ...(title.trim() && title.trim() !== activity.title ? { title: title.trim() } : {}),
      ...(at !== activity.at ? { at } : {}),
      ...(ownerId && ownerId !== activity.ownerId ? { ownerId } : {}),
    };
    if (Object.keys(change).length === 0) props.onLeave();
    else props.onSave(change);
  }
  return (
    <li className={css.editor}>
      <form
        className={css.form}
        aria-label={t("task.editOf", { title: activity.title })}
        onSubmit={save}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          props.onLeave();
        }}
      >
        <TextInput
          label={t("task.field.title")}
          value={title}
          autoFocus
          maxLength={200}
          dir="auto"
          className={css.title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <DateField label={t("activity.due")} value={day} onChange={setDay} />
        <TextInput
          label={t("task.field.time")}
          type="time"
          value={clock}
          onChange={(event) => setClock(event.currentTarget.value)}
        />
        {me.member.visibility !== "own" && (
          <OwnerField label={t("task.field.owner")} value={ownerId} onChange={setOwnerId} required />
        )}
        <div className={css.foot}>
          <Button type="submit">{t("ui.save")}</Button>
          <Button variant="default" onClick={props.onLeave}>
            {t("ui.cancel")}
          </Button>
          {me.may("activity:remove") && (
            <Button variant="subtle" color="danger" className={css.remove} onClick={props.onRemove}>
              {t("ui.remove")}
            </Button>
          )}
        </div>
      </form>
    </li>
  );
}

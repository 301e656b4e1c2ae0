import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { activities } from "../activity/activity.data.ts";
import { asProblem } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { DateField } from "../ui/field/DateField.tsx";
import { useShortcut } from "../ui/shortcuts/index.ts";
import { toast } from "../ui/Toasts.tsx";
import css from "./QuickTask.module.css";
import { replan } from "./task.data.ts";

/** One line for what comes to mind: `T`, the words, Enter; due today unless another day is said. */
export function QuickTask({ ownerId }: { ownerId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const create = activities.useCreate();
  const remove = activities.useRemove();
  const field = useRef<HTMLInputElement>(null);
  const [title, setTitle] = useState("");
  const [day, setDay] = useState("");
  useShortcut({ keys: "t", label: t("task.new"), group: "list", run: () => field.current?.focus() });

  function save(event: FormEvent): void {
    event.preventDefault();
    if (!title.trim() || create.isPending) return;
    const at = new Date(`${day || format.dayOf(new Date())}T09:00:00`).toISOString();
    create.mutate(
      { kind: "task", title: title.trim(), at, ownerId },
      {
        onSuccess: (made) => {
          setTitle("");
          setDay("");
          replan(client, made);
          toast({
            text: t("activity.saved.task"),
            undo: () => {
              replan(client, { ...made, state: "cancelled" });
              return remove.mutateAsync([made]);
            },
          });
        },
        onError: (error) => toast({ text: asProblem(error).message, tone: "danger", stay: 8_000 }),
      },
    );
  }
  return (
    <form className={css.quick} onSubmit={save}>
      <input
        ref={field}
        className={css.field}
        aria-label={t("activity.placeholder.task")}
        placeholder={t("activity.placeholder.task")}
        maxLength={200}
        dir="auto"
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
      />
      <DateField label={t("activity.due")} value={day} onChange={setDay} bare />
      <Button type="submit" disabled={!title.trim()} loading={create.isPending}>
        {t("task.add")}
      </Button>
    </form>
  );
}

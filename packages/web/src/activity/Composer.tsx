import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { DateField } from "../ui/field/DateField.tsx";
import { keyLabel } from "../ui/shortcuts/index.ts";
import { toast } from "../ui/Toasts.tsx";
import { type ActivityKind, activities, refreshActivities } from "./activity.data.ts";
import css from "./Composer.module.css";
import { kindIcons } from "./kinds.tsx";
import { MailForm, type Recipients } from "./MailForm.tsx";

export type Composable = ActivityKind;
type Logged = Exclude<Composable, "mail">;

/** Writes onto a timeline: a note, a call that was had, a meeting or task to come, and mails where there is somebody. */
export function Composer(props: {
  party: string;
  /** Undefined where no mail can be written: by one who may not, or of what is in the trash. */
  recipients?: Recipients | undefined;
  kind: Composable;
  onKind: (kind: Composable) => void;
  focusKey: number;
}) {
  const { t } = useTranslation();
  const { kind, party, recipients, focusKey } = props;
  const [text, setText] = useState("");
  const kinds = (["note", "mail", "call", "meeting", "task"] as const).filter(
    (one) => one !== "mail" || recipients,
  );
  return (
    <div className={css.composer}>
      <div role="tablist" aria-label={t("activity.compose")} className={css.kinds}>
        {kinds.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            aria-selected={one === kind}
            className={css.kind}
            onClick={() => props.onKind(one)}
          >
            {kindIcons[one]}
            {t(`activity.kind.${one}`)}
          </button>
        ))}
      </div>
      {kind === "mail" ? (
        <MailForm party={party} recipients={recipients ?? []} focusKey={focusKey} />
      ) : (
        <LogForm party={party} kind={kind} focusKey={focusKey} text={text} setText={setText} />
      )}
    </div>
  );
}

/** ⌘/Ctrl-Enter saves. */
function LogForm(props: {
  party: string;
  kind: Logged;
  focusKey: number;
  /** Kept while one looks at the mail beside it. */
  text: string;
  setText: (text: string) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const create = activities.useCreate();
  const remove = activities.useRemove();
  const { text, setText } = props;
  const [day, setDay] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const { kind } = props;
  const dated = kind === "task" || kind === "meeting";

  useEffect(() => {
    if (props.focusKey > 0) field.current?.focus();
  }, [props.focusKey]);

  function save(): void {
    const lines = text.trim().split("\n");
    const title = lines[0]?.slice(0, 200);
    if (!title || create.isPending) return;
    const body = lines.slice(1).join("\n").trim();
    const tomorrow = format.dayOf(new Date(Date.now() + 86_400_000));
    const at = dated ? new Date(`${day || tomorrow}T09:00:00`).toISOString() : undefined;
    const planned = kind === "meeting" && at !== undefined && at > new Date().toISOString();
    create.mutate(
      {
        kind,
        title,
        about: [props.party],
        ...(body ? { body } : lines[0]!.length > 200 ? { body: lines[0]! } : {}),
        ...(at ? { at } : {}),
        ...(planned ? { state: "planned" as const } : {}),
      },
      {
        onSuccess: (created) => {
          setText("");
          setDay("");
          void refreshActivities(client);
          toast({ text: t(`activity.saved.${kind}`), undo: () => remove.mutateAsync([created]) });
        },
      },
    );
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      save();
    } else if (event.key === "Escape") field.current?.blur();
  };
  const open = text !== "";
  return (
    <>
      <textarea
        ref={field}
        className={css.text}
        rows={open ? 4 : 1}
        dir={text ? "auto" : undefined}
        aria-label={t(`activity.placeholder.${kind}`)}
        placeholder={t(`activity.placeholder.${kind}`)}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {create.error && <ErrorNotice problem={asProblem(create.error)} compact onRetry={save} />}
      {open && (
        <div className={css.foot}>
          {dated && (
            <DateField
              label={t(kind === "task" ? "activity.due" : "activity.on")}
              value={day}
              onChange={setDay}
              bare
            />
          )}
          <span className={css.hint}>{keyLabel("mod+Enter")}</span>
          <Button onClick={save} loading={create.isPending}>
            {t(`activity.save.${kind}`)}
          </Button>
        </div>
      )}
    </>
  );
}

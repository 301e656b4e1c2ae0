import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useEffectEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import type { Filled } from "../template/template.data.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { keyLabel } from "../ui/shortcuts/index.ts";
import { toast } from "../ui/Toasts.tsx";
import css from "./Composer.module.css";
import { Barrier } from "./MailState.tsx";
import { MailTemplate } from "./MailTemplate.tsx";
import { recipientQuery, setDraft, useDraft, useTakeBack, useWrite } from "./mail.data.ts";

/** Characters, as the API takes them. */
const LONGEST = { subject: 200, text: 20_000 };

/** Whom a record's mail may go to, the likeliest first. */
export type Recipients = readonly { id: string; name: string }[];

/** A mail to one contact, in one's own name. ⌘/Ctrl-Enter sends; for ten seconds it can be taken back. */
export function MailForm(props: { party: string; recipients: Recipients; focusKey: number }) {
  const { t } = useTranslation();
  const draft = useDraft(props.party);
  const write = useWrite();
  const takeBack = useTakeBack();
  const subject = useRef<HTMLInputElement>(null);
  const body = useRef<HTMLTextAreaElement>(null);
  const to = draft.to ?? props.recipients[0]?.id;
  const recipient = useQuery({ ...recipientQuery(to ?? ""), enabled: to !== undefined });
  const name = recipient.data?.name ?? props.recipients.find(({ id }) => id === to)?.name ?? "";
  const barred = recipient.data?.barrier === "no-email" || recipient.data?.barrier === "suppressed";

  // At once, before the answer about the recipient: who types on must not type into shortcuts. An answer has its subject.
  const focus = useEffectEvent(() => (draft.answers ? body : subject).current?.focus());
  useEffect(() => {
    if (props.focusKey > 0) focus();
  }, [props.focusKey]);

  const change = (part: Partial<typeof draft>) => {
    write.reset();
    setDraft(props.party, { ...draft, ...part });
  };
  function undo(id: string, written: typeof draft): void {
    takeBack.mutate(id, {
      onSuccess: () => {
        setDraft(props.party, written);
        toast({ text: t("activity.mail.takenBack") });
      },
    });
  }
  function send(): void {
    if (!to || barred || write.isPending) return;
    const missing = draft.subject.trim() === "" ? subject : draft.text.trim() === "" ? body : undefined;
    if (missing) {
      missing.current?.focus();
      return;
    }
    const { key, subject: title, text, answers } = draft;
    const about = props.party === to ? [] : [props.party];
    write.mutate(
      { key, to, subject: title.trim(), text, about, ...(answers ? { answers } : {}) },
      {
        onSuccess: ({ id }) => {
          setDraft(props.party, undefined);
          const text = t("activity.mail.leaving", { name });
          toast({ text, undo: () => undo(id, draft) });
        },
      },
    );
  }
  /** What was written before comes back by Z. */
  function fill({ subject: title, text, empty }: Filled): void {
    const written = draft;
    change({
      subject: written.answers ? written.subject : title.slice(0, LONGEST.subject),
      text: text.slice(0, LONGEST.text),
    });
    body.current?.focus();
    const missing = empty.length > 0 ? t("activity.mail.gaps", { names: empty }) : t("activity.mail.filled");
    toast({ text: missing, undo: () => setDraft(props.party, written) });
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape") event.currentTarget.blur();
  };

  if (to === undefined) return <p className={css.none}>{t("activity.mail.nobody")}</p>;
  return (
    <>
      <div className={css.head}>
        <span className={css.label}>{t("activity.mail.to")}</span>
        {props.recipients.length > 1 ? (
          <NativeSelect
            size="xs"
            aria-label={t("activity.mail.to")}
            data={props.recipients.map((one) => ({ value: one.id, label: one.name }))}
            value={to}
            onChange={(event) => change({ to: event.currentTarget.value })}
          />
        ) : (
          <b dir="auto">{name}</b>
        )}
        {recipient.data?.email && (
          <span dir="ltr" className={css.address}>
            {recipient.data.email}
          </span>
        )}
      </div>
      {recipient.error && <ErrorNotice problem={asProblem(recipient.error)} compact />}
      {recipient.data && <Barrier recipient={recipient.data} />}
      {!barred && (
        <>
          <div className={css.head}>
            <input
              ref={subject}
              className={css.subject}
              dir={draft.subject ? "auto" : undefined}
              maxLength={LONGEST.subject}
              aria-label={t("activity.mail.subject")}
              placeholder={t("activity.mail.subject")}
              value={draft.subject}
              onChange={(event) => change({ subject: event.currentTarget.value })}
              onKeyDown={onKeyDown}
            />
          </div>
          <textarea
            ref={body}
            className={css.text}
            rows={6}
            dir={draft.text ? "auto" : undefined}
            maxLength={LONGEST.text}
            aria-label={t("activity.mail.text")}
            placeholder={t("activity.mail.text")}
            value={draft.text}
            onChange={(event) => change({ text: event.currentTarget.value })}
            onKeyDown={onKeyDown}
          />
          {write.error && <ErrorNotice problem={asProblem(write.error)} compact onRetry={send} />}
          <div className={css.foot}>
            <MailTemplate contactId={to} onFill={fill} />
            <span className={css.hint}>{keyLabel("mod+Enter")}</span>
            <Button onClick={send} loading={write.isPending}>
              {t("activity.mail.send")}
            </Button>
          </div>
        </>
      )}
    </>
  );
}

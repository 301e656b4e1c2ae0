import { Button } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, useNames } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { useMembers } from "../member/member.data.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Timeline, type TimelineItem } from "../ui/record/index.ts";
import { Status, type Tone } from "../ui/Status.tsx";
import {
  type Activity,
  activities,
  type TimelineEntry,
  timelineQuery,
  useComplete,
} from "./activity.data.ts";
import { type Composable, Composer } from "./Composer.tsx";
import { useFacts } from "./fact.ts";
import { kindIcons } from "./kinds.tsx";
import { isOpen } from "./late.ts";
import type { Recipients } from "./MailForm.tsx";
import { MailStatus, MailText, useMailReason } from "./MailState.tsx";
import { isWriting, setDraft, useTakeBack } from "./mail.data.ts";
import css from "./RecordTimeline.module.css";

const filters = ["note", "call", "meeting", "mail", "task", "campaign"] as const;
/** How most things end; not worth a word on each line. */
const usual = new Set(["done", "held", "completed"]);

/** What to write next, driven by the record's action bar. */
export type Compose = { kind: Composable; focusKey: number };

export function RecordTimeline(props: {
  party: string;
  /** Whom a mail from here may go to; undefined where none can be written. */
  recipients?: Recipients | undefined;
  compose: Compose;
  onCompose: (compose: Compose) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const members = useMembers();
  const client = useQueryClient();
  const complete = useComplete();
  const takeBack = useTakeBack();
  const reasonOf = useMailReason();
  const [kind, setKind] = useState<string>();
  const timeline = useInfiniteQuery(timelineQuery(props.party, kind));
  const entries = timeline.data?.pages.flatMap((page) => page.items) ?? [];
  const factOf = useFacts(entries);
  // A mail that came in is by a contact.
  const writers = useNames(
    "contact",
    "/contacts",
    entries.flatMap(({ by }) => (by?.startsWith("con_") ? [by] : [])),
  );

  /** To whom it came from, where one can see that; else to whom this record's mails go. */
  async function answer({ entryId, title }: TimelineEntry): Promise<void> {
    const mail = await client.fetchQuery(activities.record(entryId)).catch(() => undefined);
    const to = mail?.mail?.contactId ?? mail?.about.find((id) => id.startsWith("con_"));
    const subject = /^re:/i.test(title) ? title : `Re: ${title}`;
    setDraft(props.party, { ...(to ? { to } : {}), subject: subject.slice(0, 200), answers: entryId });
    props.onCompose({ kind: "mail", focusKey: props.compose.focusKey + 1 });
  }
  /** What was taken back is in the composer again, unless another mail is being written there. */
  function write({ title, body = "", mail }: Activity): void {
    const answers = mail?.answers ? { answers: mail.answers } : {};
    if (!isWriting(props.party))
      setDraft(props.party, { to: mail?.contactId, subject: title, text: body, ...answers });
    props.onCompose({ kind: "mail", focusKey: props.compose.focusKey + 1 });
  }
  function act(entry: TimelineEntry) {
    const button = (label: string, onClick: () => void) => (
      <Button size="xs" variant="default" onClick={onClick}>
        {label}
      </Button>
    );
    if (isOpen(entry))
      return button(t(entry.kind === "task" ? "activity.complete" : "activity.held"), () =>
        complete.mutate(entry.entryId),
      );
    if (entry.kind !== "mail" || !props.recipients) return undefined;
    if (entry.state === "waiting")
      return button(t("activity.mail.takeBack"), () => takeBack.mutate(entry.entryId, { onSuccess: write }));
    return entry.direction === "in" ? button(t("activity.mail.answer"), () => void answer(entry)) : undefined;
  }

  function status(entry: TimelineEntry) {
    if (entry.kind === "mail") return <MailStatus entry={entry} />;
    if (!entry.state || usual.has(entry.state) || !(entry.state in stateTones)) return undefined;
    const late = isOpen(entry) && entry.at < new Date().toISOString();
    const state = entry.state as keyof typeof stateTones;
    return (
      <Status tone={late ? "attention" : stateTones[state]}>
        {late ? t("activity.late", { at: format.relative(entry.at) }) : t(`activity.state.${state}`)}
      </Status>
    );
  }
  const items: TimelineItem[] = entries.map((entry) => ({
    id: entry.entryId,
    at: entry.at,
    system: entry.kind === "system",
    icon: kindIcons[entry.kind],
    title: entry.kind === "system" ? factOf(entry) : entry.title,
    by: writers[entry.by ?? ""] ?? (members.nameOf(entry.by) || undefined),
    thread: entry.kind === "mail" ? (entry.thread ?? entry.entryId) : undefined,
    status: status(entry),
    body: entry.summary,
    note: entry.kind === "mail" ? reasonOf(entry) : undefined,
    whole:
      entry.kind === "mail" && (entry.summary?.length ?? 0) > 160 ? <MailText entry={entry} /> : undefined,
    act: act(entry),
  }));
  return (
    <Timeline
      label={t("activity.timeline")}
      composer={
        <Composer
          party={props.party}
          recipients={props.recipients}
          kind={props.compose.kind}
          focusKey={props.compose.focusKey}
          onKind={(next) => props.onCompose({ kind: next, focusKey: props.compose.focusKey + 1 })}
        />
      }
      filter={
        entries.length > 0 || kind ? (
          <div role="group" aria-label={t("activity.filter")} className={css.filter}>
            {[undefined, ...filters].map((one) => (
              <button
                key={one ?? "all"}
                type="button"
                aria-pressed={kind === one}
                className={css.choice}
                onClick={() => setKind(one)}
              >
                {t(one ? `activity.kinds.${one}` : "activity.all")}
              </button>
            ))}
          </div>
        ) : undefined
      }
      items={items}
      loading={timeline.isPending}
      hasMore={timeline.hasNextPage}
      loadMore={() => void timeline.fetchNextPage()}
      empty={
        timeline.error ? (
          <ErrorNotice problem={asProblem(timeline.error)} onRetry={() => void timeline.refetch()} />
        ) : (
          t("activity.empty")
        )
      }
    />
  );
}

const stateTones = {
  planned: "accent",
  held: "neutral",
  "not-held": "neutral",
  "not-started": "accent",
  started: "accent",
  completed: "positive",
  deferred: "neutral",
  cancelled: "neutral",
} as const satisfies Record<string, Tone>;

import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, useMe } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import css from "../marketing/marketing.module.css";
import { Page } from "../shell/Page.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { SkeletonLines } from "../ui/Skeleton.tsx";
import { toast } from "../ui/Toasts.tsx";
import { type Draft, toDraft, toFilter } from "./draft.ts";
import { FilterBuilder } from "./FilterBuilder.tsx";
import { countQuery, type Filter, membersOf, type Segment, segments, sizeQuery } from "./segment.data.ts";

export function NewSegmentPage() {
  const { filter } = useSearch({ from: "/app/segments/new" });
  return <Editor key={filter} start={filter ? parsed(filter) : undefined} />;
}

function parsed(text: string): Filter | undefined {
  try {
    return JSON.parse(text) as Filter;
  } catch {
    return undefined;
  }
}

export function SegmentPage() {
  const { id } = useParams({ from: "/app/segments/$id" });
  const segment = useQuery(segments.record(id));
  const { t } = useTranslation();
  if (segment.error)
    return (
      <Page title={t("segment.one")}>
        <ErrorNotice problem={asProblem(segment.error)} onRetry={() => void segment.refetch()} />
      </Page>
    );
  if (!segment.data)
    return (
      <Page title={t("segment.one")}>
        <SkeletonLines lines={6} />
      </Page>
    );
  return <Editor key={id} segment={segment.data} start={segment.data.filter} />;
}

function Editor({ segment, start }: { segment?: Segment; start: Filter | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayWrite = useMe().may("segment:write");
  const create = segments.useCreate();
  const edit = segments.useEdit();
  const remove = segments.useRemove();
  const restore = segments.useRestore();
  const [name, setName] = useState(segment?.name ?? "");
  const [draft, setDraft] = useState<Draft>(() => toDraft(start));
  const filter = toFilter(draft);
  const problem = create.error ?? edit.error;
  const live = segment?.kind !== "static";
  const save = () => {
    if (segment) {
      const patch = { name, ...(live && filter ? { filter } : {}) };
      edit.mutate([{ record: segment, patch }], { onSuccess: () => toast({ text: t("segment.saved") }) });
    } else if (filter)
      create.mutate(
        { kind: "live", name, filter },
        { onSuccess: ({ id }) => void navigate({ to: "/segments/$id", params: { id } }) },
      );
  };
  const drop = () => {
    if (!segment) return;
    remove.mutate([segment], {
      onSuccess: () => {
        toast({
          text: t("segment.removed", { name: segment.name }),
          undo: () => restore.mutateAsync([segment.id]),
        });
        void navigate({ to: "/segments" });
      },
    });
  };
  return (
    <Page
      title={segment?.name ?? t("segment.new")}
      heading={<Link to="/segments">{t("marketing.segments")}</Link>}
      scroll
      tools={
        segment && mayWrite ? (
          <Button variant="subtle" color="red" onClick={drop}>
            {t("ui.remove")}
          </Button>
        ) : undefined
      }
      action={
        mayWrite && (
          <Button
            disabled={name.trim() === "" || (live && !filter)}
            loading={create.isPending || edit.isPending}
            onClick={save}
          >
            {t("segment.save")}
          </Button>
        )
      }
    >
      <div className={css.two}>
        <div className={css.form}>
          {problem && <ErrorNotice problem={asProblem(problem)} />}
          <TextInput
            label={t("segment.name")}
            value={name}
            maxLength={120}
            disabled={!mayWrite}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {live ? (
            <FilterBuilder draft={draft} onChange={setDraft} />
          ) : (
            <p className={css.summary}>{t("segment.static")}</p>
          )}
        </div>
        <aside className={css.side} aria-label={t("segment.who")}>
          {live && <Matches filter={filter} />}
          {segment && <Members id={segment.id} />}
        </aside>
      </div>
    </Page>
  );
}

/** How many the filter matches now, exactly, and ten of them. */
function Matches({ filter }: { filter: Filter | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [settled] = useDebouncedValue(filter, 400);
  const count = useQuery(countQuery(settled));
  if (!settled) return <p className={css.summary}>{t("segment.incomplete")}</p>;
  if (count.error)
    return <ErrorNotice problem={asProblem(count.error)} onRetry={() => void count.refetch()} />;
  if (!count.data) return <SkeletonLines lines={4} />;
  return (
    <section aria-live="polite">
      <p className={css.big}>
        {t("segment.matches", { count: count.data.count, of: format.number(count.data.of) })}
      </p>
      <p className={css.summary}>{count.data.sentence}</p>
      <ul className={css.people}>
        {count.data.sample.map((contact) => (
          <li key={contact.id}>
            <Link to="/contacts/$id" params={{ id: contact.id }}>
              {contact.name}
            </Link>
            <span className="ltr">{contact.email}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Members({ id }: { id: string }) {
  const { t } = useTranslation();
  const size = useQuery(sizeQuery(id));
  const members = useInfiniteQuery(membersOf(id));
  const people = members.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section>
      <h2>
        {size.data?.state === "filling"
          ? t("segment.filling")
          : t("segment.members", { count: size.data?.count ?? 0 })}
      </h2>
      <ul className={css.people}>
        {people.map((contact) => (
          <li key={contact.id}>
            <Link to="/contacts/$id" params={{ id: contact.id }}>
              {contact.name}
            </Link>
            <span className="ltr">{contact.email}</span>
          </li>
        ))}
      </ul>
      {members.hasNextPage && (
        <Button
          size="xs"
          variant="default"
          loading={members.isFetchingNextPage}
          onClick={() => void members.fetchNextPage()}
        >
          {t("marketing.more")}
        </Button>
      )}
    </section>
  );
}

import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, useMe } from "../api/index.ts";
import { campaigns, giveTo } from "../campaign/campaign.data.ts";
import css from "../marketing/marketing.module.css";
import { Page } from "../shell/Page.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { SkeletonLines } from "../ui/Skeleton.tsx";
import { toast } from "../ui/Toasts.tsx";
import { type Draft, toDraft, toFilter } from "./draft.ts";
import { FilterBuilder } from "./FilterBuilder.tsx";
import { Matches, Members } from "./people.tsx";
import { type Filter, type Segment, segments } from "./segment.data.ts";
import { useFilterWords } from "./words.ts";

export function NewSegmentPage() {
  const { filter, campaign } = useSearch({ from: "/app/segments/new" });
  return <Editor key={filter} start={filter ? parsed(filter) : undefined} campaignId={campaign} />;
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
  if (segment.data) return <Editor key={id} segment={segment.data} start={segment.data.filter} />;
  return (
    <Page title={t("segment.one")}>
      {segment.error ? (
        <ErrorNotice problem={asProblem(segment.error)} onRetry={() => void segment.refetch()} />
      ) : (
        <SkeletonLines lines={6} />
      )}
    </Page>
  );
}

type Props = { segment?: Segment; start: Filter | undefined; campaignId?: string | undefined };

function Editor({ segment, start, campaignId }: Props) {
  const { t } = useTranslation();
  const mayWrite = useMe().may("segment:write");
  const [name, setName] = useState(segment?.name ?? "");
  const [draft, setDraft] = useState<Draft>(() => toDraft(start));
  const filter = toFilter(draft);
  const words = useFilterWords([filter]);
  const said = filter ? words(filter) : "";
  const live = segment?.kind !== "static";
  const { save, saving, problem } = useSave({ segment, campaignId });
  const same = segment && JSON.stringify(filter) === JSON.stringify(toFilter(toDraft(segment.filter)));
  // Without a name of its own a segment bears its question.
  const title = name.trim() || said.replaceAll(/[\u2068\u2069]/g, "").slice(0, 120);
  const changed = !segment || (name.trim() !== "" && name !== segment.name) || (live && !same);
  return (
    <Page
      title={segment?.name ?? t("segment.new")}
      heading={<Link to="/segments">{t("marketing.segments")}</Link>}
      scroll
      tools={segment && mayWrite && <Tools segment={segment} main={!changed} />}
      action={
        mayWrite &&
        changed && (
          <Button
            disabled={title === "" || (live && !filter)}
            loading={saving}
            onClick={() => save(title, live ? filter : undefined)}
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
            placeholder={said}
            maxLength={120}
            disabled={!mayWrite}
            dir="auto"
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {live ? (
            <FilterBuilder
              draft={draft}
              disabled={!mayWrite}
              fresh={!segment && !start}
              onChange={setDraft}
            />
          ) : (
            <p className={css.summary}>{t("segment.static")}</p>
          )}
        </div>
        <aside className={css.side} aria-label={t("segment.who")}>
          {segment && (same || !live) ? (
            <Members segment={segment} said={said} />
          ) : (
            <Matches filter={filter} said={said} />
          )}
        </aside>
      </div>
    </Page>
  );
}

/** Saves where it is; for a campaign that waits for its segment, back there. */
function useSave({ segment, campaignId }: Omit<Props, "start">) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const create = segments.useCreate();
  const edit = segments.useEdit();
  const give = useMutation({
    mutationFn: (segmentId: string) => giveTo(client, campaignId as string, { segmentId }),
    onSuccess: ({ id }) => navigate({ to: "/campaigns/$id", params: { id } }),
  });
  function save(name: string, filter: Filter | undefined): void {
    if (segment) {
      const patch = { name, ...(filter ? { filter } : {}) };
      edit.mutate([{ record: segment, patch }], { onSuccess: () => toast({ text: t("segment.saved") }) });
    } else if (filter)
      create.mutate(
        { kind: "live", name, filter },
        {
          onSuccess: ({ id }) =>
            campaignId ? give.mutate(id) : void navigate({ to: "/segments/$id", params: { id } }),
        },
      );
  }
  return {
    save,
    saving: create.isPending || edit.isPending || give.isPending,
    problem: create.error ?? edit.error ?? give.error,
  };
}

/** Into the trash, or on to a campaign to its members; the last is the page's act while nothing is being changed. */
function Tools({ segment, main }: { segment: Segment; main: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const remove = segments.useRemove();
  const restore = segments.useRestore();
  const create = campaigns.useCreate();
  const onError = (error: unknown) => toast({ text: asProblem(error).message, tone: "danger" });
  const drop = () =>
    remove.mutate([segment], {
      onError,
      onSuccess: () => {
        toast({
          text: t("segment.removed", { name: segment.name }),
          undo: () => restore.mutateAsync([segment.id]),
        });
        void navigate({ to: "/segments" });
      },
    });
  const write = () =>
    create.mutate(
      { name: segment.name, segmentId: segment.id },
      { onError, onSuccess: ({ id }) => void navigate({ to: "/campaigns/$id", params: { id } }) },
    );
  return (
    <>
      <Button variant="subtle" color="danger" onClick={drop}>
        {t("ui.remove")}
      </Button>
      {me.may("campaign:write") && (
        <Button variant={main ? "filled" : "default"} loading={create.isPending} onClick={write}>
          {t("segment.write")}
        </Button>
      )}
    </>
  );
}

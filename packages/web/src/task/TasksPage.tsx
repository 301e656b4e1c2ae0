import { Button, NativeSelect } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Activity } from "../activity/activity.data.ts";
import { asProblem, useMe, useNames } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { useMembers } from "../member/member.data.ts";
import { openCreate } from "../shell/Create.tsx";
import { Page } from "../shell/Page.tsx";
import { ShowSamples } from "../shell/Samples.tsx";
import { Empty, GhostRows } from "../ui/Empty.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Skeleton } from "../ui/Skeleton.tsx";
import { useShortcut } from "../ui/shortcuts/index.ts";
import { groupOf, groups } from "./agenda.ts";
import { QuickTask } from "./QuickTask.tsx";
import { TaskEditor } from "./TaskEditor.tsx";
import { TaskRow } from "./TaskRow.tsx";
import css from "./TasksPage.module.css";
import { agenda } from "./task.data.ts";
import { useTaskActs } from "./useTaskActs.ts";

/** What somebody has to do: late first, then today, this week and later. */
export function TasksPage() {
  const { t } = useTranslation();
  const me = useMe();
  const members = useMembers();
  const navigate = useNavigate({ from: "/tasks" });
  const { owner = me.member.id } = useSearch({ from: "/app/tasks" });
  const mine = owner === me.member.id;
  const mayWrite = me.may("activity:write");
  const query = useInfiniteQuery(agenda(owner));
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const others = me.member.visibility !== "own" && members.options.length > 1;

  return (
    <Page
      title={t("task.plural")}
      tools={
        others && (
          <NativeSelect
            className={css.owner}
            aria-label={t("task.whose")}
            value={owner}
            data={[
              { value: me.member.id, label: t("task.mine") },
              ...members.options.filter((member) => member.value !== me.member.id),
            ]}
            onChange={(event) => {
              const chosen = event.currentTarget.value;
              void navigate({ search: chosen === me.member.id ? {} : { owner: chosen } });
            }}
          />
        )
      }
      action={
        mayWrite && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => openCreate("task", { ownerId: owner })}>
            {t("task.new")}
          </Button>
        )
      }
      scroll
    >
      <div className={css.measure}>
        {mayWrite && <QuickTask ownerId={owner} />}
        {query.error ? (
          <ErrorNotice problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <Bones />
        ) : items.length === 0 ? (
          <Empty
            title={t(mine ? "task.empty.title" : "task.empty.other", { name: members.nameOf(owner) })}
            text={t("task.empty.text")}
            ghost={<GhostRows columns={3} rows={6} />}
            second={<ShowSamples />}
          />
        ) : (
          <Agenda items={items} mayWrite={mayWrite} />
        )}
        {query.hasNextPage && (
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t("task.more")}
          </Button>
        )}
      </div>
    </Page>
  );
}

function Agenda({ items, mayWrite }: { items: readonly Activity[]; mayWrite: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const acts = useTaskActs();
  const list = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<string>();
  const [editing, setEditing] = useState<string>();
  const about = items.flatMap((item) => item.about);
  const names = {
    ...useNames(
      "contact",
      "/contacts",
      about.filter((id) => id.startsWith("con_")),
    ),
    ...useNames(
      "deal",
      "/deals",
      about.filter((id) => id.startsWith("dea_")),
    ),
    ...useNames(
      "company",
      "/companies",
      about.filter((id) => id.startsWith("com_")),
    ),
  };
  const byGroup = Map.groupBy(items, (item) => groupOf(item, format));
  const order = groups.flatMap((group) => byGroup.get(group) ?? []);
  const at = order.findIndex((item) => item.id === current);
  const activity = order[at];

  const focus = (id: string | undefined) => {
    if (!id) return;
    setCurrent(id);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-task="${id}"]`)?.focus());
  };
  const step = (by: number) =>
    focus(order[Math.max(0, Math.min(order.length - 1, at < 0 ? 0 : at + by))]?.id);
  const complete = (item: Activity) => {
    const index = order.indexOf(item);
    focus((order[index + 1] ?? order[index - 1])?.id);
    void acts.complete(item);
  };
  useShortcut({ keys: "j", label: t("ui.grid.next"), group: "list", run: () => step(1) });
  useShortcut({ keys: "k", label: t("ui.grid.previous"), group: "list", run: () => step(-1) });
  useShortcut(
    { keys: "x", label: t("task.complete"), group: "list", run: () => activity && complete(activity) },
    mayWrite && !!activity,
  );
  useShortcut(
    { keys: "e", label: t("task.edit"), group: "list", run: () => setEditing(activity?.id) },
    mayWrite && !!activity,
  );
  const leave = (item: Activity) => {
    setEditing(undefined);
    focus(item.id);
  };
  return (
    <div ref={list}>
      {groups.map((group) => {
        const tasks = byGroup.get(group);
        if (!tasks) return null;
        return (
          <section key={group} aria-labelledby={`agenda-${group}`}>
            <h2 id={`agenda-${group}`} className={css.group} data-group={group}>
              {t(`task.group.${group}`)} <span className={css.count}>{format.number(tasks.length)}</span>
            </h2>
            <ul>
              {tasks.map((item) =>
                editing === item.id ? (
                  <TaskEditor
                    key={item.id}
                    activity={item}
                    onLeave={() => leave(item)}
                    onSave={(change) => {
                      leave(item);
                      void acts.edit(item, change);
                    }}
                    onRemove={() => {
                      setEditing(undefined);
                      void acts.remove(item);
                    }}
                  />
                ) : (
                  <TaskRow
                    key={item.id}
                    activity={item}
                    group={group}
                    names={names}
                    current={item.id === (current ?? order[0]?.id)}
                    onCurrent={() => setCurrent(item.id)}
                    onComplete={mayWrite ? () => complete(item) : undefined}
                    onEdit={mayWrite ? () => setEditing(item.id) : undefined}
                    onMove={mayWrite ? (day) => void acts.move(item, day) : undefined}
                  />
                ),
              )}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function Bones() {
  return (
    <ul aria-busy="true">
      {Array.from({ length: 8 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows to come have no identity
        <li key={index} className={css.bone}>
          <Skeleton width={18} height={18} round />
          <Skeleton width={`${36 + ((index * 17) % 40)}%`} />
        </li>
      ))}
    </ul>
  );
}

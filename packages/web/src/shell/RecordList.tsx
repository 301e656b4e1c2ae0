import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Kept, Patch, RecordData } from "../api/index.ts";
import { Empty, GhostRows } from "../ui/Empty.tsx";
import { type Filter, FilterBar, Grid, type GridColumn, type PhoneRow, type Sort } from "../ui/grid/index.ts";
import { Panel } from "../ui/record/index.ts";
import { BulkChanges } from "./BulkChanges.tsx";
import { ShowSamples } from "./Samples.tsx";
import { useGridPages } from "./useGridPages.ts";
import { useRecordActs } from "./useRecordActs.ts";

type Named = Kept & { name: string };

export type RecordListProps<Info extends Named> = {
  data: RecordData<Info>;
  query: Record<string, string | undefined>;
  /** The pages to show, where they are not the noun's own list. */
  list?: ReturnType<RecordData<Info>["list"]> | undefined;
  /** How many there are in all, where that is known without loading them. */
  total?: number | undefined;
  columns: GridColumn<Info>[];
  label: string;
  one: string;
  /** "340+ contacts". */
  count: (rows: number, more: string) => string;
  mayWrite: boolean;
  /** Shows the trash: rows are restored there and not edited. */
  trash: boolean;
  filters?: Filter[];
  more?: { label: string; run: () => void } | undefined;
  sort?: Sort | undefined;
  onSort?: ((sort: Sort) => void) | undefined;
  /** The id that the address keeps for the panel. */
  panel: string | undefined;
  onPanel: (id: string | undefined) => void;
  onOpen: (id: string) => void;
  preview: (id: string) => ReactNode;
  phone: (record: Info) => PhoneRow;
  empty: { title: string; text: string; act: string; onAct: () => void; second?: ReactNode };
  /** What else the selected ones can be given; `change` makes one change of all of them. */
  bulk?: (change: (patchOf: (record: Info) => Patch) => void) => ReactNode;
};

const getId = (record: Named) => record.id;
const getName = (record: Named) => record.name;

/** A noun's list as every noun has it: the grid on its data, edits and removals that can be undone, trash, preview. */
export function RecordList<Info extends Named>(props: RecordListProps<Info>) {
  const { t } = useTranslation();
  const { data, panel, trash } = props;
  const list = useInfiniteQuery(
    props.list ?? data.list({ ...props.query, shelf: trash ? "trash" : undefined }),
  );
  const pages = useGridPages(list);
  const { rows } = pages;
  const acts = useRecordActs(data);
  // Sums follow a change within seconds: one that is behind what is here says nothing.
  const known = props.total !== undefined && props.total > rows.length;
  const count = !list.hasNextPage
    ? props.count(rows.length, "")
    : known
      ? props.count(props.total ?? 0, "")
      : props.count(rows.length, "+");
  const bulk = (taken: Info[], clear: () => void) => {
    const act = () => {
      if (trash) acts.restore(taken);
      else acts.remove(taken);
      clear();
    };
    const change = (patchOf: (record: Info) => Patch) => {
      acts.edit(taken.map((record) => ({ record, patch: patchOf(record) })));
      clear();
    };
    return (
      <>
        {props.mayWrite && !trash && (
          <>
            <BulkChanges change={change} />
            {props.bulk?.(change)}
          </>
        )}
        {props.mayWrite && (
          <Button size="xs" variant="default" onClick={act}>
            {t(trash ? "ui.restore" : "ui.remove")}
          </Button>
        )}
      </>
    );
  };
  return (
    <>
      <Grid
        name={data.noun}
        label={props.label}
        columns={props.columns}
        {...pages}
        getId={getId}
        getName={getName}
        onEdit={
          props.mayWrite && !trash
            ? (edits) => acts.edit(edits.map(({ row, patch }) => ({ record: row, patch: patch as Patch })))
            : undefined
        }
        onOpen={(record) => props.onOpen(record.id)}
        onPreview={(record) => props.onPanel(panel === record.id ? undefined : record.id)}
        openId={panel}
        sort={props.sort}
        onSort={props.onSort}
        bulk={bulk}
        bar={
          <FilterBar count={list.isPending ? "" : count} filters={props.filters ?? []} more={props.more} />
        }
        empty={<NoRecords {...props} />}
        phone={props.phone}
      />
      {panel && (
        <Panel
          label={props.one}
          onClose={() => props.onPanel(undefined)}
          onExpand={() => props.onOpen(panel)}
        >
          {props.preview(panel)}
        </Panel>
      )}
    </>
  );
}

/** An empty list says its one verb; an empty filter offers to clear its last condition. */
function NoRecords<Info extends Named>(props: RecordListProps<Info>) {
  const { t } = useTranslation();
  const last = props.filters?.findLast((filter) => filter.value);
  if (last)
    return (
      <Empty
        title={t("ui.filter.nothing")}
        ghost={<GhostRows />}
        action={
          <Button onClick={() => last.onChange("")}>{t("ui.filter.remove", { filter: last.label })}</Button>
        }
      />
    );
  if (props.trash) return <Empty title={t("ui.trashEmpty")} text={t("ui.trashText")} ghost={<GhostRows />} />;
  return (
    <Empty
      title={props.empty.title}
      text={props.empty.text}
      ghost={<GhostRows />}
      action={props.mayWrite && <Button onClick={props.empty.onAct}>{props.empty.act}</Button>}
      second={
        <>
          {props.empty.second}
          <ShowSamples />
        </>
      }
    />
  );
}

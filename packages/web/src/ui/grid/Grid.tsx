import { useDirection } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type CSSProperties,
  type ReactNode,
  useCallback,
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { ErrorNotice, type Refusal } from "../ErrorNotice.tsx";
import { useIsPhone } from "../phone.ts";
import { useShortcut } from "../shortcuts/index.ts";
import { useFocusBack } from "../useFocusBack.ts";
import { BulkBar } from "./BulkBar.tsx";
import { isSingle } from "./block.ts";
import type { GridColumn, GridEdit, Sort } from "./column.ts";
import { useRowHeight } from "./density.ts";
import css from "./Grid.module.css";
import { ColumnChooser, GridHead } from "./GridHead.tsx";
import { cellId, GridRow, SkeletonRow } from "./GridRow.tsx";
import { PhoneList, type PhoneRow } from "./PhoneList.tsx";
import { useChecked } from "./useChecked.ts";
import { useColumns } from "./useColumns.ts";
import { useSelection } from "./useSelection.ts";

const headHeight = 33;

export type GridProps<Row> = {
  /** Its columns' widths and visibility are kept under this name. */
  name: string;
  label: string;
  /** Stable between renders. The first one sticks and names the row. */
  columns: readonly GridColumn<Row>[];
  rows: readonly Row[];
  getId: (row: Row) => string;
  getName: (row: Row) => string;
  /** Also while more is loaded: a page that brought few or none is followed by the next. */
  loading: boolean;
  problem?: Refusal | undefined;
  onRetry?: () => void;
  hasMore?: boolean;
  loadMore?: () => void;
  sort?: Sort | undefined;
  onSort?: ((sort: Sort) => void) | undefined;
  /** Cells edited, pasted, filled or cleared; without it the grid is for reading. */
  onEdit?: ((edits: GridEdit<Row>[]) => void) | undefined;
  /** Enter on a cell that can't be edited. */
  onOpen?: (row: Row) => void;
  /** Space. */
  onPreview?: (row: Row) => void;
  /** The row that a panel shows beside the grid. */
  openId?: string | undefined;
  /** Acts on the rows that X or the boxes took. */
  bulk?: (rows: Row[], clear: () => void) => ReactNode;
  /** What stands above: filters and the count. */
  bar?: ReactNode;
  empty: ReactNode;
  phone: (row: Row) => PhoneRow;
};

/** The one grid. On a phone its rows are two lines. */
export function Grid<Row>(props: GridProps<Row>) {
  const phone = useIsPhone();
  const body = props.problem ? (
    <div className={css.notice}>
      <ErrorNotice problem={props.problem} onRetry={props.onRetry} />
    </div>
  ) : !props.loading && !props.hasMore && props.rows.length === 0 ? (
    props.empty
  ) : phone ? (
    <PhoneList {...props} />
  ) : undefined;
  if (!body) return <Desk {...props} />;
  return (
    <div className={css.frame}>
      {props.bar && <div className={css.bar}>{props.bar}</div>}
      <div className={css.rest}>{body}</div>
    </div>
  );
}

function Desk<Row>(props: GridProps<Row>) {
  const { t } = useTranslation();
  const gridId = useId();
  const { rows, getId, loading, hasMore, loadMore } = props;
  const isWaiting = (loading || hasMore) && rows.length === 0;
  const { dir } = useDirection();
  const height = useRowHeight();
  const scroller = useRef<HTMLDivElement>(null);
  const columns = useColumns(props.name, props.columns);
  const shown = useMemo(() => columns.shown.map(({ column }) => column), [columns.shown]);
  const checked = useChecked(rows, getId);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => getId(rows[index]!),
    overscan: 8,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another density is another height for every row
  useEffect(() => virtual.measure(), [virtual, height]);

  const selection = useSelection({
    rows,
    columns: shown,
    rightToLeft: dir === "rtl",
    onEdit: props.onEdit,
    onOpen: props.onOpen,
    reveal: (row) => virtual.scrollToIndex(row, { align: "auto" }),
    pageRows: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / height) - 2),
  });
  useFocusBack(selection.editing, scroller);
  const { focus } = selection.selection ?? {};
  const current = focus ? rows[focus.row] : undefined;
  const [announced, announce] = useState("");

  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const more = useEffectEvent(() => loadMore?.());
  useEffect(() => {
    if (hasMore && !loading && last >= rows.length - 15) more();
  }, [hasMore, loading, last, rows.length]);

  useEffect(() => {
    if (focus)
      document
        .getElementById(cellId(gridId, focus.row, focus.column))
        ?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [gridId, focus]);

  const step = (by: number) => {
    selection.step(by);
    scroller.current?.focus({ preventScroll: true });
  };
  const check = (index: number, range: boolean) =>
    announce(t("ui.grid.selected", { count: checked.toggle(index, range) }));
  useShortcut({ keys: "j", label: t("ui.grid.next"), group: "list", run: () => step(1) });
  useShortcut({ keys: "k", label: t("ui.grid.previous"), group: "list", run: () => step(-1) });
  useShortcut(
    { keys: "x", label: t("ui.grid.take"), group: "list", run: () => focus && check(focus.row, false) },
    !!focus,
  );
  useShortcut(
    {
      keys: "Space",
      label: t("ui.grid.preview"),
      group: "list",
      run: () => current && props.onPreview?.(current),
    },
    !!current && !!props.onPreview,
  );
  useShortcut(
    { keys: "e", label: t("ui.grid.edit"), group: "list", run: () => void selection.startEditing() },
    !!current && !!props.onEdit,
  );
  const onCheck = useEffectEvent(check);
  const onDone = useEffectEvent(selection.finishEditing);
  const stableCheck = useCallback((index: number, range: boolean) => onCheck(index, range), []);
  const stableDone = useCallback((...args: Parameters<typeof onDone>) => onDone(...args), []);

  const template = `40px ${columns.shown.map(({ width }) => `${width}px`).join(" ")} minmax(0, 1fr)`;
  const width = 40 + columns.shown.reduce((sum, column) => sum + column.width, 0);
  const { block } = selection;
  const headers = useMemo(
    () => new Map(props.columns.map((column) => [column.id, column.header])),
    [props.columns],
  );

  return (
    <div className={css.frame}>
      <div className={css.bar}>
        {props.bar}
        <ColumnChooser columns={columns} headers={headers} />
      </div>
      <div
        ref={scroller}
        id={gridId}
        role="grid"
        aria-label={props.label}
        aria-rowcount={hasMore ? -1 : rows.length + 1}
        aria-colcount={shown.length + 1}
        aria-multiselectable
        aria-busy={loading}
        aria-activedescendant={focus ? cellId(gridId, focus.row, focus.column) : undefined}
        tabIndex={0}
        className={css.scroll}
        data-active={selection.active || undefined}
        style={{ "--template": template, "--first": `${columns.shown[0]?.width ?? 0}px` } as CSSProperties}
        {...selection.handlers}
      >
        <div className={css.sheet} style={{ minInlineSize: width }}>
          <div role="rowgroup" className={css.headGroup}>
            {checked.ids.size > 0 && props.bulk ? (
              <BulkBar count={checked.ids.size} onClear={checked.clear}>
                {props.bulk(checked.rows, checked.clear)}
              </BulkBar>
            ) : (
              <GridHead
                columns={columns}
                sort={props.sort}
                onSort={props.onSort}
                all={rows.length > 0 && checked.ids.size === rows.length}
                some={checked.ids.size > 0}
                onAll={checked.toggleAll}
              />
            )}
          </div>
          <div
            role="rowgroup"
            className={css.body}
            style={{ blockSize: isWaiting ? height * 20 : virtual.getTotalSize() }}
          >
            {isWaiting
              ? Array.from({ length: 20 }, (_, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: rows to come have no identity
                  <SkeletonRow key={index} index={index} height={height} columns={shown.length} />
                ))
              : items.map((item) => {
                  const row = rows[item.index]!;
                  const inside = block && item.index >= block.top && item.index <= block.bottom;
                  const onCursor = focus?.row === item.index;
                  return (
                    <GridRow
                      key={item.key}
                      gridId={gridId}
                      row={row}
                      index={item.index}
                      top={item.start - headHeight}
                      height={height}
                      columns={shown}
                      checked={checked.ids.has(getId(row))}
                      open={props.openId === getId(row)}
                      range={inside ? `${block.start}-${block.end}` : undefined}
                      cursor={onCursor ? focus.column : undefined}
                      editing={onCursor && selection.editing ? focus.column : undefined}
                      handle={
                        !!block &&
                        item.index === block.bottom &&
                        !!props.onEdit &&
                        !selection.editing &&
                        (selection.active || !isSingle(block))
                      }
                      label={t("ui.grid.takeRow", { name: props.getName(row) })}
                      onCheck={stableCheck}
                      onDone={stableDone}
                    />
                  );
                })}
          </div>
        </div>
      </div>
      <div role="status" className="visually-hidden">
        {announced}
      </div>
    </div>
  );
}

import { Checkbox, Popover } from "@mantine/core";
import { IconAdjustmentsHorizontal, IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Sort } from "./column.ts";
import css from "./Grid.module.css";
import type { Columns } from "./useColumns.ts";

/** Column headers: a click sorts, the edge resizes, the first box takes every row loaded. */
export function GridHead<Row>(props: {
  columns: Columns<Row>;
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
  all: boolean;
  some: boolean;
  onAll: () => void;
}) {
  const { t } = useTranslation();
  const { table, shown } = props.columns;
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  return (
    <div role="row" aria-rowindex={1} className={css.head}>
      <div role="columnheader" aria-colindex={1} className={css.check}>
        <input
          type="checkbox"
          aria-label={t("ui.grid.all")}
          checked={props.all}
          ref={(box) => {
            if (box) box.indeterminate = props.some && !props.all;
          }}
          onChange={props.onAll}
        />
      </div>
      {shown.map(({ column }, index) => {
        const sorted =
          props.sort?.column === column.id ? (props.sort.descending ? "descending" : "ascending") : undefined;
        const Arrow = sorted === "descending" ? IconArrowDown : IconArrowUp;
        const canSort = column.sortable && props.onSort;
        return (
          <div
            key={column.id}
            role="columnheader"
            aria-colindex={index + 2}
            aria-sort={canSort ? (sorted ?? "none") : undefined}
            className={css.cell}
            data-first={index === 0 || undefined}
            data-align={column.align}
          >
            {canSort ? (
              <button
                type="button"
                className={css.sort}
                onClick={() => props.onSort?.({ column: column.id, descending: sorted === "ascending" })}
              >
                <span className={css.headText}>{column.header}</span>
                {sorted && <Arrow size={14} aria-hidden />}
              </button>
            ) : (
              <span className={css.headText}>{column.header}</span>
            )}
            <span
              aria-hidden
              className={css.resize}
              onPointerDown={headers[index]?.getResizeHandler()}
              onDoubleClick={() => table.getColumn(column.id)?.resetSize()}
            />
          </div>
        );
      })}
    </div>
  );
}

/** Which columns are shown. */
export function ColumnChooser<Row>(props: { columns: Columns<Row>; headers: Map<string, string> }) {
  const { t } = useTranslation();
  const { table } = props.columns;
  return (
    <Popover position="bottom-end" width={220}>
      <Popover.Target>
        <button
          type="button"
          className={css.tool}
          aria-label={t("ui.grid.columns")}
          title={t("ui.grid.columns")}
        >
          <IconAdjustmentsHorizontal size={16} stroke={1.6} />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <div role="group" aria-label={t("ui.grid.columns")} className={css.chooser}>
          {table.getAllLeafColumns().map((column) => (
            <Checkbox
              key={column.id}
              size="xs"
              label={props.headers.get(column.id)}
              checked={column.getIsVisible()}
              disabled={!column.getCanHide()}
              onChange={(event) => column.toggleVisibility(event.currentTarget.checked)}
            />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

import { memo } from "react";
import { Skeleton } from "../Skeleton.tsx";
import { CellEditor, type Leave } from "./CellEditor.tsx";
import type { GridColumn } from "./column.ts";
import css from "./Grid.module.css";

export type RowProps<Row> = {
  gridId: string;
  row: Row;
  index: number;
  top: number;
  height: number;
  columns: readonly GridColumn<Row>[];
  checked: boolean;
  open: boolean;
  /** Columns of this row inside the selection, as `start-end`; undefined when the row is outside. */
  range: string | undefined;
  /** The column of the cursor, if it is on this row. */
  cursor: number | undefined;
  editing: number | undefined;
  /** This row is the last of the selection: its corner carries the fill handle. */
  handle: boolean;
  label: string;
  onCheck: (index: number, range: boolean) => void;
  onDone: (text: string | undefined, leave: Leave) => void;
};

export function cellId(gridId: string, row: number, column: number): string {
  return `${gridId}-${row}-${column}`;
}

function Cells<Row>(props: RowProps<Row>) {
  const [start, end] = props.range?.split("-").map(Number) ?? [];
  return (
    <div
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={props.checked}
      className={css.row}
      data-row={props.index}
      data-open={props.open || undefined}
      style={{ transform: `translateY(${props.top}px)`, blockSize: props.height }}
    >
      <div role="gridcell" className={css.check}>
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={props.label}
          checked={props.checked}
          onClick={(event) => props.onCheck(props.index, event.shiftKey)}
          onChange={() => undefined}
        />
      </div>
      {props.columns.map((column, index) => {
        const selected = start !== undefined && end !== undefined && index >= start && index <= end;
        return (
          <div
            key={column.id}
            id={cellId(props.gridId, props.index, index)}
            role="gridcell"
            aria-colindex={index + 2}
            aria-readonly={!column.edit}
            className={css.cell}
            data-column={index}
            data-first={index === 0 || undefined}
            data-align={column.align}
            data-selected={selected || undefined}
            data-cursor={props.cursor === index || undefined}
          >
            {props.editing === index ? (
              <CellEditor column={column} row={props.row} onDone={props.onDone} />
            ) : (
              <div className={css.content}>{column.cell(props.row)}</div>
            )}
            {props.handle && index === end && <span className={css.handle} data-handle aria-hidden />}
          </div>
        );
      })}
    </div>
  );
}

/** Drawn again only when something of this row changed. */
export const GridRow = memo(Cells) as typeof Cells;

/** A row to come, in its final geometry. */
export function SkeletonRow(props: { columns: number; index: number; height: number }) {
  return (
    <div
      className={css.row}
      style={{ transform: `translateY(${props.index * props.height}px)`, blockSize: props.height }}
    >
      <div className={css.check} />
      {Array.from({ length: props.columns }, (_, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cells to come have no identity
        <div key={column} className={css.cell} data-first={column === 0 || undefined}>
          <Skeleton width={`${42 + ((props.index * 23 + column * 37) % 44)}%`} />
        </div>
      ))}
    </div>
  );
}

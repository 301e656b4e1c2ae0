import { useDirection } from "@mantine/core";
import {
  type ColumnSizingState,
  type ColumnVisibilityState,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useEffect, useMemo, useState } from "react";
import type { GridColumn } from "./column.ts";

const features = tableFeatures({ columnVisibilityFeature, columnSizingFeature, columnResizingFeature });
const noRows: never[] = [];

type Kept = { visibility: ColumnVisibilityState; sizing: ColumnSizingState };

function keptFor(name: string): Kept {
  const kept = localStorage.getItem(`rapport.columns.${name}`);
  return { visibility: {}, sizing: {}, ...(kept ? (JSON.parse(kept) as Partial<Kept>) : {}) };
}

/** Which columns are shown and how wide, kept on this device under the grid's name. Rows stay with the grid. */
export function useColumns<Row>(name: string, columns: readonly GridColumn<Row>[]) {
  const { dir } = useDirection();
  const kept = useMemo(() => keptFor(name), [name]);
  const [visibility, setVisibility] = useState(kept.visibility);
  const [sizing, setSizing] = useState(kept.sizing);
  const definitions = useMemo(
    () =>
      columns.map((column, index) => ({
        id: column.id,
        size: column.width ?? 160,
        minSize: 64,
        maxSize: 640,
        enableHiding: index > 0,
      })),
    [columns],
  );
  const columnVisibility = useMemo(
    () => ({
      ...Object.fromEntries(columns.filter((column) => column.hidden).map((column) => [column.id, false])),
      ...visibility,
    }),
    [columns, visibility],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: noRows,
    columnResizeMode: "onChange",
    columnResizeDirection: dir,
    state: { columnVisibility, columnSizing: sizing },
    onColumnVisibilityChange: setVisibility,
    onColumnSizingChange: setSizing,
  });
  useEffect(() => {
    if (Object.keys(visibility).length + Object.keys(sizing).length === 0) return;
    localStorage.setItem(`rapport.columns.${name}`, JSON.stringify({ visibility, sizing }));
  }, [name, visibility, sizing]);

  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const shown = table
    .getVisibleLeafColumns()
    .map((column) => ({ column: byId.get(column.id)!, width: column.getSize() }));
  return { table, shown };
}

export type Columns<Row> = ReturnType<typeof useColumns<Row>>;

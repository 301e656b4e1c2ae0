import type { ReactNode } from "react";

export type Option = { value: string; label: string };

/** How a cell is edited in place. `patch` turns what was typed or pasted into a change; undefined refuses it. */
export type CellEdit<Row> = {
  kind: "text" | "number" | "date" | "choice";
  options?: readonly Option[];
  patch: (text: string, row: Row) => object | undefined;
};

export type GridColumn<Row> = {
  id: string;
  header: string;
  /** Pixels; the person may change it. */
  width?: number;
  cell: (row: Row) => ReactNode;
  /** The cell as text: what is copied, and what an editor starts with. */
  text: (row: Row) => string;
  align?: "end";
  /** The header sorts by this column; `onSort` gets its id. */
  sortable?: boolean;
  /** Not shown until chosen. */
  hidden?: boolean;
  edit?: CellEdit<Row>;
};

export type GridEdit<Row> = { row: Row; column: string; patch: object };

export type Sort = { column: string; descending: boolean };

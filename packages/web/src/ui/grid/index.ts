export type { GridColumn, GridEdit, Option, Sort } from "./column.ts";
export { DensityContext } from "./density.ts";
export { type Filter, FilterBar } from "./FilterBar.tsx";
export { Grid, type GridProps } from "./Grid.tsx";
export { PhoneLine, type PhoneRow } from "./PhoneList.tsx";

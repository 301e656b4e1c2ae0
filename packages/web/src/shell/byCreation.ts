import type { Sort } from "../ui/grid/index.ts";

/** Lists are kept in the order of creation and read from either end: the one order that is true of the whole list. */
export function byCreation(order: "asc" | undefined, change: (order: "asc" | undefined) => void) {
  return {
    sort: { column: "createdAt", descending: order !== "asc" },
    onSort: ({ descending }: Sort) => change(descending ? undefined : "asc"),
  };
}

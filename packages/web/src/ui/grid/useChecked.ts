import { useMemo, useRef, useState } from "react";

/** The rows taken for a bulk act. Rows that left the list are no longer taken. */
export function useChecked<Row>(rows: readonly Row[], getId: (row: Row) => string) {
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<number>(undefined);
  const present = useMemo(() => rows.filter((row) => taken.has(getId(row))), [rows, taken, getId]);
  const ids = useMemo(() => new Set(present.map(getId)), [present, getId]);

  /** Takes or leaves one row; with `range`, every row since the last one. Returns how many are taken then. */
  function toggle(index: number, range: boolean): number {
    const next = new Set(ids);
    const row = rows[index];
    if (!row) return next.size;
    const take = !next.has(getId(row));
    const from = range && last.current !== undefined ? last.current : index;
    for (const other of rows.slice(Math.min(from, index), Math.max(from, index) + 1)) {
      if (take) next.add(getId(other));
      else next.delete(getId(other));
    }
    last.current = index;
    setTaken(next);
    return next.size;
  }

  return {
    ids,
    rows: present,
    toggle,
    toggleAll: () => setTaken(ids.size === rows.length ? new Set() : new Set(rows.map(getId))),
    clear: () => setTaken(new Set()),
  };
}

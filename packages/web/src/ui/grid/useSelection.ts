import {
  type ClipboardEvent,
  type KeyboardEvent,
  type PointerEvent,
  useEffect,
  useRef,
  useState,
} from "react";
import {
  type Block,
  blockOf,
  fillDown,
  fromTsv,
  isSingle,
  move,
  type Place,
  pasteInto,
  type Selection,
  toTsv,
  type Write,
} from "./block.ts";
import { choiceOf, type Leave } from "./CellEditor.tsx";
import type { GridColumn, GridEdit } from "./column.ts";

type Options<Row> = {
  rows: readonly Row[];
  columns: readonly GridColumn<Row>[];
  rightToLeft: boolean;
  onEdit: ((edits: GridEdit<Row>[]) => void) | undefined;
  onOpen: ((row: Row) => void) | undefined;
  /** Brings a row into sight. */
  reveal: (row: number) => void;
  pageRows: number;
};

const steps: Record<string, { rows: number; columns: number }> = {
  ArrowDown: { rows: 1, columns: 0 },
  ArrowUp: { rows: -1, columns: 0 },
  ArrowRight: { rows: 0, columns: 1 },
  ArrowLeft: { rows: 0, columns: -1 },
};

/** The cursor and the block of cells: keys, mouse, copy, paste, clear, fill-down and which cell is being edited. */
export function useSelection<Row>(options: Options<Row>) {
  const { rows, columns, onEdit } = options;
  const [selection, setSelection] = useState<Selection>();
  const [editing, setEditing] = useState(false);
  const [active, setActive] = useState(false);
  const drag = useRef<"select" | "fill" | undefined>(undefined);
  const size = { rows: rows.length, columns: columns.length };
  const known =
    selection && selection.focus.row < size.rows && selection.focus.column < size.columns
      ? selection
      : undefined;
  const block: Block | undefined = known && blockOf(known);

  const textAt = (place: Place): string => {
    const row = rows[place.row];
    const column = columns[place.column];
    return row && column ? column.text(row) : "";
  };

  /** Turns texts into changes; cells that can't be edited or refuse the text are left alone. */
  function write(writes: readonly Write[]): void {
    const edits: GridEdit<Row>[] = [];
    for (const { row: rowIndex, column: columnIndex, text } of writes) {
      const row = rows[rowIndex];
      const column = columns[columnIndex];
      if (!row || !column?.edit) continue;
      const value = column.edit.kind === "choice" ? choiceOf(column.edit.options ?? [], text) : text.trim();
      if (column.edit.kind === "choice" && text.trim() && !value) continue;
      if (column.edit.kind !== "choice" && value === column.text(row)) continue;
      const patch = column.edit.patch(value, row);
      if (patch) edits.push({ row, column: column.id, patch });
    }
    if (edits.length > 0) onEdit?.(edits);
  }

  function go(next: Selection): void {
    setSelection(next);
    options.reveal(next.focus.row);
  }

  /** J and K from anywhere on the page: the first press finds the first row. */
  function step(by: number): void {
    if (size.rows === 0) return;
    if (known) go(move(known, { rows: by, columns: 0 }, size, false));
    else go({ anchor: { row: 0, column: 0 }, focus: { row: 0, column: 0 } });
  }

  function startEditing(): boolean {
    const editable = known && columns[known.focus.column]?.edit && onEdit;
    if (!editable) return false;
    setSelection({ anchor: known.focus, focus: known.focus });
    setEditing(true);
    return true;
  }

  function finishEditing(text: string | undefined, leave: Leave): void {
    setEditing(false);
    if (!known) return;
    if (text !== undefined) write([{ ...known.focus, text }]);
    const by = { stay: [0, 0], down: [1, 0], next: [0, 1], back: [0, -1] }[leave] as [number, number];
    go(move(known, { rows: by[0], columns: by[1] }, size, false));
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (editing || event.target !== event.currentTarget) return;
    const mod = event.ctrlKey || event.metaKey;
    const step = steps[event.key];
    if (step && size.rows > 0) {
      const way = options.rightToLeft ? -1 : 1;
      const by = mod
        ? { rows: step.rows * size.rows, columns: step.columns * way * size.columns }
        : { rows: step.rows, columns: step.columns * way };
      go(
        known
          ? move(known, by, size, event.shiftKey)
          : { anchor: { row: 0, column: 0 }, focus: { row: 0, column: 0 } },
      );
    } else if (!known) return;
    else if (event.key === "PageDown" || event.key === "PageUp")
      go(
        move(
          known,
          { rows: event.key === "PageDown" ? options.pageRows : -options.pageRows, columns: 0 },
          size,
          event.shiftKey,
        ),
      );
    else if (event.key === "Home" || event.key === "End") {
      const far = event.key === "End" ? 1 : -1;
      go(move(known, { rows: mod ? far * size.rows : 0, columns: far * size.columns }, size, event.shiftKey));
    } else if (event.key === "Enter" || event.key === "F2") {
      const row = rows[known.focus.row];
      if (!startEditing() && row) options.onOpen?.(row);
    } else if (event.key === "Escape") setSelection({ anchor: known.focus, focus: known.focus });
    else if ((event.key === "Delete" || event.key === "Backspace") && block)
      write(cellsOf(block).map((place) => ({ ...place, text: "" })));
    else if (mod && event.code === "KeyD" && block) write(fillDown(block, textAt));
    else if (mod && event.code === "KeyA")
      setSelection({
        anchor: { row: 0, column: 0 },
        focus: { row: size.rows - 1, column: size.columns - 1 },
      });
    else return;
    event.preventDefault();
  }

  function onCopy(event: ClipboardEvent): void {
    if (editing || !block || event.target !== event.currentTarget) return;
    const lines: string[][] = [];
    for (let row = block.top; row <= block.bottom; row += 1) {
      lines.push(
        Array.from({ length: block.end - block.start + 1 }, (_, column) =>
          textAt({ row, column: block.start + column }),
        ),
      );
    }
    event.clipboardData.setData("text/plain", toTsv(lines));
    event.preventDefault();
  }

  function onPaste(event: ClipboardEvent): void {
    if (editing || !block || event.target !== event.currentTarget) return;
    event.preventDefault();
    write(pasteInto(block, fromTsv(event.clipboardData.getData("text/plain")), size.rows, size.columns));
  }

  function placeOf(target: EventTarget | null): Place | undefined {
    const cell = target instanceof Element ? target.closest<HTMLElement>("[data-column]") : null;
    const row = cell?.closest<HTMLElement>("[data-row]");
    return cell && row ? { row: Number(row.dataset.row), column: Number(cell.dataset.column) } : undefined;
  }

  function onPointerDown(event: PointerEvent): void {
    const target = event.target as Element;
    if (event.button !== 0 || target.closest("input, select, a, button")) return;
    const place = placeOf(target);
    if (!place) return;
    drag.current = target.closest("[data-handle]") ? "fill" : "select";
    if (drag.current === "select")
      setSelection(
        event.shiftKey && known ? { anchor: known.anchor, focus: place } : { anchor: place, focus: place },
      );
  }

  function onPointerOver(event: PointerEvent): void {
    const place = drag.current && placeOf(event.target);
    if (!place || !known || !block) return;
    if (drag.current === "select") setSelection({ anchor: known.anchor, focus: place });
    else if (place.row >= block.top)
      setSelection({
        anchor: { row: block.top, column: block.start },
        focus: { row: place.row, column: block.end },
      });
  }

  const endDrag = () => {
    if (drag.current === "fill" && block && !isSingle(block)) write(fillDown(block, textAt));
    drag.current = undefined;
  };
  const latest = useRef(endDrag);
  useEffect(() => {
    latest.current = endDrag;
  });
  useEffect(() => {
    const end = () => latest.current();
    addEventListener("pointerup", end);
    return () => removeEventListener("pointerup", end);
  }, []);

  return {
    selection: known,
    block,
    editing,
    active,
    step,
    startEditing,
    finishEditing,
    place: setSelection,
    handlers: {
      onKeyDown,
      onCopy,
      onPaste,
      onPointerDown,
      onPointerOver,
      onFocus: () => setActive(true),
      onBlur: () => setActive(false),
      onDoubleClick: () => void startEditing(),
    },
  };
}

function cellsOf(block: Block): Place[] {
  const places: Place[] = [];
  for (let row = block.top; row <= block.bottom; row += 1) {
    for (let column = block.start; column <= block.end; column += 1) places.push({ row, column });
  }
  return places;
}

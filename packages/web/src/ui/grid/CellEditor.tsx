import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { GridColumn } from "./column.ts";
import css from "./Grid.module.css";

export type Leave = "stay" | "down" | "next" | "back";

/** Edits one cell in its place: Enter and Tab keep the text and go on, Escape leaves it as it was. */
export function CellEditor<Row>(props: {
  column: GridColumn<Row>;
  row: Row;
  onDone: (text: string | undefined, leave: Leave) => void;
}) {
  const { column, row } = props;
  const edit = column.edit!;
  const [text, setText] = useState(() =>
    edit.kind === "choice" ? choiceOf(edit.options ?? [], column.text(row)) : column.text(row),
  );
  const field = useRef<HTMLInputElement & HTMLSelectElement>(null);
  const done = useRef(false);

  useEffect(() => {
    const element = field.current;
    element?.focus();
    if (element && "select" in element && edit.kind !== "choice") element.select();
  }, [edit.kind]);

  const finish = (value: string | undefined, leave: Leave) => {
    if (done.current) return;
    done.current = true;
    props.onDone(value, leave);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") finish(undefined, "stay");
    else if (event.key === "Enter") finish(text, "down");
    else if (event.key === "Tab") finish(text, event.shiftKey ? "back" : "next");
    else return;
    event.preventDefault();
  };
  const common = {
    ref: field,
    className: css.editor,
    "aria-label": column.header,
    onKeyDown,
    onBlur: () => finish(text, "stay"),
  };
  if (edit.kind === "choice") {
    return (
      <select {...common} value={text} onChange={(event) => setText(event.currentTarget.value)}>
        <option value="" />
        {edit.options?.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      {...common}
      type={edit.kind === "date" ? "date" : "text"}
      inputMode={edit.kind === "number" ? "decimal" : "text"}
      dir="auto"
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}

/** A choice may be given by its value or its label, as pasted from elsewhere. */
export function choiceOf(options: readonly { value: string; label: string }[], text: string): string {
  const wanted = text.trim().toLocaleLowerCase();
  return (
    options.find((option) => option.value === text || option.label.toLocaleLowerCase() === wanted)?.value ??
    ""
  );
}

import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import css from "./RowTools.module.css";

type Tool = { label: string; run: (() => void) | undefined };

/** Moves a row up or down and takes it away; what can't be done now is there, but off. */
export function RowTools(props: { up: Tool; down: Tool; drop: Tool }) {
  const tools = [
    { ...props.up, Icon: IconArrowUp },
    { ...props.down, Icon: IconArrowDown },
    { ...props.drop, Icon: IconX },
  ];
  return (
    <span className={css.tools}>
      {tools.map(({ label, run, Icon }) => (
        <button
          key={label}
          type="button"
          className={css.tool}
          disabled={!run}
          aria-label={label}
          onClick={run}
        >
          <Icon size={14} />
        </button>
      ))}
    </span>
  );
}

/** A list with one of its items carried one place up or down. */
export function shifted<Item>(items: readonly Item[], at: number, by: 1 | -1): Item[] {
  const next = [...items];
  next.splice(at + by, 0, ...next.splice(at, 1));
  return next;
}

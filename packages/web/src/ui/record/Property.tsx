import { IconPencil } from "@tabler/icons-react";
import { type FocusEvent, type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { DateField } from "../field/DateField.tsx";
import type { Option } from "../grid/column.ts";
import { useFocusBack } from "../useFocusBack.ts";
import css from "./Property.module.css";

export type PropertyItem = {
  key: string;
  label: string;
  /** Plain text of the value; empty folds the property away. */
  value: string;
  /** How the value is shown, if not as its text. */
  show?: ReactNode;
  /** Reads left to right in every language: mail, phone, web address. */
  ltr?: boolean;
  /** The value leads somewhere: mailto, tel, a page. A pencil beside it edits. */
  href?: string | undefined;
  /** Without it the property is for reading. `save` gets the text; empty clears. */
  edit?: {
    kind: "text" | "lines" | "number" | "date" | "choice";
    options?: readonly Option[] | undefined;
    save: (text: string) => void;
  };
  /** An editor of its own, where text alone does not do. It calls `done` when it is left. */
  editor?: (done: () => void) => ReactNode;
};

/** Properties, edited in their place; empty ones wait folded under the others. */
export function Properties(props: { label: string; items: readonly PropertyItem[] }) {
  const { t } = useTranslation();
  const [unfolded, setUnfolded] = useState(false);
  const full = props.items.filter((item) => item.value !== "");
  const empty = props.items.filter((item) => item.value === "");
  return (
    <section aria-label={props.label}>
      <dl>
        {full.map((item) => (
          <Property key={item.key} item={item} />
        ))}
        {unfolded && empty.map((item) => <Property key={item.key} item={item} />)}
      </dl>
      {empty.length > 0 && (
        <button
          type="button"
          className={css.fold}
          aria-expanded={unfolded}
          onClick={() => setUnfolded(!unfolded)}
        >
          {unfolded ? t("ui.property.fold") : t("ui.property.unfold", { count: empty.length })}
        </button>
      )}
    </section>
  );
}

export function Property({ item }: { item: PropertyItem }) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useFocusBack(editing, button);

  const done = (text: string | undefined) => {
    setEditing(false);
    if (text !== undefined && text.trim() !== item.value) item.edit?.save(text.trim());
  };
  const value =
    item.value === "" ? (
      <span className={css.none}>{item.edit || item.editor ? t("ui.property.add") : "–"}</span>
    ) : (
      (item.show ?? item.value)
    );
  return (
    <div className={css.property}>
      <dt className={css.label}>{item.label}</dt>
      <dd className={css.value}>
        {editing && item.editor ? (
          item.editor(() => setEditing(false))
        ) : editing && item.edit ? (
          <Editor item={item} edit={item.edit} onDone={done} />
        ) : item.href && item.value ? (
          <span className={css.linked}>
            <a
              className={`${css.read} ${item.ltr ? `ltr ${css.ltr}` : ""}`}
              href={item.href}
              title={item.value}
            >
              {value}
            </a>
            {item.edit && (
              <button
                ref={button}
                type="button"
                className={css.pencil}
                aria-label={t("ui.property.edit", { label: item.label })}
                onClick={() => setEditing(true)}
              >
                <IconPencil size={14} />
              </button>
            )}
          </span>
        ) : item.edit || item.editor ? (
          <button ref={button} type="button" className={css.read} onClick={() => setEditing(true)}>
            <span className="visually-hidden">{item.label}: </span>
            <span
              className={item.ltr && item.value ? `ltr ${css.ltr}` : undefined}
              title={item.ltr ? item.value : undefined}
            >
              {value}
            </span>
          </button>
        ) : (
          <span className={`${css.read} ${item.ltr ? `ltr ${css.ltr}` : ""}`}>{value}</span>
        )}
      </dd>
    </div>
  );
}

type EditorProps = {
  item: PropertyItem;
  edit: NonNullable<PropertyItem["edit"]>;
  onDone: (text: string | undefined) => void;
};

function Editor({ item, edit, onDone }: EditorProps) {
  const chosen = edit.options?.find(
    (option) => option.label === item.value || option.value === item.value,
  )?.value;
  const [text, setText] = useState(edit.kind === "choice" ? (chosen ?? "") : item.value);
  const done = useRef(false);
  const finish = (value: string | undefined) => {
    if (done.current) return;
    done.current = true;
    onDone(value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") finish(undefined);
    else if (event.key === "Enter" && (edit.kind !== "lines" || event.metaKey || event.ctrlKey)) finish(text);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const common = {
    className: css.editor,
    "aria-label": item.label,
    autoFocus: true,
    onKeyDown,
    onBlur: () => finish(edit.kind === "choice" && text === (chosen ?? "") ? undefined : text),
  };
  if (edit.kind === "choice")
    return (
      <select
        {...common}
        value={text}
        onChange={(event) => {
          if (event.currentTarget.value === (chosen ?? "")) return;
          finish(event.currentTarget.value);
        }}
      >
        <option value="" />
        {edit.options?.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  if (edit.kind === "date")
    return (
      <DateField
        label={item.label}
        value={text}
        onChange={(day) => finish(day)}
        onLeave={() => finish(undefined)}
        bare
        open
      />
    );
  if (edit.kind === "lines")
    return (
      <textarea
        {...common}
        rows={4}
        dir="auto"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    );
  return (
    <input
      {...common}
      dir={item.ltr ? "ltr" : "auto"}
      inputMode={edit.kind === "number" ? "numeric" : "text"}
      value={text}
      onFocus={(event: FocusEvent<HTMLInputElement>) => event.currentTarget.select()}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}

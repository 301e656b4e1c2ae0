import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import css from "./Tag.module.css";

/** Neutral by design: a tag is data, not a signal. */
export function Tag(props: { children: ReactNode; onRemove?: (() => void) | undefined; label?: string }) {
  const { t } = useTranslation();
  return (
    <span className={css.tag}>
      <span className={css.word}>{props.children}</span>
      {props.onRemove && (
        <button
          type="button"
          className={css.remove}
          aria-label={t("ui.tag.remove", { tag: props.label ?? String(props.children) })}
          onClick={props.onRemove}
        >
          <IconX size={12} />
        </button>
      )}
    </span>
  );
}

/** As many tags as fit one line of a list: the first ones, then how many more. */
export function Tags(props: { tags: readonly string[]; max?: number }) {
  const max = props.max ?? 2;
  const more = props.tags.length - max;
  return (
    <span className={css.tags} title={more > 0 ? props.tags.join(", ") : undefined}>
      {props.tags.slice(0, max).map((tag) => (
        <Tag key={tag}>{tag}</Tag>
      ))}
      {more > 0 && <span className={css.more}>+{more}</span>}
    </span>
  );
}

import type { ReactNode } from "react";
import css from "./Empty.module.css";

/**
 * What a page without data shows: a ghost of the real page, one sentence, one verb.
 * `ghost` is drawn behind, faded and hidden from readers.
 */
export function Empty(props: {
  title: string;
  text?: string;
  action?: ReactNode;
  second?: ReactNode;
  ghost?: ReactNode;
}) {
  return (
    <div className={css.empty}>
      {props.ghost && (
        <div className={css.ghost} aria-hidden inert>
          {props.ghost}
        </div>
      )}
      <div className={css.words}>
        <h2 className={css.title}>{props.title}</h2>
        {props.text && <p className={css.text}>{props.text}</p>}
        {(props.action || props.second) && (
          <div className={css.actions}>
            {props.action}
            {props.second}
          </div>
        )}
      </div>
    </div>
  );
}

/** Rows of a list to come, in a list's own geometry. */
export function GhostRows(props: { rows?: number; columns?: number }) {
  return (
    <div className={css.rows}>
      {Array.from({ length: props.rows ?? 9 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: ghosts have no identity
        <div key={row} className={css.row}>
          {Array.from({ length: props.columns ?? 5 }, (_, cell) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: ghosts have no identity
              key={cell}
              className={css.cell}
              style={{ inlineSize: `${44 + ((row * 17 + cell * 31) % 40)}%` }}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

import type { ReactNode } from "react";
import { useFormat } from "../format/index.ts";
import css from "./Progress.module.css";

/** How far a job is. Without `total` it only says how many are done. */
export function Progress(props: {
  label: string;
  done: number;
  total?: number | undefined;
  /** Said instead of the numbers, where `done` counts something else than people do. */
  count?: string;
  failed?: boolean;
  note?: ReactNode;
  action?: ReactNode;
}) {
  const format = useFormat();
  const ratio = props.total ? Math.min(1, props.done / props.total) : 0;
  const count =
    props.count ??
    (props.total
      ? `${format.number(props.done)} / ${format.number(props.total)}`
      : format.number(props.done));
  return (
    <div className={css.progress}>
      <div className={css.line}>
        <span className={css.label}>{props.label}</span>
        <span className={css.count}>{count}</span>
        {props.action}
      </div>
      <div
        role="progressbar"
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={props.total ?? undefined}
        aria-valuenow={props.total ? props.done : undefined}
        aria-valuetext={count}
        className={css.track}
        data-failed={props.failed || undefined}
      >
        <span className={css.fill} style={{ transform: `scaleX(${ratio})` }} />
      </div>
      {props.note && <div className={css.note}>{props.note}</div>}
    </div>
  );
}

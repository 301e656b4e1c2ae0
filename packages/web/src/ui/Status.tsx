import type { ReactNode } from "react";
import css from "./Status.module.css";

export type Tone = "neutral" | "accent" | "positive" | "attention" | "danger";

/** An 8 px dot and a word. `step` puts a stage on the ramp of the accent, 1 (first) to 5 (last). */
export function Status(props: {
  tone?: Tone;
  step?: 1 | 2 | 3 | 4 | 5 | undefined;
  hollow?: boolean;
  children: ReactNode;
}) {
  return (
    <span className={css.status}>
      <Dot tone={props.tone} step={props.step} hollow={props.hollow} />
      <span className={css.word}>{props.children}</span>
    </span>
  );
}

/** The dot alone, beside text that already says the word. */
export function Dot(props: {
  tone?: Tone | undefined;
  step?: 1 | 2 | 3 | 4 | 5 | undefined;
  hollow?: boolean | undefined;
}) {
  return (
    <span
      aria-hidden
      className={css.dot}
      data-tone={props.step ? undefined : (props.tone ?? "neutral")}
      data-step={props.step}
      data-hollow={props.hollow || undefined}
    />
  );
}

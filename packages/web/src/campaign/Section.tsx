import { type ReactNode, useId } from "react";
import css from "./campaign.module.css";

/** One of Who, What, When, Check, Results: its title, its summary, and what it is made of. */
export function Section(props: { title: string; summary?: ReactNode; children?: ReactNode }) {
  const id = useId();
  return (
    <section className={css.section} aria-labelledby={id}>
      <h2 id={id}>{props.title}</h2>
      <div className={css.body}>
        {props.summary && <p className={css.summary}>{props.summary}</p>}
        {props.children}
      </div>
    </section>
  );
}

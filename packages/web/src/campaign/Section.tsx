import { type ReactNode, useId } from "react";
import css from "../marketing/marketing.module.css";

/** One of Who, What, When, Check, Results: its title, its summary, and what it is made of. */
export function Section(props: { title: string; summary?: ReactNode; children?: ReactNode }) {
  const id = useId();
  return (
    <section className={css.section} aria-labelledby={id}>
      <div className={css.sectionHead}>
        <h2 id={id}>{props.title}</h2>
        <span className={css.summary}>{props.summary}</span>
      </div>
      {props.children}
    </section>
  );
}

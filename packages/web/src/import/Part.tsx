import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import css from "./Part.module.css";

/** One matter of the page: its name and what it means, then its controls. Folded when it is only for looking up. */
export function Part(props: { title: string; text?: string; folded?: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const open = !props.folded || shown;
  return (
    <section className={css.part}>
      <header className={css.head}>
        <h2>{props.title}</h2>
        {open && props.text && <p className={css.text}>{props.text}</p>}
        {props.folded && (
          <button type="button" className={css.fold} aria-expanded={shown} onClick={() => setShown(!shown)}>
            {t(shown ? "imports.hide" : "imports.show")}
          </button>
        )}
      </header>
      {open && props.children}
    </section>
  );
}

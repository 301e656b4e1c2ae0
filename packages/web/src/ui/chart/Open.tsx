import { createContext, type ReactNode, use } from "react";
import css from "./chart.module.css";

/** Whether what is inside is seen. Keys pass over what only screen readers find. */
export const Seen = createContext(true);

/** A number of a chart, which opens its records. */
export function Open(props: { onOpen: () => void; children: ReactNode }) {
  const seen = use(Seen);
  return (
    <button type="button" className={css.open} tabIndex={seen ? undefined : -1} onClick={props.onOpen}>
      {props.children}
    </button>
  );
}

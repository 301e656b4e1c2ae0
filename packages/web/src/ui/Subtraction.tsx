import type { ReactNode } from "react";
import { useFormat } from "../format/index.ts";
import css from "./Subtraction.module.css";

export type SubtractionLine = {
  key: string;
  label: ReactNode;
  count: number;
  onOpen?: (() => void) | undefined;
};

/** An audience as an account: what matched, each deduction on its line, and what remains under a rule. */
export function Subtraction(props: {
  matched: SubtractionLine;
  minus: SubtractionLine[];
  result: SubtractionLine;
}) {
  const format = useFormat();
  const row = (line: SubtractionLine, sign: string, kind: string) => (
    <tr key={line.key} data-kind={kind}>
      <th scope="row">
        {line.onOpen && line.count > 0 ? (
          <button type="button" className={css.open} onClick={line.onOpen}>
            {line.label}
          </button>
        ) : (
          line.label
        )}
      </th>
      <td>
        {sign}
        {format.number(line.count)}
      </td>
    </tr>
  );
  return (
    <table className={css.account}>
      <tbody>
        {row(props.matched, "", "matched")}
        {props.minus.map((line) => row(line, "\u2212\u2009", "minus"))}
        {row(props.result, "", "result")}
      </tbody>
    </table>
  );
}

/** The fixed bar under a page: one sentence that opens the subtraction, and the act. */
export function SumBar(props: { children: ReactNode; action: ReactNode }) {
  return (
    <div className={css.bar}>
      <div className={css.sentence}>{props.children}</div>
      {props.action}
    </div>
  );
}

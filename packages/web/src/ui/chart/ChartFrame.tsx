import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import css from "./chart.module.css";
import { Seen } from "./Open.tsx";

export type ChartTable = { head: string[]; rows: { key: string; label: string; cells: ReactNode[] }[] };

/** A chart's title and its other form: the same numbers as a table, for readers and for who wants them exactly. */
export function ChartFrame(props: {
  title: ReactNode;
  note?: ReactNode;
  table: ChartTable;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className={css.frame} aria-labelledby={id}>
      <figcaption className={css.caption}>
        <h2 id={id} className={css.title}>
          {props.title}
        </h2>
        {props.note && <span className={css.note}>{props.note}</span>}
        <button
          type="button"
          className={css.toggle}
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? t("ui.chart.drawing") : t("ui.chart.table")}
        </button>
      </figcaption>
      {!asTable && props.children}
      <div className={asTable ? css.tableBox : "visually-hidden"}>
        <Seen value={asTable}>
          <table className={css.table}>
            <thead>
              <tr>
                {props.table.head.map((head, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two columns may bear one name; they never change places
                  <th key={index} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {props.table.rows.map((row) => (
                <tr key={row.key}>
                  <th scope="row">{row.label}</th>
                  {row.cells.map((cell, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a row's cells stand in the order of the head
                    <td key={index}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Seen>
      </div>
    </figure>
  );
}

import { useTranslation } from "react-i18next";
import { Subtraction } from "../ui/Subtraction.tsx";
import type { ImportRun } from "./import.data.ts";
import css from "./RunAccount.module.css";

/** A run as an account: every row of the file is on one of its lines. */
export function RunAccount({ run, future = false }: { run: ImportRun; future?: boolean }) {
  const { t } = useTranslation();
  const rows = { key: "rows", label: t("imports.account.rows"), count: run.rows };
  const out = { key: "failed", label: t("imports.account.failed"), count: run.failed };
  const result = {
    key: "in",
    label: t(future ? "imports.account.willCome" : "imports.account.came"),
    count: run.rows - run.failed,
  };
  const details = [
    t("imports.counts.created", { count: run.created }),
    run.updated > 0 && t("imports.counts.updated", { count: run.updated }),
    run.companies > 0 && t("imports.counts.companies", { count: run.companies }),
    run.warned > 0 && t("imports.counts.warned", { count: run.warned }),
  ].filter((text) => typeof text === "string");
  return (
    <div className={css.account}>
      <Subtraction matched={rows} minus={[out]} result={result} />
      <ul className={css.details}>
        {details.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
  );
}

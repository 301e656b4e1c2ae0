import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import css from "./Grid.module.css";

/** Stands where the header was while rows are taken. */
export function BulkBar(props: { count: number; onClear: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div role="row" className={css.bulk}>
      <div role="columnheader" className={css.bulkCell}>
        <div role="toolbar" aria-label={t("ui.grid.bulk")} className={css.bulkTools}>
          <button type="button" className={css.tool} aria-label={t("ui.grid.leave")} onClick={props.onClear}>
            <IconX size={16} />
          </button>
          <strong className={css.bulkCount}>{t("ui.grid.selected", { count: props.count })}</strong>
          {props.children}
        </div>
      </div>
    </div>
  );
}

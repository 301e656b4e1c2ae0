import { IconArrowsDiagonal, IconX } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useShortcut } from "../shortcuts/index.ts";
import css from "./Panel.module.css";

/** A record beside the list it came from, 560 px wide; the list stays usable. The URL keeps it: the page says which. */
export function Panel(props: {
  label: string;
  onClose: () => void;
  onExpand: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const panel = useRef<HTMLElement>(null);
  useShortcut({ keys: "Escape", label: t("ui.panel.close"), group: "list", run: props.onClose });
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && document.activeElement === document.body)
        before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <aside ref={panel} className={css.panel} aria-label={props.label} data-panel>
      <div className={css.tools}>
        <button
          type="button"
          className={css.tool}
          aria-label={t("ui.panel.expand")}
          title={t("ui.panel.expand")}
          onClick={props.onExpand}
        >
          <IconArrowsDiagonal size={16} className="mirror" />
        </button>
        <button
          type="button"
          className={css.tool}
          aria-label={t("ui.panel.close")}
          title={t("ui.panel.close")}
          onClick={props.onClose}
        >
          <IconX size={16} />
        </button>
      </div>
      <div className={css.content}>{props.children}</div>
    </aside>
  );
}

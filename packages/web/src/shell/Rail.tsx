import { Tooltip } from "@mantine/core";
import {
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconPlus,
  IconSearch,
} from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/index.ts";
import { AccountMenu } from "./AccountMenu.tsx";
import { openCreate } from "./Create.tsx";
import { places } from "./places.ts";
import { setPrefs, usePrefs } from "./prefs.ts";
import css from "./Rail.module.css";

/** 216 px, or 52 folded. */
export function Rail(props: { onSearch: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const { railFolded } = usePrefs();
  const { pathname } = useLocation();
  return (
    <aside className={css.rail} data-folded={railFolded || undefined}>
      <div className={css.top}>
        <span className={css.workspace} title={me.workspace.name}>
          {railFolded ? [...me.workspace.name][0] : me.workspace.name}
        </span>
      </div>
      <div className={css.acts}>
        <Hint label={t("shell.search")} folded={railFolded}>
          <button
            type="button"
            className={css.item}
            onClick={props.onSearch}
            aria-label={railFolded ? t("shell.search") : undefined}
          >
            <IconSearch size={18} stroke={1.6} />
            <span className={css.label}>{t("shell.search")}</span>
            <kbd className={css.key} aria-hidden>
              {/Mac/.test(navigator.platform) ? "⌘K" : "Ctrl K"}
            </kbd>
          </button>
        </Hint>
        <Hint label={t("shell.create")} folded={railFolded}>
          <button
            type="button"
            className={css.item}
            onClick={() => openCreate()}
            aria-label={railFolded ? t("shell.create") : undefined}
          >
            <IconPlus size={18} stroke={1.6} />
            <span className={css.label}>{t("shell.create")}</span>
            <kbd className={css.key} aria-hidden>
              C
            </kbd>
          </button>
        </Hint>
      </div>
      <nav className={css.places} aria-label={t("shell.places")}>
        {places
          .filter((place) => me.may(place.permission))
          .map(({ key, to, also, icon: Icon }) => (
            <Hint key={key} label={t(`shell.place.${key}`)} folded={railFolded}>
              <Link
                to={to}
                className={css.item}
                activeOptions={{ includeSearch: false }}
                {...(also?.some((start) => pathname.startsWith(start)) ? { "data-status": "active" } : {})}
              >
                <Icon size={18} stroke={1.6} />
                <span className={css.label}>{t(`shell.place.${key}`)}</span>
              </Link>
            </Hint>
          ))}
      </nav>
      <div className={css.foot}>
        <AccountMenu folded={railFolded} />
        <button
          type="button"
          className={css.fold}
          aria-label={railFolded ? t("shell.unfold") : t("shell.fold")}
          onClick={() => setPrefs({ railFolded: !railFolded })}
        >
          {railFolded ? (
            <IconLayoutSidebarLeftExpand size={18} stroke={1.6} className="mirror" />
          ) : (
            <IconLayoutSidebarLeftCollapse size={18} stroke={1.6} className="mirror" />
          )}
        </button>
      </div>
    </aside>
  );
}

function Hint(props: { label: string; folded: boolean; children: ReactNode }) {
  return (
    <Tooltip label={props.label} disabled={!props.folded} position="right">
      <div>{props.children}</div>
    </Tooltip>
  );
}

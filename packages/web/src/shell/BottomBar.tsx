import { IconMenu2, IconPlus, IconSearch } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/index.ts";
import { Sheet } from "../ui/Sheet.tsx";
import { AccountList } from "./AccountMenu.tsx";
import css from "./BottomBar.module.css";
import { openCreate } from "./Create.tsx";
import { places } from "./places.ts";

/** The phone's shell: the first two places, +, search, and a menu with the rest. */
export function BottomBar(props: { onSearch: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const [menu, setMenu] = useState(false);
  const mine = places.filter((place) => me.may(place.permission));
  return (
    <>
      <nav className={css.bar} aria-label={t("shell.places")}>
        {mine.slice(0, 2).map(({ key, to, icon: Icon }) => (
          <Link key={key} to={to} className={css.item} activeOptions={{ includeSearch: false }}>
            <Icon size={20} stroke={1.6} />
            <span className={css.word}>{t(`shell.place.${key}`)}</span>
          </Link>
        ))}
        <button type="button" className={css.item} onClick={() => openCreate()}>
          <span className={css.plus}>
            <IconPlus size={20} />
          </span>
          <span className="visually-hidden">{t("shell.create")}</span>
        </button>
        <button type="button" className={css.item} onClick={props.onSearch}>
          <IconSearch size={20} stroke={1.6} />
          <span className={css.word}>{t("shell.searchShort")}</span>
        </button>
        <button type="button" className={css.item} onClick={() => setMenu(true)}>
          <IconMenu2 size={20} stroke={1.6} />
          <span className={css.word}>{t("shell.menu")}</span>
        </button>
      </nav>
      <Sheet title={me.workspace.name} opened={menu} onClose={() => setMenu(false)}>
        <nav className={css.places} aria-label={t("shell.menu")}>
          {mine.map(({ key, to, icon: Icon }) => (
            <Link key={key} to={to} className={css.place} onClick={() => setMenu(false)}>
              <Icon size={18} stroke={1.6} />
              {t(`shell.place.${key}`)}
            </Link>
          ))}
        </nav>
        <AccountList onLeave={() => setMenu(false)} />
      </Sheet>
    </>
  );
}

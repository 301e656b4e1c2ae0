import { Menu, useMantineColorScheme } from "@mantine/core";
import { IconCheck, IconLogout, IconSettings } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/index.ts";
import { useSignOut } from "../auth/auth.data.ts";
import { type Locale, locales } from "../format/index.ts";
import { Avatar } from "../ui/Avatar.tsx";
import css from "./AccountMenu.module.css";
import { type Density, setPrefs, usePrefs } from "./prefs.ts";

/** Who I am; how I like the client: language, colours, density; settings and the way out. */
export function AccountMenu(props: { folded: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Menu position="top-start" width={248}>
      <Menu.Target>
        <button
          type="button"
          className={css.person}
          aria-label={t("shell.account", { name: me.member.name })}
        >
          <Avatar name={me.member.name} />
          {!props.folded && <span className={css.name}>{me.member.name}</span>}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <AccountItems />
      </Menu.Dropdown>
    </Menu>
  );
}

function Choice(props: { chosen: boolean; onChoose: () => void; children: ReactNode; lang?: string }) {
  return (
    <Menu.Item
      role="menuitemradio"
      aria-checked={props.chosen}
      lang={props.lang}
      rightSection={props.chosen ? <IconCheck size={14} /> : null}
      closeMenuOnClick={false}
      onClick={props.onChoose}
    >
      {props.children}
    </Menu.Item>
  );
}

export function AccountItems() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const prefs = usePrefs();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Menu.Label>{t("shell.language")}</Menu.Label>
      {(Object.keys(locales) as Locale[]).map((locale) => (
        <Choice
          key={locale}
          lang={locale}
          chosen={prefs.locale === locale}
          onChoose={() => setPrefs({ locale })}
        >
          {locales[locale].name}
        </Choice>
      ))}
      <Menu.Divider />
      <Menu.Label>{t("shell.colours")}</Menu.Label>
      {(["auto", "light", "dark"] as const).map((scheme) => (
        <Choice key={scheme} chosen={colorScheme === scheme} onChoose={() => setColorScheme(scheme)}>
          {t(`shell.scheme.${scheme}`)}
        </Choice>
      ))}
      <Menu.Divider />
      <Menu.Label>{t("shell.density")}</Menu.Label>
      {(["compact", "default", "touch"] as Density[]).map((density) => (
        <Choice key={density} chosen={prefs.density === density} onChoose={() => setPrefs({ density })}>
          {t(`shell.densities.${density}`)}
        </Choice>
      ))}
      <Menu.Divider />
      <Menu.Item
        leftSection={<IconSettings size={16} />}
        onClick={() => void navigate({ to: "/settings/profile" })}
      >
        {t("shell.settings")}
      </Menu.Item>
      <Menu.Item leftSection={<IconLogout size={16} className="mirror" />} onClick={() => signOut.mutate()}>
        {t("shell.signOut")}
      </Menu.Item>
    </>
  );
}

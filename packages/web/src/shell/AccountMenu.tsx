import { type MantineColorScheme, Menu, NativeSelect, useMantineColorScheme } from "@mantine/core";
import { IconLogout, IconSettings } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useEditMe, useMe } from "../api/index.ts";
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

type Choice<Value extends string> = {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string; lang?: string }[];
  onChange: (value: Value) => void;
};

/** Language, colours and density, for the menu of a desk and the sheet of a phone alike. */
function useChoices(): [Choice<Locale>, Choice<MantineColorScheme>, Choice<Density>] {
  const { t } = useTranslation();
  const prefs = usePrefs();
  const edit = useEditMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return [
    {
      label: t("shell.language"),
      value: prefs.locale,
      options: (Object.keys(locales) as Locale[]).map((value) => ({
        value,
        label: locales[value].name,
        lang: value,
      })),
      // Kept with me, too: mails come in it.
      onChange: (locale) => {
        setPrefs({ locale });
        if (locale !== "en-XA") edit.mutate({ locale });
      },
    },
    {
      label: t("shell.colours"),
      value: colorScheme,
      options: (["auto", "light", "dark"] as const).map((value) => ({
        value,
        label: t(`shell.scheme.${value}`),
      })),
      onChange: setColorScheme,
    },
    {
      label: t("shell.density"),
      value: prefs.density,
      options: (["compact", "default", "touch"] as const).map((value) => ({
        value,
        label: t(`shell.densities.${value}`),
      })),
      onChange: (density) => setPrefs({ density }),
    },
  ];
}

function Radios<Value extends string>(props: Choice<Value>) {
  return (
    <>
      <Menu.Label>{props.label}</Menu.Label>
      <Menu.RadioGroup value={props.value} onChange={(value) => props.onChange(value as Value)}>
        {props.options.map((option) => (
          <Menu.RadioItem key={option.value} value={option.value} lang={option.lang}>
            {option.label}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
      <Menu.Divider />
    </>
  );
}

function AccountItems() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const [language, colours, density] = useChoices();
  return (
    <>
      <Radios {...language} />
      <Radios {...colours} />
      <Radios {...density} />
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

/** The same on a phone, inside its menu sheet. */
export function AccountList(props: { onLeave: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const [language, colours, density] = useChoices();
  const leave = () => {
    props.onLeave();
    void navigate({ to: "/settings/profile" });
  };
  return (
    <div className={css.list}>
      <Select {...language} />
      <Select {...colours} />
      <Select {...density} />
      <button type="button" className={css.item} onClick={leave}>
        <IconSettings size={18} stroke={1.6} /> {t("shell.settings")}
      </button>
      <button type="button" className={css.item} onClick={() => signOut.mutate()}>
        <IconLogout size={18} stroke={1.6} className="mirror" /> {t("shell.signOut")}
      </button>
    </div>
  );
}

function Select<Value extends string>(props: Choice<Value>) {
  return (
    <NativeSelect
      label={props.label}
      value={props.value}
      data={[...props.options]}
      onChange={(event) => props.onChange(event.currentTarget.value as Value)}
    />
  );
}

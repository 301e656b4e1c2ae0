import type { Permission } from "@rapport/core/kernel/role";
import { useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/index.ts";
import { Page } from "../shell/Page.tsx";
import css from "./SettingsPage.module.css";

const tabs = [
  ["profile"],
  ["security"],
  ["members", "member:read"],
  ["teams", "team:read"],
  ["pipelines", "pipeline:read"],
  ["keys", "apiKey:read"],
] as const satisfies [string, Permission?][];

export function SettingsPage(props: { action?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  const me = useMe();
  const { pathname } = useLocation();
  return (
    <Page
      title={t("settings.title")}
      scroll
      tabs={tabs
        .filter(([, permission]) => !permission || me.may(permission))
        .map(([tab]) => ({
          key: tab,
          label: t(`settings.${tab}.tab`),
          to: `/settings/${tab}`,
          active: pathname === `/settings/${tab}`,
        }))}
      action={props.action}
    >
      <div className={css.measure}>{props.children}</div>
    </Page>
  );
}

/** One matter: its name and explanation at the start, its controls beside. */
export function Section(props: { title: string; text?: string; children: ReactNode }) {
  return (
    <section className={css.section}>
      <div>
        <h2>{props.title}</h2>
        {props.text && <p className={css.text}>{props.text}</p>}
      </div>
      <div className={css.controls}>{props.children}</div>
    </section>
  );
}

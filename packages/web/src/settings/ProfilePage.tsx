import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { asProblem, useEditMe, useMe } from "../api/index.ts";
import { locales } from "../format/index.ts";
import { setPrefs } from "../shell/prefs.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Properties, type PropertyItem } from "../ui/record/index.ts";
import css from "./SettingsPage.module.css";
import { Section, SettingsPage } from "./SettingsPage.tsx";
import { useEditWorkspace, useSwitchWorkspace } from "./settings.data.ts";

const zones = Intl.supportedValuesOf("timeZone").map((zone) => ({
  value: zone,
  label: zone.replaceAll("_", " "),
}));
const languages = Object.entries(locales)
  .filter(([locale]) => locale !== "en-XA")
  .map(([value, { name }]) => ({ value, label: name }));

/** Oneself, and the workspace one is in. */
export function ProfilePage() {
  return (
    <SettingsPage>
      <Person />
      <Workspace />
    </SettingsPage>
  );
}

function Person() {
  const { t } = useTranslation();
  const { member } = useMe();
  const edit = useEditMe();
  const items: PropertyItem[] = [
    {
      key: "name",
      label: t("settings.profile.name"),
      value: member.name,
      edit: { kind: "text", save: (name) => name && edit.mutate({ name }) },
    },
    { key: "email", label: t("settings.profile.email"), value: member.email, ltr: true },
    {
      key: "title",
      label: t("settings.profile.title"),
      value: member.title ?? "",
      edit: { kind: "text", save: (title) => edit.mutate({ title: title || null }) },
    },
    {
      key: "locale",
      label: t("shell.language"),
      value: languages.find((language) => language.value === member.locale)?.label ?? "",
      edit: {
        kind: "choice",
        options: languages,
        save: (locale) => {
          edit.mutate({ locale: locale || null });
          if (locale === "en" || locale === "fa") setPrefs({ locale });
        },
      },
    },
    {
      key: "timeZone",
      label: t("settings.profile.timeZone"),
      value: member.timeZone ?? "",
      ltr: true,
      edit: {
        kind: "choice",
        options: zones,
        save: (timeZone) => edit.mutate({ timeZone: timeZone || null }),
      },
    },
    { key: "role", label: t("settings.profile.role"), value: t(`settings.role.${member.role}`) },
  ];
  return (
    <Section title={t("settings.profile.tab")}>
      {edit.error && <ErrorNotice problem={asProblem(edit.error)} />}
      <div className={css.wide}>
        <Properties label={t("settings.profile.tab")} items={items} />
      </div>
    </Section>
  );
}

function Workspace() {
  const { t } = useTranslation();
  const { workspace, workspaces, may } = useMe();
  const edit = useEditWorkspace();
  const change = useSwitchWorkspace();
  const mayEdit = may("workspace:write");
  const item = (
    key: "name" | "currency" | "timeZone" | "postalAddress",
    kind: "text" | "lines" | "choice",
    options?: PropertyItem["edit"] extends infer E ? (E extends { options?: infer O } ? O : never) : never,
  ): PropertyItem => ({
    key,
    label: t(`settings.workspace.${key}`),
    value: workspace[key] ?? "",
    ...(mayEdit
      ? {
          edit: {
            kind,
            options,
            save: (text: string) => (text || key === "postalAddress") && edit.mutate({ [key]: text || null }),
          },
        }
      : {}),
  });
  const language: PropertyItem = {
    key: "locale",
    label: t("settings.workspace.locale"),
    value: languages.find(({ value }) => value === workspace.locale)?.label ?? workspace.locale,
    ...(mayEdit
      ? { edit: { kind: "choice", options: languages, save: (locale) => locale && edit.mutate({ locale }) } }
      : {}),
  };
  const others = workspaces.filter((other) => !other.current);
  return (
    <Section title={t("settings.workspace.title")} text={t("settings.workspace.text")}>
      {edit.error && <ErrorNotice problem={asProblem(edit.error)} />}
      <div className={css.wide}>
        <Properties
          label={t("settings.workspace.title")}
          items={[
            item("name", "text"),
            item("currency", "text"),
            item("timeZone", "choice", zones),
            language,
            item("postalAddress", "lines"),
          ]}
        />
      </div>
      {others.map((other) => (
        <Button
          key={other.id}
          variant="default"
          loading={change.isPending}
          onClick={() => change.mutate(other.id)}
        >
          {t("settings.workspace.switch", { name: other.name })}
        </Button>
      ))}
    </Section>
  );
}

import { useTranslation } from "react-i18next";
import { useMe } from "../api/index.ts";
import { Properties } from "../ui/record/index.ts";
import { Section, SettingsPage } from "./SettingsPage.tsx";
import { useEditMe } from "./settings.data.ts";

export function ProfilePage() {
  const { t } = useTranslation();
  const me = useMe();
  const edit = useEditMe();
  return (
    <SettingsPage>
      <Section title={t("settings.profile.tab")}>
        <Properties
          label={t("settings.profile.tab")}
          items={[
            {
              key: "name",
              label: t("settings.profile.name"),
              value: me.name,
              edit: { kind: "text", save: (name) => name && edit.mutate({ name }) },
            },
            { key: "email", label: t("settings.profile.email"), value: me.email, ltr: true },
            { key: "role", label: t("settings.profile.role"), value: t(`settings.role.${me.role}`) },
            { key: "workspace", label: t("settings.profile.workspace"), value: me.workspace.name },
          ]}
        />
      </Section>
    </SettingsPage>
  );
}

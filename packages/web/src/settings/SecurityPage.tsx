import { Button, PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import { NewPassword } from "../auth/NewPassword.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { toast } from "../ui/Toasts.tsx";
import { Section, SettingsPage } from "./SettingsPage.tsx";
import { useChangePassword } from "./settings.data.ts";

export function SecurityPage() {
  return (
    <SettingsPage>
      <ChangePassword />
    </SettingsPage>
  );
}

function ChangePassword() {
  const { t } = useTranslation();
  const change = useChangePassword();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      { current, password },
      {
        onSuccess: () => {
          setCurrent("");
          setPassword("");
          toast({ text: t("settings.security.changed") });
        },
      },
    );
  };
  return (
    <Section title={t("settings.security.password")} text={t("settings.security.passwordText")}>
      <form onSubmit={submit} noValidate>
        {change.error && <ErrorNotice problem={asProblem(change.error)} />}
        <PasswordInput
          label={t("settings.security.current")}
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": t("auth.showPassword") }}
        />
        <NewPassword
          label={t("auth.newPassword")}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={change.isPending} disabled={!current || !password}>
          {t("settings.security.change")}
        </Button>
      </form>
    </Section>
  );
}

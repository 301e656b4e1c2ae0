import { Button, TextInput } from "@mantine/core";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AuthPage } from "./AuthPage.tsx";
import { useAccept } from "./auth.data.ts";
import { NewPassword } from "./NewPassword.tsx";

/** From the invitation's link: a name and a password, and the person is in. */
export function JoinPage() {
  const { t } = useTranslation();
  const { token } = useSearch({ from: "/join" });
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const accept = useAccept();
  return (
    <AuthPage
      title={t("auth.join.title")}
      text={t("auth.join.text")}
      error={accept.error}
      onSubmit={() => token && accept.mutate({ token, name, password })}
    >
      <TextInput
        label={t("auth.name")}
        autoComplete="name"
        required
        withAsterisk={false}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NewPassword
        label={t("auth.password")}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" loading={accept.isPending} disabled={!token} fullWidth>
        {t("auth.join.act")}
      </Button>
    </AuthPage>
  );
}

import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AuthPage } from "./AuthPage.tsx";
import { useAccept } from "./auth.data.ts";
import { asksCode, CodeField } from "./CodeField.tsx";
import { NewPassword } from "./NewPassword.tsx";
import { useSecret } from "./useSecret.ts";

/** From the invitation's link: a name and a password (one's own, for who signs in already), and the person is in. */
export function JoinPage() {
  const { t } = useTranslation();
  const token = useSecret();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const accept = useAccept();
  return (
    <AuthPage
      title={t("auth.join.title")}
      text={t(token ? "auth.join.text" : "auth.incompleteLink")}
      error={asksCode(accept.error) ? null : accept.error}
      onSubmit={() => token && accept.mutate({ token, name, password, ...(code ? { code } : {}) })}
    >
      <TextInput
        label={t("auth.name")}
        autoComplete="name"
        dir="auto"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NewPassword
        label={t("auth.password")}
        description={t("auth.join.passwordHint")}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <CodeField error={accept.error} value={code} onChange={setCode} />
      <Button type="submit" loading={accept.isPending} disabled={!token} fullWidth>
        {t("auth.join.act")}
      </Button>
    </AuthPage>
  );
}

import { Button, PasswordInput, TextInput } from "@mantine/core";
import { Link, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AuthPage } from "./AuthPage.tsx";
import { useSignIn } from "./auth.data.ts";
import { asksCode, CodeField } from "./CodeField.tsx";

/** Email and password; the second factor is asked for only where there is one. */
export function SignInPage() {
  const { t } = useTranslation();
  const { next } = useSearch({ from: "/sign-in" });
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const signIn = useSignIn(next);
  return (
    <AuthPage
      title={t("auth.signIn.title")}
      error={asksCode(signIn.error) ? null : signIn.error}
      onSubmit={() => signIn.mutate({ email: email.trim(), password, ...(code ? { code } : {}) })}
      foot={
        <>
          <Link to="/forgotten">{t("auth.signIn.forgotten")}</Link>
          <Link to="/sign-up">{t("auth.signIn.new")}</Link>
        </>
      }
    >
      <TextInput
        label={t("auth.email")}
        name="email"
        type="email"
        autoComplete="username"
        dir="ltr"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={t("auth.password")}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ "aria-label": t("auth.showPassword") }}
      />
      <CodeField error={signIn.error} value={code} onChange={setCode} />
      <Button type="submit" loading={signIn.isPending} fullWidth>
        {t("auth.signIn.act")}
      </Button>
    </AuthPage>
  );
}

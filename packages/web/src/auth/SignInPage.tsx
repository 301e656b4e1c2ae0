import { Button, PasswordInput, TextInput } from "@mantine/core";
import { Link, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/index.ts";
import { AuthPage } from "./AuthPage.tsx";
import { useSignIn } from "./auth.data.ts";

/** Email and password; the six digits of the second factor are asked for only where there is one. */
export function SignInPage() {
  const { t } = useTranslation();
  const { next } = useSearch({ from: "/sign-in" });
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const signIn = useSignIn(next);
  const { error } = signIn;
  const asksCode = error instanceof Problem && /second-factor|code/.test(error.type);
  const wantsCode = asksCode || code !== "";
  return (
    <AuthPage
      title={t("auth.signIn.title")}
      error={asksCode && code === "" ? null : error}
      onSubmit={() => signIn.mutate({ email, password, ...(code ? { code: code.replace(/\s/g, "") } : {}) })}
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
        required
        withAsterisk={false}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        classNames={{ input: "ltr" }}
      />
      <PasswordInput
        label={t("auth.password")}
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ "aria-label": t("auth.showPassword") }}
      />
      {wantsCode && (
        <TextInput
          label={t("auth.code")}
          description={t("auth.codeHint")}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={16}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          classNames={{ input: "ltr" }}
          data-autofocus
        />
      )}
      <Button type="submit" loading={signIn.isPending} fullWidth>
        {t("auth.signIn.act")}
      </Button>
    </AuthPage>
  );
}

import { Button, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/index.ts";
import { usePrefs } from "../shell/prefs.ts";
import { AuthPage } from "./AuthPage.tsx";
import { useSignUp } from "./auth.data.ts";
import { asksCode, CodeField } from "./CodeField.tsx";
import { NewPassword } from "./NewPassword.tsx";

/** A new workspace and its owner. */
export function SignUpPage() {
  const { t } = useTranslation();
  const [input, setInput] = useState({ workspace: "", name: "", email: "", password: "" });
  const [code, setCode] = useState("");
  const { locale } = usePrefs();
  const signUp = useSignUp();
  const about = {
    locale: locale === "fa" ? "fa" : "en",
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
  const issue = (field: string) => (signUp.error instanceof Problem ? signUp.error.issue(field) : undefined);
  const field = (name: keyof typeof input) => ({
    name,
    required: true,
    withAsterisk: false,
    value: input[name],
    error: issue(name),
    onChange: (event: { currentTarget: { value: string } }) =>
      setInput({ ...input, [name]: event.currentTarget.value }),
  });
  return (
    <AuthPage
      title={t("auth.signUp.title")}
      text={t("auth.signUp.text")}
      error={asksCode(signUp.error) ? null : signUp.error}
      onSubmit={() => signUp.mutate({ ...input, ...about, ...(code ? { code } : {}) })}
      foot={<Link to="/sign-in">{t("auth.signUp.already")}</Link>}
    >
      <TextInput label={t("auth.signUp.workspace")} autoComplete="organization" {...field("workspace")} />
      <TextInput label={t("auth.name")} autoComplete="name" {...field("name")} />
      <TextInput
        label={t("auth.email")}
        type="email"
        autoComplete="email"
        classNames={{ input: "ltr" }}
        {...field("email")}
      />
      <NewPassword {...field("password")} label={t("auth.password")} />
      <CodeField error={signUp.error} value={code} onChange={setCode} />
      <Button type="submit" loading={signUp.isPending} fullWidth>
        {t("auth.signUp.act")}
      </Button>
    </AuthPage>
  );
}

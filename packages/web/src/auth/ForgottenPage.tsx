import { Button, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AuthPage } from "./AuthPage.tsx";
import { useForgot } from "./auth.data.ts";

/** Asks for a mail with a link; says the same whether or not the address is known. */
export function ForgottenPage() {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const forgot = useForgot();
  return (
    <AuthPage
      title={t("auth.forgotten.title")}
      text={forgot.isSuccess ? t("auth.forgotten.sent", { email }) : t("auth.forgotten.text")}
      error={forgot.error}
      onSubmit={() => forgot.mutate({ email })}
      foot={<Link to="/sign-in">{t("auth.backToSignIn")}</Link>}
    >
      {!forgot.isSuccess && (
        <>
          <TextInput
            label={t("auth.email")}
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            classNames={{ input: "ltr" }}
          />
          <Button type="submit" loading={forgot.isPending} fullWidth>
            {t("auth.forgotten.act")}
          </Button>
        </>
      )}
    </AuthPage>
  );
}

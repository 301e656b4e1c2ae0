import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AuthPage } from "./AuthPage.tsx";
import { useReset } from "./auth.data.ts";
import { NewPassword } from "./NewPassword.tsx";
import { useSecret } from "./useSecret.ts";

/** From the mail's link: a new password, and every other sign-in ends. */
export function ResetPage() {
  const { t } = useTranslation();
  const token = useSecret();
  const [password, setPassword] = useState("");
  const reset = useReset();
  return (
    <AuthPage
      title={t("auth.reset.title")}
      text={t(reset.isSuccess ? "auth.reset.done" : token ? "auth.reset.text" : "auth.incompleteLink")}
      error={reset.error}
      onSubmit={() => token && reset.mutate({ token, password })}
      foot={reset.isError || !token ? <Link to="/forgotten">{t("auth.reset.again")}</Link> : undefined}
    >
      {reset.isSuccess ? (
        <Button component={Link} to="/sign-in" fullWidth>
          {t("auth.signIn.act")}
        </Button>
      ) : (
        <>
          <NewPassword
            label={t("auth.newPassword")}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" loading={reset.isPending} disabled={!token} fullWidth>
            {t("auth.reset.act")}
          </Button>
        </>
      )}
    </AuthPage>
  );
}

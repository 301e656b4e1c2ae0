import { Button, PasswordInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import { NewPassword } from "../auth/NewPassword.tsx";
import { useFormat } from "../format/index.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { toast } from "../ui/Toasts.tsx";
import { agentName } from "./agent.ts";
import { SecondFactor } from "./SecondFactor.tsx";
import css from "./SettingsPage.module.css";
import { Section, SettingsPage } from "./SettingsPage.tsx";
import { sessionsQuery, useChangePassword, useEndOthers, useEndSession } from "./settings.data.ts";

export function SecurityPage() {
  return (
    <SettingsPage>
      <ChangePassword />
      <SecondFactor />
      <SignIns />
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
        <Button type="submit" variant="default" loading={change.isPending} disabled={!current || !password}>
          {t("settings.security.change")}
        </Button>
      </form>
    </Section>
  );
}

function SignIns() {
  const { t } = useTranslation();
  const format = useFormat();
  const sessions = useQuery(sessionsQuery);
  const end = useEndSession();
  const endOthers = useEndOthers();
  const others = sessions.data?.filter((session) => !session.current) ?? [];
  return (
    <Section title={t("settings.security.sessions")} text={t("settings.security.sessionsText")}>
      {sessions.error && (
        <ErrorNotice problem={asProblem(sessions.error)} onRetry={() => void sessions.refetch()} />
      )}
      <ul className={css.lines}>
        {sessions.data?.map((session) => (
          <li key={session.id} className={css.line}>
            <span className={css.words}>
              <b>{agentName(session.agent)}</b>
              <span>
                <span className="ltr">{session.ip}</span> · {format.relative(session.createdAt)}
                {session.current && ` · ${t("settings.security.thisOne")}`}
              </span>
            </span>
            {!session.current && (
              <Button size="xs" variant="default" onClick={() => end.mutate(session.id)}>
                {t("settings.security.end")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
          {t("settings.security.endOthers")}
        </Button>
      )}
    </Section>
  );
}

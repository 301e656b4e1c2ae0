import { Button, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { encode } from "uqr";
import { asProblem, useMe } from "../api/index.ts";
import { asciiDigits } from "../format/index.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import css from "./SecondFactor.module.css";
import { Section } from "./SettingsPage.tsx";
import { useConfirmFactor, useDisableFactor, useSetUpFactor } from "./settings.data.ts";

/** A code from an app beside the password: scan, confirm, keep the recovery codes. */
export function SecondFactor() {
  const { t } = useTranslation();
  const { secondFactor } = useMe();
  const [codes, setCodes] = useState<string[]>();
  return (
    <Section
      title={t("settings.security.factor")}
      text={t(secondFactor?.on ? "settings.security.factorOn" : "settings.security.factorOff")}
    >
      {codes && (
        <div>
          <p>{t("settings.security.recovery")}</p>
          <ul className={css.codes}>
            {codes.map((code) => (
              <li key={code}>
                <code>{code}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
      {secondFactor?.on ? <SwitchOff onDone={() => setCodes(undefined)} /> : <SwitchOn onCodes={setCodes} />}
    </Section>
  );
}

function SwitchOn(props: { onCodes: (codes: string[]) => void }) {
  const { t } = useTranslation();
  const setUp = useSetUpFactor();
  const confirm = useConfirmFactor();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (setUp.data)
      confirm.mutate(code.replace(/\s/g, ""), { onSuccess: ({ codes }) => props.onCodes(codes) });
    else setUp.mutate(password);
  };
  const error = confirm.error ?? setUp.error;
  return (
    <form onSubmit={submit} noValidate>
      {error && <ErrorNotice problem={asProblem(error)} />}
      {setUp.data ? (
        <>
          <p>{t("settings.security.factorScan")}</p>
          <QrCode text={setUp.data.uri} label={t("settings.security.factorQr")} />
          <p>
            {t("settings.security.factorKey")} <code className={css.secret}>{setUp.data.secret}</code>
          </p>
          <TextInput
            label={t("auth.code")}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            dir="ltr"
            value={code}
            onChange={(event) => setCode(asciiDigits(event.currentTarget.value))}
          />
          <Button type="submit" loading={confirm.isPending} disabled={code.length < 6}>
            {t("settings.security.factorConfirm")}
          </Button>
        </>
      ) : (
        <>
          <Password value={password} onChange={setPassword} />
          <Button type="submit" variant="default" loading={setUp.isPending} disabled={!password}>
            {t("settings.security.factorSetup")}
          </Button>
        </>
      )}
    </form>
  );
}

function SwitchOff(props: { onDone: () => void }) {
  const { t } = useTranslation();
  const disable = useDisableFactor();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    disable.mutate({ password, code: code.trim() }, { onSuccess: props.onDone });
  };
  return (
    <form onSubmit={submit} noValidate>
      {disable.error && <ErrorNotice problem={asProblem(disable.error)} />}
      <Password value={password} onChange={setPassword} />
      <TextInput
        label={t("auth.code")}
        description={t("auth.codeHint")}
        dir="ltr"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button
        type="submit"
        variant="default"
        loading={disable.isPending}
        disabled={!password || code.length < 6}
      >
        {t("settings.security.factorDisable")}
      </Button>
    </form>
  );
}

function Password(props: { value: string; onChange: (password: string) => void }) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      label={t("settings.security.current")}
      autoComplete="current-password"
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      visibilityToggleButtonProps={{ "aria-label": t("auth.showPassword") }}
    />
  );
}

/** Drawn here: the secret goes to no image service. Always dark on light, as cameras want it. */
function QrCode(props: { text: string; label: string }) {
  const { data, size } = useMemo(() => encode(props.text, { border: 2 }), [props.text]);
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return (
    <svg
      className={css.qr}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={props.label}
      shapeRendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}

import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/index.ts";
import { asciiDigits } from "../format/index.ts";

/** Whether the refusal asks for the second factor (and is not a fault to show yet). */
export function asksCode(error: Error | null): boolean {
  return error instanceof Problem && error.type === "second-factor-required";
}

/** Six digits of an app, or a recovery code; shown once the server has asked for it. */
export function CodeField(props: { error: Error | null; value: string; onChange: (code: string) => void }) {
  const { t } = useTranslation();
  const wrong = props.error instanceof Problem && props.error.type === "wrong-code";
  if (!asksCode(props.error) && !wrong && props.value === "") return null;
  return (
    <TextInput
      label={t("auth.code")}
      description={t("auth.codeHint")}
      name="code"
      autoComplete="one-time-code"
      maxLength={40}
      dir="ltr"
      autoFocus
      value={props.value}
      onChange={(event) => props.onChange(asciiDigits(event.currentTarget.value))}
    />
  );
}

import { Switch, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Problem } from "../api/index.ts";
import css from "../marketing/marketing.module.css";
import { OwnerField } from "../member/OwnerField.tsx";
import type { Draft } from "./draft.ts";
import { Questions } from "./Questions.tsx";

type Text = "name" | "title" | "intro" | "consentText" | "thanks" | "redirectTo" | "tags";

/** Everything of a form that a marketer decides: what visitors see, and what happens to whom answers. */
export function FormFields(props: {
  draft: Draft;
  onChange: ((patch: Partial<Draft>) => void) | undefined;
  problem: Problem | undefined;
}) {
  const { t } = useTranslation();
  const { draft, onChange } = props;
  const disabled = !onChange;
  const text = (name: Text) => ({
    label: t(`form.field.${name}`),
    value: draft[name],
    error: props.problem?.issue(name),
    disabled,
    dir: "auto",
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange?.({ [name]: event.currentTarget.value }),
  });
  const lines = { autosize: true, minRows: 2, maxRows: 8 };
  return (
    <>
      <TextInput {...text("name")} description={t("form.hint.name")} maxLength={80} />
      <section className={css.section}>
        <h2>{t("form.seen")}</h2>
        <TextInput {...text("title")} maxLength={120} />
        <Textarea {...text("intro")} {...lines} maxLength={1_000} />
        <Questions
          questions={draft.questions}
          onChange={onChange && ((questions) => onChange({ questions }))}
        />
        <Textarea
          {...text("consentText")}
          {...lines}
          description={t("form.hint.consentText")}
          maxLength={400}
        />
      </section>
      <section className={css.section}>
        <h2>{t("form.afterwards")}</h2>
        <Textarea {...text("thanks")} {...lines} description={t("form.hint.thanks")} maxLength={1_000} />
        <TextInput
          {...text("redirectTo")}
          description={t("form.hint.redirectTo")}
          placeholder="https://www.example.com/thanks"
          type="url"
          dir="ltr"
          maxLength={500}
        />
        <TextInput {...text("tags")} description={t("form.hint.tags")} />
        <OwnerField
          label={t("contact.field.owner")}
          description={t("form.hint.ownerId")}
          disabled={disabled}
          value={draft.ownerId}
          onChange={(ownerId) => onChange?.({ ownerId })}
        />
        <Switch
          label={t("form.field.welcome")}
          description={t("form.hint.welcome")}
          disabled={disabled}
          checked={draft.welcome}
          onChange={(event) => onChange?.({ welcome: event.currentTarget.checked })}
        />
        <Switch
          label={t("form.field.open")}
          description={t("form.hint.open")}
          disabled={disabled}
          checked={draft.open}
          onChange={(event) => onChange?.({ open: event.currentTarget.checked })}
        />
      </section>
    </>
  );
}

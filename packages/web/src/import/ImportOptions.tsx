import { Checkbox, NativeSelect, Radio, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLifecycleOptions } from "../contact/lifecycle.tsx";
import { OwnerField } from "../member/OwnerField.tsx";
import { joinWords, splitWords } from "../ui/words.ts";
import css from "./ImportOptions.module.css";
import type { Import, ImportOptions as Options } from "./import.data.ts";

const modes = ["both", "create", "update"] as const;
const bases = ["consent", "contract", "legitimate-interest"] as const;

/** How the rows come in; each choice is kept at once and says what it does. */
export function ImportOptions(props: {
  file: Import;
  onChange: ((options: Partial<Options>) => void) | undefined;
}) {
  const { t } = useTranslation();
  const lifecycles = useLifecycleOptions();
  const { options } = props.file;
  const { onChange } = props;
  const off = !onChange;
  const change = (next: Partial<Options>) => onChange?.(next);
  return (
    <div className={css.options}>
      <Radio.Group
        label={t("imports.mode.label")}
        value={options.mode ?? "both"}
        onChange={(mode) => change({ mode: mode as (typeof modes)[number] })}
      >
        <div className={css.choices}>
          {modes.map((mode) => (
            <Radio
              key={mode}
              value={mode}
              disabled={off}
              label={t(`imports.mode.${mode}`)}
              description={t(`imports.mode.${mode}Text`)}
            />
          ))}
        </div>
      </Radio.Group>
      <div className={css.fields}>
        <Text
          label={t("imports.tags")}
          description={t("imports.tagsText")}
          value={joinWords(options.tags)}
          disabled={off}
          onSave={(text) => change({ tags: splitWords(text) })}
        />
        <NativeSelect
          label={t("imports.lifecycle")}
          description={t("imports.lifecycleText")}
          disabled={off}
          value={options.lifecycle ?? "lead"}
          data={lifecycles}
          onChange={(event) => change({ lifecycle: event.currentTarget.value as Options["lifecycle"] })}
        />
        <OwnerField
          label={t("imports.owner")}
          description={t("imports.ownerText")}
          disabled={off}
          value={options.ownerId ?? undefined}
          onChange={(ownerId) => change({ ownerId: ownerId || null })}
        />
      </div>
      <Consent value={options.consent ?? undefined} onChange={onChange} />
      <Switch
        label={t("imports.welcome")}
        description={t("imports.welcomeText")}
        disabled={off}
        checked={options.welcome ?? false}
        onChange={(event) => change({ welcome: event.currentTarget.checked })}
      />
    </div>
  );
}

/** On what ground marketing may be sent to these people, and where they said so. */
function Consent(props: {
  value: NonNullable<Options["consent"]> | undefined;
  onChange: ((options: Partial<Options>) => void) | undefined;
}) {
  const { t } = useTranslation();
  const { value, onChange } = props;
  const [open, setOpen] = useState(value !== undefined);
  const [basis, setBasis] = useState<(typeof bases)[number]>(value?.basis ?? "consent");
  const source = value?.source ?? "";
  return (
    <div className={css.consent}>
      <Checkbox
        label={t("imports.consent.label")}
        description={t("imports.consent.text")}
        disabled={!onChange}
        checked={open}
        onChange={(event) => {
          const checked = event.currentTarget.checked;
          setOpen(checked);
          if (!checked) onChange?.({ consent: null });
        }}
      />
      {open && (
        <div className={css.statement}>
          <NativeSelect
            label={t("imports.consent.basis")}
            description={t("imports.consent.basisText")}
            disabled={!onChange}
            value={basis}
            data={bases.map((one) => ({ value: one, label: t(`imports.consent.${one}`) }))}
            onChange={(event) => {
              const next = event.currentTarget.value as (typeof bases)[number];
              setBasis(next);
              if (source) onChange?.({ consent: { basis: next, source } });
            }}
          />
          <Text
            label={t("imports.consent.source")}
            description={t("imports.consent.sourceText")}
            value={source}
            required={!source}
            disabled={!onChange}
            onSave={(text) => onChange?.({ consent: text ? { basis, source: text } : null })}
          />
        </div>
      )}
    </div>
  );
}

function Text(props: {
  label: string;
  description: string;
  value: string;
  disabled: boolean;
  required?: boolean;
  onSave: (text: string) => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string>();
  const save = () => {
    if (typed !== undefined && typed.trim() !== props.value) props.onSave(typed.trim());
    setTyped(undefined);
  };
  return (
    <TextInput
      label={props.label}
      description={props.description}
      disabled={props.disabled}
      error={props.required && typed === undefined ? t("imports.consent.needed") : undefined}
      value={typed ?? props.value}
      dir="auto"
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => event.key === "Enter" && save()}
    />
  );
}

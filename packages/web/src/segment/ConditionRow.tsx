import { MultiSelect, NativeSelect, Select, TagsInput, TextInput } from "@mantine/core";
import type { Condition } from "@rapport/core/kernel/filter";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNames } from "../api/index.ts";
import { useCountries } from "../format/index.ts";
import css from "../marketing/marketing.module.css";
import { useMembers } from "../member/member.data.ts";
import { lookup } from "../shell/lookup.ts";
import { DateField } from "../ui/field/DateField.tsx";
import { LookupField } from "../ui/field/LookupField.tsx";
import { NumberField } from "../ui/field/NumberField.tsx";
import { fieldNamed, fields, operatorsOf, units, valueKind } from "./draft.ts";
import { importsQuery } from "./segment.data.ts";

type Props = {
  condition: Partial<Condition>;
  onChange: (condition: Partial<Condition>) => void;
  /** The value is typed next: it has the focus. */
  first: boolean;
};

/** One condition: a field, how it compares, and with what. */
export function ConditionRow(props: Props) {
  const { t } = useTranslation();
  const { condition, onChange } = props;
  const known = operatorsOf(condition.field);
  const { operator } = condition;
  const choices = operator && !known.includes(operator) ? [...known, operator] : known;
  return (
    <>
      <NativeSelect
        aria-label={t("segment.field")}
        value={condition.field}
        data={fields.map(({ name }) => ({ value: name, label: t(`segment.fields.${name}` as never) }))}
        onChange={(event) =>
          onChange({ field: event.currentTarget.value, operator: operatorsOf(event.currentTarget.value)[0] })
        }
      />
      <NativeSelect
        aria-label={t("segment.operator")}
        value={operator}
        data={choices.map((one) => ({ value: one, label: t(`segment.operators.${one}`) }))}
        onChange={(event) => {
          const next = event.currentTarget.value as Condition["operator"];
          const same = valueKind({ ...condition, operator: next }) === valueKind(condition);
          onChange(same ? { ...condition, operator: next } : { field: condition.field, operator: next });
        }}
      />
      <Value {...props} />
    </>
  );
}

function Value({ condition, onChange, first }: Props) {
  const { t } = useTranslation();
  const countries = useCountries();
  const choices = useChoices(condition.field);
  const label = t("segment.value");
  const set = (value: Condition["value"] | undefined) => onChange({ ...condition, value });
  const text = typeof condition.value === "string" ? condition.value : "";
  const list = Array.isArray(condition.value) ? condition.value : [];
  const count = typeof condition.value === "number" ? condition.value : undefined;
  switch (valueKind(condition)) {
    case "none":
      return <span />;
    case "country":
      return (
        <Select
          aria-label={label}
          searchable
          value={text || null}
          data={countries.options}
          placeholder={t("segment.choose")}
          nothingFoundMessage={t("segment.noCountry")}
          selectFirstOptionOnChange
          limit={60}
          comboboxProps={{ transitionProps: { duration: 0 } }}
          onChange={(value) => set(value ?? undefined)}
        />
      );
    case "company":
      return <Company id={text} onChange={set} />;
    case "import":
      return <Import id={text} onChange={set} />;
    case "choices":
      return <MultiSelect aria-label={label} value={list} data={choices} onChange={set} />;
    case "words":
      return <TagsInput aria-label={label} value={list} onChange={set} />;
    case "recent":
      return (
        <div className={css.amount}>
          <NumberField bare label={label} min={1} max={1_000} value={count} onChange={set} />
          <NativeSelect
            aria-label={t("segment.unit")}
            value={condition.unit ?? "days"}
            data={units.map((unit) => ({ value: unit, label: t(`segment.units.${unit as "days"}`) }))}
            onChange={(event) => onChange({ ...condition, unit: event.currentTarget.value as "days" })}
          />
        </div>
      );
    case "choice":
      return (
        <NativeSelect
          aria-label={label}
          value={text}
          data={[{ value: "", label: t("segment.choose") }, ...choices]}
          onChange={(event) => set(event.currentTarget.value)}
        />
      );
    case "number":
      return <NumberField bare label={label} value={count} onChange={set} />;
    case "date":
      return <DateField bare label={label} value={text} onChange={set} />;
    default:
      return (
        <TextInput
          aria-label={label}
          value={text}
          {...(first ? { autoFocus: true } : {})}
          onChange={(event) => set(event.currentTarget.value)}
        />
      );
  }
}

/** What a field's value is chosen from, by the name people know it by. */
export function useChoices(name: string | undefined): { value: string; label: string }[] {
  const { t } = useTranslation();
  const members = useMembers();
  if (name === "owner") return members.options;
  const choices = fieldNamed(name)?.choices ?? [];
  return choices.map((value) => ({ value, label: t(`segment.choices.${value}` as never) }));
}

type OneProps = { id: string; onChange: (id: string | undefined) => void };

function Company({ id, onChange }: OneProps) {
  const { t } = useTranslation();
  const names = useNames("company", "/companies", id ? [id] : []);
  return (
    <LookupField
      // The name comes after the id: the field begins again with it.
      key={names[id] ?? ""}
      bare
      focus={false}
      label={t("segment.value")}
      value={id ? { value: id, label: names[id] ?? "…" } : undefined}
      find={(text, signal) => lookup("company", text, signal)}
      nothing={t("segment.noCompany")}
      onChange={(option) => onChange(option?.value)}
    />
  );
}

function Import({ id, onChange }: OneProps) {
  const { t } = useTranslation();
  const { data } = useQuery(importsQuery);
  const known = data?.items ?? [];
  return (
    <NativeSelect
      aria-label={t("segment.value")}
      value={id}
      data={[
        { value: "", label: t("segment.choose") },
        ...known.map(({ id: value, fileName }) => ({ value, label: fileName })),
        ...(id && !known.some((one) => one.id === id) ? [{ value: id, label: "…" }] : []),
      ]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

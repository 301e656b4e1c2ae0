import {
  ActionIcon,
  Button,
  NativeSelect,
  NumberInput,
  SegmentedControl,
  TagsInput,
  TextInput,
} from "@mantine/core";
import type { Condition } from "@rapport/core/kernel/filter";
import { explain } from "@rapport/core/kernel/filter-explain";
import { contactFields } from "@rapport/core/segment/schema";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import css from "../marketing/marketing.module.css";
import { useMembers } from "../member/member.data.ts";
import { DateField } from "../ui/field/DateField.tsx";
import {
  type Draft,
  emptyDraft,
  fieldNamed,
  fields,
  operatorsOf,
  type Part,
  units,
  valueKind,
} from "./draft.ts";

type Props = { draft: Draft; onChange: (draft: Draft) => void; onRemove?: () => void; depth?: number };

/** Conditions that all or any must hold; a group may stand among them. */
export function FilterBuilder({ draft, onChange, onRemove, depth = 0 }: Props) {
  const { t } = useTranslation();
  const replace = (place: number, part: Part | undefined) => {
    const parts = draft.parts.flatMap((one, index) => (index === place ? (part ? [part] : []) : [one]));
    onChange({ ...draft, parts });
  };
  const add = (part: Part) => onChange({ ...draft, parts: [...draft.parts, part] });
  return (
    <fieldset className={css.group}>
      <legend className="visually-hidden">{t("segment.conditions")}</legend>
      <div className={css.actions}>
        <SegmentedControl
          size="xs"
          aria-label={t("segment.join")}
          value={draft.join}
          onChange={(join) => onChange({ ...draft, join: join as Draft["join"] })}
          data={[
            { value: "all", label: t("segment.all") },
            { value: "any", label: t("segment.any") },
          ]}
        />
        {onRemove && (
          <Button size="xs" variant="subtle" onClick={onRemove}>
            {t("segment.dropGroup")}
          </Button>
        )}
      </div>
      {draft.parts.map((part, place) =>
        part.kind === "group" ? (
          <FilterBuilder
            // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no identity but its place
            key={place}
            draft={part}
            depth={depth + 1}
            onChange={(next) => replace(place, next)}
            onRemove={() => replace(place, undefined)}
          />
        ) : (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no identity but its place
            key={place}
            className={css.condition}
          >
            {part.kind === "kept" ? (
              <span>{explain(part.filter, contactFields)}</span>
            ) : (
              <ConditionRow
                condition={part.condition}
                onChange={(condition) => replace(place, { kind: "condition", condition })}
              />
            )}
            <ActionIcon
              variant="subtle"
              aria-label={t("segment.drop")}
              onClick={() => replace(place, undefined)}
            >
              <IconX size={16} />
            </ActionIcon>
          </div>
        ),
      )}
      <div className={css.actions}>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() => add({ kind: "condition", condition: { field: "country", operator: "is" } })}
        >
          {t("segment.addCondition")}
        </Button>
        {depth < 3 && (
          <Button
            size="xs"
            variant="subtle"
            onClick={() => add({ ...emptyDraft, join: draft.join === "all" ? "any" : "all" })}
          >
            {t("segment.addGroup")}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

type RowProps = { condition: Partial<Condition>; onChange: (condition: Partial<Condition>) => void };

function ConditionRow({ condition, onChange }: RowProps) {
  const { t } = useTranslation();
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
        value={condition.operator}
        data={operatorsOf(condition.field).map((operator) => ({
          value: operator,
          label: t(`segment.operators.${operator}`),
        }))}
        onChange={(event) => {
          const operator = event.currentTarget.value as Condition["operator"];
          const same = valueKind({ ...condition, operator }) === valueKind(condition);
          onChange(same ? { ...condition, operator } : { field: condition.field, operator });
        }}
      />
      <ConditionValue condition={condition} onChange={onChange} />
    </>
  );
}

function ConditionValue({ condition, onChange }: RowProps) {
  const { t } = useTranslation();
  const members = useMembers();
  const label = t("segment.value");
  const field = fieldNamed(condition.field);
  const set = (value: Condition["value"] | undefined) => onChange({ ...condition, value });
  const text = typeof condition.value === "string" ? condition.value : "";
  switch (valueKind(condition)) {
    case "none":
      return <span />;
    case "many":
      return (
        <TagsInput
          aria-label={label}
          value={Array.isArray(condition.value) ? condition.value : []}
          data={field?.choices ? [...field.choices] : []}
          onChange={(value) => set(value)}
        />
      );
    case "recent":
      return (
        <div className={css.amount}>
          <NumberInput
            aria-label={label}
            min={1}
            max={1_000}
            value={typeof condition.value === "number" ? condition.value : ""}
            onChange={(value) => set(typeof value === "number" ? value : undefined)}
          />
          <NativeSelect
            aria-label={t("segment.unit")}
            value={condition.unit ?? "days"}
            data={units.map((unit) => ({ value: unit, label: t(`segment.units.${unit as "days"}`) }))}
            onChange={(event) => onChange({ ...condition, unit: event.currentTarget.value as "days" })}
          />
        </div>
      );
    case "member":
    case "choice": {
      const choices =
        field?.name === "owner"
          ? members.options
          : (field?.choices ?? []).map((value) => ({ value, label: t(`segment.choices.${value}` as never) }));
      return (
        <NativeSelect
          aria-label={label}
          value={text}
          data={[{ value: "", label: t("segment.choose") }, ...choices]}
          onChange={(event) => set(event.currentTarget.value)}
        />
      );
    }
    case "number":
      return (
        <NumberInput
          aria-label={label}
          value={typeof condition.value === "number" ? condition.value : ""}
          onChange={(value) => set(typeof value === "number" ? value : undefined)}
        />
      );
    case "date":
      return <DateField bare label={label} value={text} onChange={set} />;
    default:
      return (
        <TextInput aria-label={label} value={text} onChange={(event) => set(event.currentTarget.value)} />
      );
  }
}

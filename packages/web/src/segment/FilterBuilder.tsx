import { ActionIcon, Button, SegmentedControl } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import css from "../marketing/marketing.module.css";
import { ConditionRow } from "./ConditionRow.tsx";
import { type Draft, emptyDraft, type Join, joins, MAX_GROUPS, type Part } from "./draft.ts";

type Props = {
  draft: Draft;
  onChange: (draft: Draft) => void;
  onRemove?: () => void;
  depth?: number;
  disabled?: boolean;
  /** A new segment begins with the value of its first condition. */
  fresh?: boolean;
};

/** Conditions that all, any or none must hold; a group may stand among them. */
export function FilterBuilder({ draft, onChange, onRemove, depth = 1, disabled = false, fresh }: Props) {
  const { t } = useTranslation();
  const replace = (place: number, part: Part | undefined) => {
    const parts = draft.parts.flatMap((one, index) => (index === place ? (part ? [part] : []) : [one]));
    onChange({ ...draft, parts });
  };
  const add = (part: Part) => onChange({ ...draft, parts: [...draft.parts, part] });
  return (
    <fieldset className={css.group} disabled={disabled} data-join={draft.join}>
      <legend className="visually-hidden">{t("segment.conditions")}</legend>
      <div className={css.actions}>
        <SegmentedControl
          size="xs"
          aria-label={t("segment.join")}
          value={draft.join}
          disabled={disabled}
          onChange={(join) => onChange({ ...draft, join: join as Join })}
          data={joins.map((value) => ({ value, label: t(`segment.${value}`) }))}
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
            disabled={disabled}
            onChange={(next) => replace(place, next)}
            onRemove={() => replace(place, undefined)}
          />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no identity but its place
          <div key={place} className={css.condition}>
            <ConditionRow
              condition={part.condition}
              first={fresh === true && place === 0}
              onChange={(condition) => replace(place, { kind: "condition", condition })}
            />
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
        {depth < MAX_GROUPS && (
          <Button
            size="xs"
            variant="subtle"
            leftSection={<IconPlus size={14} />}
            onClick={() => add({ ...emptyDraft, join: draft.join === "all" ? "any" : "all" })}
          >
            {t("segment.addGroup")}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

import { Popover } from "@mantine/core";
import { IconCalendar, IconX } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../format/index.ts";
import css from "./DateField.module.css";
import { MonthGrid } from "./MonthGrid.tsx";
import { parseDay } from "./parseDay.ts";

/**
 * A day, as `YYYY-MM-DD`, shown, typed and chosen in the calendar of the language (Jalali in Persian).
 * `bare` leaves the label to the surroundings.
 */
export function DateField(props: {
  label: string;
  value: string;
  onChange: (day: string) => void;
  onLeave?: () => void;
  bare?: boolean;
  open?: boolean;
  min?: string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const id = useId();
  const [opened, setOpened] = useState(props.open ?? false);
  const [typed, setTyped] = useState<string>();
  const close = () => {
    setOpened(false);
    setTyped(undefined);
  };
  const choose = (day: string) => {
    close();
    props.onChange(day);
  };
  const commit = () => {
    if (typed === undefined) return;
    const day = typed.trim() === "" ? "" : parseDay(typed, format);
    if (day === undefined) setTyped(undefined);
    else choose(day);
  };
  return (
    <div className={css.field}>
      <label htmlFor={id} className={props.bare ? "visually-hidden" : css.label}>
        {props.label}
      </label>
      <Popover
        opened={opened}
        onChange={(next) => {
          setOpened(next);
          if (!next) props.onLeave?.();
        }}
        position="bottom-start"
        withRoles={false}
        withinPortal
      >
        <Popover.Target>
          <div className={css.box}>
            <input
              id={id}
              className={css.input}
              // biome-ignore lint/a11y/noAutofocus: asked for by opening
              autoFocus={props.open ?? false}
              placeholder={format.date(new Date())}
              value={typed ?? (props.value ? format.date(props.value) : "")}
              onFocus={() => setOpened(true)}
              onClick={() => setOpened(true)}
              onChange={(event) => setTyped(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === "Enter") {
                  event.preventDefault();
                  commit();
                } else if (event.key === "Escape") {
                  event.stopPropagation();
                  close();
                  props.onLeave?.();
                } else if (event.key === "Tab") close();
              }}
              onBlur={() => commit()}
            />
            {props.value ? (
              <button
                type="button"
                className={css.icon}
                aria-label={t("ui.date.clear")}
                onClick={() => choose("")}
              >
                <IconX size={14} />
              </button>
            ) : (
              <IconCalendar size={14} className={css.icon} aria-hidden />
            )}
          </div>
        </Popover.Target>
        <Popover.Dropdown p={8} onMouseDown={(event) => event.preventDefault()}>
          <MonthGrid value={props.value} onChoose={choose} min={props.min} />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}

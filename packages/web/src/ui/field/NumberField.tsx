import { TextInput } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { parseNumber, useFormat } from "../../format/index.ts";

/**
 * A whole number in the digits of any of our scripts, shown in those of the language. What can't be read, or is out of
 * bounds, is marked and never guessed. Told as it is typed; with `onLeave` only on leaving, for what is saved at once.
 */
export function NumberField(props: {
  label: string;
  value: number | undefined;
  min?: number;
  max?: number;
  onChange?: (value: number | undefined) => void;
  onLeave?: (value: number | undefined) => void;
  /** The label is left to the surroundings. */
  bare?: boolean;
  placeholder?: string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { value, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = props;
  const [typed, setTyped] = useState<string>();
  const read = (text: string) => (text.trim() === "" ? undefined : parseNumber(text));
  const fits = (text: string) => {
    const number = read(text);
    return number === undefined
      ? text.trim() === ""
      : Number.isInteger(number) && number >= min && number <= max;
  };
  const wrong = typed !== undefined && !fits(typed);
  const type = (text: string) => {
    setTyped(text);
    if (fits(text)) props.onChange?.(read(text));
  };
  const leave = () => {
    if (typed === undefined || wrong) return;
    setTyped(undefined);
    if (read(typed) !== value) props.onLeave?.(read(typed));
  };
  const step = (event: KeyboardEvent) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const from = typed === undefined ? value : read(typed);
    const next = from === undefined ? Math.max(min, 1) : Math.round(from) + by;
    type(format.number(Math.min(max, Math.max(min, next))));
  };
  return (
    <TextInput
      {...(props.bare ? { "aria-label": props.label } : { label: props.label })}
      inputMode="numeric"
      autoComplete="off"
      placeholder={props.placeholder}
      value={typed ?? (value === undefined ? "" : format.number(value))}
      error={wrong ? problemOf() : undefined}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={step}
      onBlur={leave}
    />
  );

  function problemOf(): string {
    if (props.min !== undefined && props.max !== undefined)
      return t("ui.number.between", { min: format.number(min), max: format.number(max) });
    return t("ui.number.whole");
  }
}

import { TextInput } from "@mantine/core";
import { useState } from "react";
import { type Money, useFormat } from "../../format/index.ts";

/** An amount typed as people write it, kept in minor units. What can't be read as a number is marked, never guessed. */
export function MoneyField(props: {
  label: string;
  value: Money | undefined;
  currency: string;
  onChange: (money: Money | undefined) => void;
  invalid: string;
  /** Opened in place: focused at once, the label left to the surroundings; `onLeave` follows every way out. */
  bare?: boolean;
  onLeave?: () => void;
}) {
  const format = useFormat();
  const { currency, value } = props;
  const plain = (money: Money | undefined) =>
    money
      ? format.number(money.amount / 10 ** format.minorDigits(money.currency), {
          maximumFractionDigits: format.minorDigits(money.currency),
        })
      : "";
  const [typed, setTyped] = useState<string>();
  const wrong = typed !== undefined && typed.trim() !== "" && !format.parseMoney(typed, currency);
  const commit = () => {
    if (wrong) return;
    if (typed !== undefined)
      props.onChange(typed.trim() === "" ? undefined : format.parseMoney(typed, currency));
    setTyped(undefined);
    props.onLeave?.();
  };
  return (
    <TextInput
      {...(props.bare ? { "aria-label": props.label, autoFocus: true } : { label: props.label })}
      inputMode="decimal"
      value={typed ?? plain(value)}
      error={wrong ? props.invalid : undefined}
      rightSection={<span>{currency}</span>}
      rightSectionWidth={56}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setTyped(next);
        // A form may be sent from here by Enter, before the field is left.
        const money = next.trim() === "" ? undefined : format.parseMoney(next, currency);
        if (!props.bare && (money || next.trim() === "")) props.onChange(money);
      }}
      onFocus={(event) => props.bare && event.currentTarget.select()}
      onKeyDown={(event) => {
        if (!props.bare) return;
        if (event.key === "Enter") commit();
        else if (event.key === "Escape") props.onLeave?.();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onBlur={commit}
    />
  );
}

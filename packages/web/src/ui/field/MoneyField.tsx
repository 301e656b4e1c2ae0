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
  return (
    <TextInput
      label={props.label}
      inputMode="decimal"
      value={typed ?? plain(value)}
      error={wrong ? props.invalid : undefined}
      rightSection={<span>{currency}</span>}
      rightSectionWidth={56}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (typed === undefined || wrong) return;
        props.onChange(typed.trim() === "" ? undefined : format.parseMoney(typed, currency));
        setTyped(undefined);
      }}
    />
  );
}

import { TextInput } from "@mantine/core";
import { asciiDigits } from "../../format/index.ts";

/** A phone number, left to right in every language, with digits of any script. The server parses it to E.164. */
export function PhoneField(props: {
  label: string;
  value: string;
  onChange: (phone: string) => void;
  error?: string | undefined;
}) {
  return (
    <TextInput
      label={props.label}
      type="tel"
      autoComplete="off"
      dir="ltr"
      value={props.value}
      error={props.error}
      onChange={(event) => props.onChange(asciiDigits(event.currentTarget.value))}
    />
  );
}

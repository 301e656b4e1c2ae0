import { TextInput } from "@mantine/core";
import { useState } from "react";

/** A name edited in its place: kept on Enter and on leaving, put back by Escape and when it is empty. */
export function NameField(props: {
  label: string;
  value: string;
  readOnly: boolean;
  onSave: (name: string) => void;
}) {
  const [typed, setTyped] = useState<string>();
  const save = () => {
    const name = typed?.trim();
    if (name && name !== props.value) props.onSave(name);
    setTyped(undefined);
  };
  return (
    <TextInput
      label={props.label}
      readOnly={props.readOnly}
      value={typed ?? props.value}
      maxLength={80}
      dir="auto"
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        else if (event.key === "Escape") setTyped(undefined);
      }}
    />
  );
}

import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import css from "./TextAct.module.css";

type Props = {
  label: string;
  /** What may be typed, as an example; the label where there is none. */
  hint?: string;
  /** Characters. */
  most: number;
  act: string;
  isPrimary?: boolean;
  /** Has the focus of the panel that it opens with. */
  isFirst?: boolean;
  onAct: (text: string) => void;
};

/** One line of text and the button that does something with it. */
export function TextAct({ label, hint = label, most, act, isPrimary, isFirst, onAct }: Props) {
  const [text, setText] = useState("");
  const trimmed = text.trim();

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!trimmed) return;
    setText("");
    onAct(trimmed);
  }
  return (
    <form className={css.line} onSubmit={submit}>
      <TextInput
        aria-label={label}
        placeholder={hint}
        value={text}
        maxLength={most}
        dir="auto"
        flex={1}
        data-autofocus={isFirst || undefined}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" variant={isPrimary ? "filled" : "default"} disabled={!trimmed}>
        {act}
      </Button>
    </form>
  );
}

import { useState } from "react";

/** Some texts that are typed together: what each field needs, and those that were filled. */
export function useTexts<Name extends string>(
  blank: Record<Name, string>,
  describe: (name: Name) => { label: string; error: string | undefined },
) {
  const [texts, setTexts] = useState(blank);
  const set = (name: Name, text: string) => setTexts({ ...texts, [name]: text });
  return {
    texts,
    set,
    field: (name: Name) => ({
      ...describe(name),
      value: texts[name],
      autoComplete: "off",
      onChange: (event: { currentTarget: { value: string } }) => set(name, event.currentTarget.value),
    }),
    /** Trimmed, without the empty ones. */
    filled: (): Partial<Record<Name, string>> => {
      const trimmed = Object.entries<string>(texts).map(([name, text]) => [name, text.trim()]);
      return Object.fromEntries(trimmed.filter(([, text]) => text)) as Partial<Record<Name, string>>;
    },
  };
}

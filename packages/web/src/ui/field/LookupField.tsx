import { Select } from "@mantine/core";
import { useEffect, useEffectEvent, useState } from "react";
import type { Option } from "../grid/column.ts";

/** Chooses one of too many to list: what is typed is asked for. `value` shows what is chosen now. */
export function LookupField(props: {
  label: string;
  value?: Option | undefined;
  find: (text: string, signal: AbortSignal) => Promise<Option[]>;
  onChange: (option: Option | undefined) => void;
  placeholder?: string;
  nothing: string;
  /** Opened in place: focused at once, the label left to the surroundings. */
  bare?: boolean;
  /** False: opened in place, but the focus stays where it is. */
  focus?: boolean;
  onLeave?: () => void;
}) {
  const [text, setText] = useState(props.value?.label ?? "");
  const [found, setFound] = useState<Option[]>(props.value ? [props.value] : []);
  const find = useEffectEvent(props.find);
  const typed = text.trim();
  const chosen = props.value?.label;

  useEffect(() => {
    if (typed === "" || typed === chosen) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      find(typed, stop.signal).then(
        (options) => !stop.signal.aborted && setFound(options),
        () => !stop.signal.aborted && setFound([]),
      );
    }, 150);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [typed, chosen]);

  return (
    <Select
      {...(props.bare
        ? { "aria-label": props.label, autoFocus: props.focus ?? true }
        : { label: props.label })}
      searchable
      clearable
      placeholder={props.placeholder}
      value={props.value?.value ?? null}
      data={
        found.some((option) => option.value === props.value?.value) || !props.value
          ? found
          : [props.value, ...found]
      }
      searchValue={text}
      onSearchChange={setText}
      filter={({ options }) => options}
      nothingFoundMessage={typed === "" ? undefined : props.nothing}
      onChange={(value) => props.onChange(found.find((option) => option.value === value))}
      onBlur={() => props.onLeave?.()}
      onKeyDown={(event) => {
        if (event.key === "Escape") props.onLeave?.();
        event.stopPropagation();
      }}
      comboboxProps={{ transitionProps: { duration: 0 } }}
    />
  );
}

import { Modal } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { type ReactNode, useEffect, useId, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { keyLabel, useShortcut } from "../shortcuts/index.ts";
import css from "./CommandPalette.module.css";

export type Command = {
  id: string;
  label: string;
  /** Said smaller, behind the label. */
  detail?: string | undefined;
  group: string;
  icon?: ReactNode;
  keys?: string | undefined;
  run: () => void;
};

export type Finder = (text: string, signal: AbortSignal) => Promise<Command[]>;

/** Every word typed begins a word of the label. */
function matches(command: Command, text: string): boolean {
  const label = ` ${command.label} ${command.detail ?? ""}`.toLocaleLowerCase();
  return text
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => label.includes(` ${word}`) || label.includes(word));
}

/** ⌘/Ctrl-K acts as well as finds: `commands` are matched here, `find` asks elsewhere. */
export function CommandPalette(props: {
  opened: boolean;
  onChange: (opened: boolean) => void;
  commands: Command[];
  find: Finder;
}) {
  const { t } = useTranslation();
  useShortcut({
    keys: "mod+k",
    label: t("ui.palette.open"),
    group: "general",
    run: () => props.onChange(!props.opened),
  });
  return (
    <Modal.Root
      opened={props.opened}
      onClose={() => props.onChange(false)}
      size={600}
      yOffset="12dvh"
      lockScroll={false}
    >
      <Modal.Overlay className={css.scrim} backgroundOpacity={1} color="var(--scrim)" />
      <Modal.Content radius="md" classNames={{ content: css.dialog ?? "" }} aria-label={t("ui.palette.open")}>
        {props.opened && <Search {...props} />}
      </Modal.Content>
    </Modal.Root>
  );
}

function Search(props: { onChange: (opened: boolean) => void; commands: Command[]; find: Finder }) {
  const { t } = useTranslation();
  const listId = useId();
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const [asked] = useDebouncedValue(text.trim(), 120);
  const [found, setFound] = useState<{ text: string; commands: Command[] }>({ text: "", commands: [] });
  const { find } = props;

  useEffect(() => {
    if (!asked) return;
    const stop = new AbortController();
    find(asked, stop.signal)
      .then((commands) => setFound({ text: asked, commands }))
      .catch(() => !stop.signal.aborted && setFound({ text: asked, commands: [] }));
    return () => stop.abort();
  }, [asked, find]);

  const shown = useMemo(() => {
    const wanted = text.trim();
    const acts = wanted ? props.commands.filter((command) => matches(command, wanted)) : props.commands;
    return [...(wanted ? found.commands : []), ...acts].slice(0, 40);
  }, [text, found, props.commands]);
  const current = Math.min(active, Math.max(0, shown.length - 1));
  const optionId = (index: number) => `${listId}-${index}`;

  function run(command: Command | undefined): void {
    if (!command) return;
    props.onChange(false);
    command.run();
  }

  useEffect(() => {
    document.getElementById(`${listId}-${current}`)?.scrollIntoView({ block: "nearest" });
  }, [listId, current]);

  return (
    <>
      <div className={css.search}>
        <IconSearch size={16} aria-hidden />
        <input
          className={css.input}
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={shown.length ? optionId(current) : undefined}
          aria-label={t("ui.palette.placeholder")}
          placeholder={t("ui.palette.placeholder")}
          // biome-ignore lint/a11y/noAutofocus: the palette is opened to type into it
          autoFocus
          data-autofocus
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") setActive(Math.min(current + 1, shown.length - 1));
            else if (event.key === "ArrowUp") setActive(Math.max(current - 1, 0));
            else if (event.key === "Enter") run(shown[current]);
            else return;
            event.preventDefault();
          }}
        />
      </div>
      <div id={listId} role="listbox" aria-label={t("ui.palette.results")} className={css.list}>
        {shown.map((command, index) => (
          <div key={command.id}>
            {command.group !== shown[index - 1]?.group && (
              <div className={css.group} role="presentation">
                {command.group}
              </div>
            )}
            <div
              id={optionId(index)}
              role="option"
              tabIndex={-1}
              aria-selected={index === current}
              className={css.option}
              onPointerMove={() => setActive(index)}
              onClick={() => run(command)}
              onKeyDown={() => undefined}
            >
              <span className={css.icon}>{command.icon}</span>
              <span className={css.label}>{command.label}</span>
              {command.detail && <span className={css.detail}>{command.detail}</span>}
              {command.keys && (
                <span className={css.keys}>
                  {command.keys.split(" ").map((key) => (
                    <kbd key={key}>{keyLabel(key)}</kbd>
                  ))}
                </span>
              )}
            </div>
          </div>
        ))}
        {shown.length === 0 && <p className={css.none}>{t("ui.palette.none")}</p>}
      </div>
    </>
  );
}

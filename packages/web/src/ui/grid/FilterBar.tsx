import { Menu, Popover, TextInput } from "@mantine/core";
import { IconPlus, IconSearch, IconX } from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Option } from "./column.ts";
import css from "./FilterBar.module.css";

/** A condition that can be set; its chip reads as a part of a sentence: "lifecycle is customer". */
export type Filter = {
  key: string;
  label: string;
  /** Empty: not set. */
  value: string;
  options?: readonly Option[] | undefined;
  onChange: (value: string) => void;
};

/**
 * Filter chips that read as a sentence, a quick search, and the count.
 * "340 contacts where lifecycle is customer and owner is Leyla".
 */
export function FilterBar(props: {
  count: ReactNode;
  filters: Filter[];
  /** Conditions that are set elsewhere. */
  more?: { label: string; run: () => void } | undefined;
  search?: { value: string; onChange: (value: string) => void; label: string };
}) {
  const { t } = useTranslation();
  const set = props.filters.filter((filter) => filter.value);
  const free = props.filters.filter((filter) => !filter.value);
  const [adding, setAdding] = useState<string>();
  const open = [...set, ...free.filter((filter) => filter.key === adding)];
  return (
    <div className={css.bar}>
      {props.search && <Search {...props.search} />}
      <span className={css.count} role="status">
        {props.count}
      </span>
      {open.map((filter, index) => (
        <span key={filter.key} className={css.part}>
          <span className={css.joint}>{t(index === 0 ? "ui.filter.where" : "ui.filter.and")}</span>
          <Chip filter={filter} fresh={filter.key === adding} onSettled={() => setAdding(undefined)} />
        </span>
      ))}
      {(free.length > 0 || props.more) && (
        <Menu>
          <Menu.Target>
            <button type="button" className={css.add}>
              <IconPlus size={14} /> {t("ui.filter.add")}
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {free.map((filter) => (
              <Menu.Item key={filter.key} onClick={() => setAdding(filter.key)}>
                {filter.label}
              </Menu.Item>
            ))}
            {props.more && <Menu.Item onClick={props.more.run}>{props.more.label}</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
      )}
      {set.length > 1 && (
        <button
          type="button"
          className={css.add}
          onClick={() => {
            for (const filter of set) filter.onChange("");
          }}
        >
          {t("ui.filter.clear")}
        </button>
      )}
    </div>
  );
}

function Search(props: { value: string; onChange: (value: string) => void; label: string }) {
  const [text, setText] = useState(props.value);
  const { value, onChange } = props;
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), 200);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <span className={css.search}>
      <IconSearch size={14} aria-hidden />
      <input
        type="search"
        aria-label={props.label}
        placeholder={props.label}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </span>
  );
}

function Chip(props: { filter: Filter; fresh: boolean; onSettled: () => void }) {
  const { t } = useTranslation();
  const { filter } = props;
  const [opened, setOpened] = useState(props.fresh);
  const [text, setText] = useState(filter.value);
  const close = () => {
    setOpened(false);
    props.onSettled();
  };
  const choose = (value: string) => {
    filter.onChange(value);
    close();
  };
  const shown = filter.options?.find((option) => option.value === filter.value)?.label ?? filter.value;
  return (
    <span className={css.chip}>
      <Popover
        opened={opened}
        onChange={(next) => (next ? setOpened(true) : close())}
        position="bottom-start"
        trapFocus
      >
        <Popover.Target>
          <button type="button" className={css.word} onClick={() => setOpened(true)}>
            {filter.label} <span className={css.is}>{t("ui.filter.is")}</span> <b>{shown || "…"}</b>
          </button>
        </Popover.Target>
        <Popover.Dropdown p={4}>
          {filter.options ? (
            <div role="listbox" aria-label={filter.label} className={css.options}>
              {filter.options.map((option) => (
                <button
                  key={option.value}
                  type="button"
                  role="option"
                  aria-selected={option.value === filter.value}
                  className={css.option}
                  onClick={() => choose(option.value)}
                >
                  {option.label}
                </button>
              ))}
            </div>
          ) : (
            <form
              className={css.text}
              onSubmit={(event) => {
                event.preventDefault();
                choose(text.trim());
              }}
            >
              <TextInput
                aria-label={filter.label}
                value={text}
                data-autofocus
                onChange={(event) => setText(event.currentTarget.value)}
              />
            </form>
          )}
        </Popover.Dropdown>
      </Popover>
      <button
        type="button"
        className={css.remove}
        aria-label={t("ui.filter.remove", { filter: filter.label })}
        onClick={() => choose("")}
      >
        <IconX size={12} />
      </button>
    </span>
  );
}

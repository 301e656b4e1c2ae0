import { Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keyLabel } from "./keys.ts";
import { type Shortcut, useShortcut, useShortcuts } from "./registry.ts";
import css from "./ShortcutHelp.module.css";

/** `?` lists every key that works on this page. */
export function ShortcutHelp() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  useShortcut({ keys: "?", label: t("ui.keys.show"), group: "general", run: () => setOpened(true) });
  return (
    <Modal
      opened={opened}
      onClose={() => setOpened(false)}
      title={t("ui.keys.title")}
      size="lg"
      lockScroll={false}
    >
      {opened && <List />}
    </Modal>
  );
}

function List() {
  const { t } = useTranslation();
  const groups = Map.groupBy(useShortcuts(), (shortcut) => shortcut.group);
  return (
    <div className={css.groups}>
      {(["go", "list", "record", "general"] as const).map((group) => {
        const shortcuts = groups.get(group);
        if (!shortcuts) return null;
        return (
          <section key={group}>
            <h3 className={css.title}>{t(`ui.keys.${group}`)}</h3>
            <dl className={css.list}>
              {[...new Map(shortcuts.map((shortcut) => [shortcut.keys, shortcut])).values()].map(
                (shortcut) => (
                  <div key={shortcut.keys} className={css.line}>
                    <dt>{shortcut.label}</dt>
                    <dd>
                      <Keys shortcut={shortcut} />
                    </dd>
                  </div>
                ),
              )}
            </dl>
          </section>
        );
      })}
    </div>
  );
}

function Keys({ shortcut }: { shortcut: Pick<Shortcut, "keys"> }) {
  return (
    <span className={css.keys}>
      {shortcut.keys.split(" ").map((stroke) => (
        <kbd key={stroke} className={css.key}>
          {keyLabel(stroke)}
        </kbd>
      ))}
    </span>
  );
}

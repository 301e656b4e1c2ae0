import { Suspense, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/index.ts";
import { Sheet } from "../ui/Sheet.tsx";
import { useShortcut } from "../ui/shortcuts/index.ts";
import css from "./Create.module.css";
import { type Creator, creators, type Preset } from "./creators.ts";

type State = { noun?: Creator["noun"] | undefined; preset: Preset } | undefined;

let state: State;
const listeners = new Set<() => void>();

function change(next: State): void {
  state = next;
  for (const listener of listeners) listener();
}

/** Opens the form of a noun; without one, the choice of what can be created. */
export function openCreate(noun?: Creator["noun"], preset: Preset = {}): void {
  change({ noun, preset });
}

/** The forms behind `C`; stands once in the shell. */
export function Create() {
  const { t } = useTranslation();
  const me = useMe();
  const open = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
  const mine = creators.filter((creator) => me.may(creator.permission));
  const creator = mine.find((one) => one.noun === open?.noun);
  useShortcut(
    { keys: "c", label: t("shell.create"), group: "general", run: () => openCreate() },
    mine.length > 0,
  );
  return (
    <>
      <Sheet
        title={t("shell.create")}
        opened={open !== undefined && !open.noun}
        onClose={() => change(undefined)}
      >
        <ul className={css.choices}>
          {mine.map(({ noun, icon: Icon }) => (
            <li key={noun}>
              <button type="button" className={css.choice} onClick={() => openCreate(noun)}>
                <Icon size={18} stroke={1.6} />
                {t(`shell.new.${noun}`)}
              </button>
            </li>
          ))}
        </ul>
      </Sheet>
      {creator && (
        <Suspense>
          <creator.Form opened onClose={() => change(undefined)} preset={open?.preset ?? {}} />
        </Suspense>
      )}
    </>
  );
}

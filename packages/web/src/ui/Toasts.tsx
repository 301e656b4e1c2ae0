import { CloseButton } from "@mantine/core";
import { useEffect, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useShortcut } from "./shortcuts/index.ts";
import css from "./Toasts.module.css";

export type Toast = {
  text: string;
  tone?: "neutral" | "danger";
  /** Takes the act back; offered as a button and by Z. */
  undo?: () => Promise<unknown> | unknown;
  /** Milliseconds until it leaves by itself. */
  stay?: number;
};

type Shown = Toast & { id: number };

let shown: readonly Shown[] = [];
let last = 0;
const listeners = new Set<() => void>();

function change(next: readonly Shown[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Says in one line what happened. Never for what the screen already shows. */
export function toast(message: Toast): void {
  last += 1;
  change([...shown.slice(-2), { ...message, id: last }]);
}

function close(id: number): void {
  change(shown.filter((one) => one.id !== id));
}

async function undo(one: Shown): Promise<void> {
  close(one.id);
  await one.undo?.();
}

export function Toasts() {
  const { t } = useTranslation();
  const toasts = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
  const newest = toasts.findLast((one) => one.undo);
  useShortcut(
    { keys: "z", label: t("ui.undo"), group: "general", run: () => newest && void undo(newest) },
    newest !== undefined,
  );
  return (
    <section className={css.toasts} aria-label={t("ui.messages")} aria-live="polite">
      {toasts.map((one) => (
        <Line key={one.id} toast={one} />
      ))}
    </section>
  );
}

function Line({ toast: one }: { toast: Shown }) {
  const { t } = useTranslation();
  useEffect(() => {
    const timer = setTimeout(() => close(one.id), one.stay ?? (one.undo ? 10_000 : 5_000));
    return () => clearTimeout(timer);
  }, [one]);
  return (
    <div className={css.toast} data-tone={one.tone}>
      <span className={css.text}>{one.text}</span>
      {one.undo && (
        <button type="button" className={css.undo} onClick={() => void undo(one)}>
          {t("ui.undo")} <kbd>Z</kbd>
        </button>
      )}
      <CloseButton size="sm" aria-label={t("ui.close")} onClick={() => close(one.id)} />
    </div>
  );
}

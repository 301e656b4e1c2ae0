import { CloseButton } from "@mantine/core";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/index.ts";
import { useShortcut } from "./shortcuts/index.ts";
import css from "./Toasts.module.css";

export type Toast = {
  text: string;
  tone?: "neutral" | "danger";
  /** Takes the act back; offered as a button and by Z. */
  undo?: () => Promise<unknown> | unknown;
  /** Milliseconds until it leaves by itself. */
  stay?: number;
  /** Says how much of them is left: when it leaves, it happens. */
  counts?: boolean;
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
  const stay = one.stay ?? (one.undo ? 10_000 : 5_000);
  useEffect(() => {
    const timer = setTimeout(() => close(one.id), stay);
    return () => clearTimeout(timer);
  }, [one.id, stay]);
  return (
    <div className={css.toast} data-tone={one.tone}>
      <span className={css.text}>
        {one.text} {one.counts && <Countdown milliseconds={stay} />}
      </span>
      {one.undo && (
        <button type="button" className={css.undo} onClick={() => void undo(one)}>
          {t("ui.undo")} <kbd>Z</kbd>
        </button>
      )}
      <CloseButton size="sm" aria-label={t("ui.close")} onClick={() => close(one.id)} />
    </div>
  );
}

/** "in 27 seconds", by the second. Read out once, with its message, and not again each second. */
function Countdown({ milliseconds }: { milliseconds: number }) {
  const format = useFormat();
  const [end] = useState(() => performance.now() + milliseconds);
  const [left, setLeft] = useState(milliseconds);
  useEffect(() => {
    const timer = setInterval(() => setLeft(end - performance.now()), 250);
    return () => clearInterval(timer);
  }, [end]);
  return (
    <span className={css.left} aria-live="off">
      {format.inSeconds(Math.max(0, Math.ceil(left / 1_000)))}
    </span>
  );
}

import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { isTyping, strokeOf } from "./keys.ts";

export type Shortcut = {
  /** Strokes parted by spaces: `g c` is G, then C. */
  keys: string;
  label: string;
  group: "go" | "list" | "record" | "general";
  run: (event: KeyboardEvent) => void;
};

/** Later registrations win: a panel's `E` goes before the page's beneath. */
let known: readonly Shortcut[] = [];
const listeners = new Set<() => void>();
let first: { stroke: string; at: number } | undefined;

function change(next: readonly Shortcut[]): void {
  known = next;
  for (const listener of listeners) listener();
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const stroke = strokeOf(event);
  if (stroke.length > 1 && /^(mod\+|alt\+)?(Control|Meta|Alt|Shift|Dead)$/.test(stroke)) return;
  const typing = isTyping(event.target);
  if (typing && !stroke.startsWith("mod+")) return;
  // A dialog keeps letters to itself.
  const inDialog = event.target instanceof Element && event.target.closest("[role=dialog]:not([data-panel])");
  if (inDialog && !stroke.startsWith("mod+")) return;
  if (
    stroke === "Space" &&
    event.target instanceof Element &&
    event.target.closest("button, a, summary, [role=checkbox]")
  )
    return;
  const sequence = first && event.timeStamp - first.at < 1_200 ? `${first.stroke} ${stroke}` : undefined;
  first = undefined;
  const hit = (keys: string | undefined) =>
    keys ? known.findLast((shortcut) => shortcut.keys === keys) : undefined;
  const shortcut = hit(sequence) ?? hit(stroke);
  if (shortcut) {
    event.preventDefault();
    shortcut.run(event);
  } else if (known.some((other) => other.keys.startsWith(`${stroke} `))) {
    first = { stroke, at: event.timeStamp };
  }
}

/** Registers a shortcut while the component is shown; it is listed under `?`. */
export function useShortcut(shortcut: Shortcut, enabled = true): void {
  const { keys, label, group } = shortcut;
  const run = useEffectEvent(shortcut.run);
  useEffect(() => {
    if (!enabled) return;
    const entry: Shortcut = { keys, label, group, run: (event) => run(event) };
    if (known.length === 0) addEventListener("keydown", onKeyDown);
    change([...known, entry]);
    return () => {
      change(known.filter((other) => other !== entry));
      if (known.length === 0) removeEventListener("keydown", onKeyDown);
    };
  }, [keys, label, group, enabled]);
}

export function useShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => known,
  );
}

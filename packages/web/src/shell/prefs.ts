import { useSyncExternalStore } from "react";
import { bestLocale, isLocale, type Locale } from "../format/index.ts";

export type Density = "compact" | "default" | "touch";

/** How this person likes the client on this device; kept in the browser. */
export type Prefs = { locale: Locale; density: Density; railFolded: boolean };

const place = "rapport.prefs";
const listeners = new Set<() => void>();

function read(): Prefs {
  const initial: Prefs = { locale: bestLocale(navigator.languages), density: "default", railFolded: false };
  const kept = localStorage.getItem(place);
  if (!kept) return initial;
  const parsed: Partial<Prefs> = JSON.parse(kept);
  return { ...initial, ...parsed, locale: isLocale(parsed.locale) ? parsed.locale : initial.locale };
}

let prefs = read();

export function getPrefs(): Prefs {
  return prefs;
}

export function setPrefs(changes: Partial<Prefs>): void {
  prefs = { ...prefs, ...changes };
  localStorage.setItem(place, JSON.stringify(prefs));
  for (const listener of listeners) listener();
}

export function usePrefs(): Prefs {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, getPrefs);
}

import { useSyncExternalStore } from "react";

type Parse = typeof import("libphonenumber-js/min").parsePhoneNumberFromString;

let parse: Parse | undefined;
let isLoading = false;
const listeners = new Set<() => void>();

/** The countries' ways of grouping digits are no part of the first page. Without them numbers stay as they are. */
async function load(): Promise<void> {
  if (isLoading || parse) return;
  isLoading = true;
  try {
    parse = (await import("libphonenumber-js/min")).parsePhoneNumberFromString;
  } catch {
    // Offline, or a version that is gone: the next number that is shown asks again.
  }
  isLoading = false;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  void load();
  return () => listeners.delete(listener);
}

function grouped(text: string, read: Parse): string {
  const number = read(text);
  return number?.isPossible() ? number.formatInternational() : text;
}

/** A phone number as its country groups it (E.123), left to right in every language; what is no number stays as it is. */
export function Phone({ text }: { text: string | undefined }) {
  const read = useSyncExternalStore(subscribe, () => parse);
  return <span className="ltr">{text && read ? grouped(text, read) : text}</span>;
}

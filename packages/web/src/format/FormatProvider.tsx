import { createContext, type ReactNode, useContext, useMemo } from "react";
import { createFormat, type Format } from "./format.ts";
import type { Locale } from "./locale.ts";

const FormatContext = createContext<Format>(createFormat("en"));

/** Gives the parts beneath their numbers, money and times in one language and time zone. */
export function FormatProvider(props: {
  locale: Locale;
  timeZone?: string | undefined;
  children: ReactNode;
}) {
  const format = useMemo(() => createFormat(props.locale, props.timeZone), [props.locale, props.timeZone]);
  return <FormatContext value={format}>{props.children}</FormatContext>;
}

export function useFormat(): Format {
  return useContext(FormatContext);
}

import { useMemo } from "react";
import { useFormat } from "./FormatProvider.tsx";

type Country = { value: string; label: string };
const made = new Map<string, Country[]>();

/** Withdrawn, for private use, or no country: CLDR names them all the same. */
const others = new Set("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split(" "));

/** Every country that this reader's language has a name for, by that name. The value is its ISO 3166 code. */
function countriesIn(language: string): Country[] {
  const known = made.get(language);
  if (known) return known;
  const names = new Intl.DisplayNames([language, "en"], { type: "region", fallback: "none" });
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const found = letters.flatMap((first) =>
    letters.flatMap((second) => {
      const value = first + second;
      const canonical = new Intl.Locale(`und-${value}`).region;
      const label = others.has(value) || canonical !== value ? undefined : names.of(value);
      return label ? [{ value, label }] : [];
    }),
  );
  const order = new Intl.Collator(language);
  found.sort((a, b) => order.compare(a.label, b.label));
  made.set(language, found);
  return found;
}

export function useCountries() {
  const { info } = useFormat();
  return useMemo(() => {
    const options = countriesIn(info.intl);
    return { options, nameOf: (code: string) => options.find(({ value }) => value === code)?.label ?? code };
  }, [info.intl]);
}

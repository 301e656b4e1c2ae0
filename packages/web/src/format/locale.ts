/** Languages of the client. A language is ready when i18n/ has its catalogue; az, mn, tr and ru join this list. */
export type Locale = "en" | "fa" | "en-XA";

export type LocaleInfo = {
  /** Its own name for itself, as the language menu shows it. */
  name: string;
  /** BCP 47 tag that Intl understands for this language. */
  intl: string;
  direction: "ltr" | "rtl";
  calendar: "gregory" | "persian";
  /** First day of the week, 0 = Sunday. */
  weekStart: number;
  /** Thousands are parted by this where the language's own sign would be misread elsewhere. */
  group?: string;
};

export const locales: Record<Locale, LocaleInfo> = {
  en: {
    name: "English",
    intl: "en-GB",
    direction: "ltr",
    calendar: "gregory",
    weekStart: 1,
    group: "\u202f",
  },
  fa: { name: "فارسی", intl: "fa-IR", direction: "rtl", calendar: "persian", weekStart: 6 },
  "en-XA": {
    name: "Ƥşḗŭḓǿ",
    intl: "en-GB",
    direction: "ltr",
    calendar: "gregory",
    weekStart: 1,
    group: "\u202f",
  },
};

export function isLocale(value: unknown): value is Locale {
  return typeof value === "string" && value in locales;
}

/** The first of the wanted languages that we have, else English. */
export function bestLocale(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    if (isLocale(tag)) return tag;
    const language = tag.split("-")[0];
    if (isLocale(language)) return language;
  }
  return "en";
}

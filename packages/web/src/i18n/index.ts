import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { createFormat, type Locale, locales } from "../format/index.ts";
import { en } from "./en/index.ts";
import type { Catalogue } from "./pseudo.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    returnNull: false;
  }
}

/** Only English is part of the first page; the others load when they are chosen. */
const load: Record<Locale, () => Promise<Catalogue>> = {
  en: () => Promise.resolve(en),
  fa: async () => (await import("./fa/index.ts")).fa,
  "en-XA": async () => (await import("./pseudo.ts")).pseudoCatalogue(en),
};

export const i18n = i18next.createInstance();

/** Numbers and times inside messages are formatted like everywhere else: `{{count, number}}`, `{{money, money}}`. */
function addFormats(locale: Locale): void {
  const format = createFormat(locale);
  i18n.services.formatter?.add("number", (value: number) => format.number(value));
  i18n.services.formatter?.add("money", (value: { amount: number; currency: string }) => format.money(value));
  i18n.services.formatter?.add("percent", (value: number) => format.percent(value));
  i18n.services.formatter?.add("date", (value: string) => format.date(value));
  i18n.services.formatter?.add("relative", (value: string) => format.relative(value));
}

export async function startI18n(locale: Locale): Promise<void> {
  await i18n.use(initReactI18next).init({
    lng: locale,
    fallbackLng: "en",
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await setLocale(locale);
}

export async function setLocale(locale: Locale): Promise<void> {
  if (!i18n.hasResourceBundle(locale, "translation")) {
    i18n.addResourceBundle(locale, "translation", await load[locale]());
  }
  addFormats(locale);
  await i18n.changeLanguage(locale);
  document.documentElement.lang = locale;
  document.documentElement.dir = locales[locale].direction;
}

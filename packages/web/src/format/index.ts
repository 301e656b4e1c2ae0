export { addDays, addMonths, type Calendar, type CalendarDay, today, weekday } from "./calendar.ts";
export { useCountries } from "./country.ts";
export { asciiDigits, parseNumber } from "./digits.ts";
export { FormatProvider, useFormat } from "./FormatProvider.tsx";
export { createFormat, type Format, type Money } from "./format.ts";
export { bestLocale, isLocale, type Locale, type LocaleInfo, locales } from "./locale.ts";
export { Phone } from "./Phone.tsx";

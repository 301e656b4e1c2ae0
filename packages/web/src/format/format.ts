import { type Calendar, calendarOf } from "./calendar.ts";
import { parseNumber } from "./digits.ts";
import { type Locale, type LocaleInfo, locales } from "./locale.ts";

/** Integer minor units and an ISO 4217 code, as the API sends them. */
export type Money = { amount: number; currency: string };

export type Format = {
  locale: Locale;
  info: LocaleInfo;
  calendar: Calendar;
  /** IANA zone in which times are shown. */
  timeZone: string;
  number(value: number, options?: Intl.NumberFormatOptions): string;
  /** 12 400 → 12.4K, for labels of a chart. */
  compact(value: number): string;
  /** A ratio: 0.25 → 25%. */
  percent(ratio: number, digits?: number): string;
  money(money: Money, options?: { whole?: boolean; compact?: boolean }): string;
  moneyParts(money: Money, options?: { whole?: boolean }): { type: "currency" | "value"; text: string }[];
  parseMoney(text: string, currency: string): Money | undefined;
  minorDigits(currency: string): number;
  /** 4 Mar 2026. Takes a time or a `YYYY-MM-DD` day. */
  date(value: string | Date): string;
  /** 14:05. */
  time(value: string | Date): string;
  dateTime(value: string | Date): string;
  month(value: string | Date): string;
  /** Today, Yesterday, Tuesday 4 March, and the year where it is not this one. */
  day(value: string | Date, now?: Date): string;
  /** 3 days ago, in 2 hours, now. */
  relative(value: string | Date, now?: Date): string;
  /** Today, yesterday: of a day of UTC, by which uses are counted, seen from the day that it is in UTC. */
  relativeUtc(day: string, now?: Date): string;
  /** In 27 seconds. */
  inSeconds(count: number): string;
  /** The `YYYY-MM-DD` on which a time falls in the zone shown. */
  dayOf(value: string | Date): string;
  list(items: string[]): string;
  /** Engineering · 10 people · Baku: each keeps its own direction. Those without a value are left out. */
  facts(items: readonly (string | false | undefined)[]): string;
  /** CLDR category of a number: one, few, many, other. */
  plural(count: number): Intl.LDMLPluralRule;
};

const isDay = (value: string | Date): value is string =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365.25 * 86_400],
  ["month", 30.44 * 86_400],
  ["week", 7 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** Everything shown to people as number, money or time goes through here, so that every screen says it alike. */
export function createFormat(
  locale: Locale,
  timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone,
): Format {
  const info = locales[locale];
  const calendar = calendarOf(info);
  const tag = info.calendar === "persian" ? `${info.intl}-u-ca-persian` : info.intl;
  const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

  function cached<T extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => T): T {
    const known = made.get(key);
    if (known) return known as T;
    const fresh = make();
    made.set(key, fresh);
    return fresh;
  }

  const numbers = (options: Intl.NumberFormatOptions = {}) =>
    cached(`n${JSON.stringify(options)}`, () => new Intl.NumberFormat(info.intl, options));

  const joined = (parts: Intl.NumberFormatPart[]) =>
    parts.map((part) => (part.type === "group" && info.group ? info.group : part.value)).join("");

  function dates(options: Intl.DateTimeFormatOptions, value: string | Date): string {
    const day = isDay(value);
    const zone = day ? "UTC" : timeZone;
    const made = cached(
      `d${zone}${JSON.stringify(options)}`,
      () => new Intl.DateTimeFormat(tag, { ...options, timeZone: zone }),
    );
    return made.format(day ? new Date(`${value}T00:00:00Z`) : new Date(value));
  }

  function dayOf(value: string | Date): string {
    if (isDay(value)) return value;
    const made = cached(
      `iso${timeZone}`,
      () => new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }),
    );
    return made.format(new Date(value));
  }

  const inDays = (day: string, today: string) =>
    relativeTime.format(Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000), "day");

  const digitsOf = (currency: string) =>
    numbers({ style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;

  function moneyFormat(money: Money, options: { whole?: boolean; compact?: boolean }) {
    const digits = digitsOf(money.currency);
    const round = options.whole || options.compact || money.amount % 10 ** digits === 0;
    const made = numbers({
      style: "currency",
      currency: money.currency,
      currencyDisplay: "narrowSymbol",
      ...(options.compact ? { notation: "compact", maximumFractionDigits: 1 } : {}),
      ...(round && !options.compact ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {}),
    });
    return made.formatToParts(money.amount / 10 ** digits);
  }

  const relativeTime = new Intl.RelativeTimeFormat(info.intl, { numeric: "auto" });
  const countdown = new Intl.RelativeTimeFormat(info.intl, { numeric: "always" });
  const capital = (text: string) => text.charAt(0).toLocaleUpperCase(info.intl) + text.slice(1);

  return {
    locale,
    info,
    calendar,
    timeZone,
    number: (value, options) => joined(numbers(options).formatToParts(value)),
    compact: (value) =>
      joined(numbers({ notation: "compact", maximumFractionDigits: 1 }).formatToParts(value)),
    percent: (ratio, digits = 0) =>
      numbers({ style: "percent", maximumFractionDigits: digits }).format(ratio),
    money: (money, options = {}) => joined(moneyFormat(money, options)),
    moneyParts(money, options = {}) {
      const parts: { type: "currency" | "value"; text: string }[] = [];
      for (const part of moneyFormat(money, options)) {
        const type = part.type === "currency" || part.type === "literal" ? "currency" : "value";
        const text = part.type === "group" && info.group ? info.group : part.value;
        const last = parts.at(-1);
        if (last?.type === type) last.text += text;
        else parts.push({ type, text });
      }
      return parts;
    },
    parseMoney(text, currency) {
      const value = parseNumber(
        text.replace(/[^\d\u06f0-\u06f9\u0660-\u0669.,\u066b\u066c\s\u00a0\u202f'’\-\u2212]/g, ""),
      );
      if (value === undefined) return undefined;
      return { amount: Math.round(value * 10 ** digitsOf(currency)), currency };
    },
    minorDigits: digitsOf,
    date: (value) => dates({ day: "numeric", month: "short", year: "numeric" }, value),
    time: (value) => dates({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, value),
    dateTime: (value) =>
      dates(
        {
          day: "numeric",
          month: "short",
          year: "numeric",
          hour: "2-digit",
          minute: "2-digit",
          hourCycle: "h23",
        },
        value,
      ),
    month: (value) =>
      // CLDR's Persian pattern puts the year first, which nobody writes.
      info.calendar === "persian"
        ? `${dates({ month: "long" }, value)} ${dates({ year: "numeric" }, value).replace(/[^\u06f0-\u06f9]/g, "")}`
        : dates({ month: "long", year: "numeric" }, value),
    day(value, now = new Date()) {
      const day = dayOf(value);
      const days = Math.round((Date.parse(day) - Date.parse(dayOf(now))) / 86_400_000);
      if (Math.abs(days) <= 1) return capital(relativeTime.format(days, "day"));
      const thisYear = day.slice(0, 4) === dayOf(now).slice(0, 4);
      return dates(
        { weekday: "long", day: "numeric", month: "long", ...(thisYear ? {} : { year: "numeric" }) },
        day,
      );
    },
    relative(value, now = new Date()) {
      if (isDay(value)) return inDays(value, dayOf(now));
      const seconds = (new Date(value).getTime() - now.getTime()) / 1_000;
      for (const [unit, size] of steps) {
        if (Math.abs(seconds) >= size) return relativeTime.format(Math.trunc(seconds / size), unit);
      }
      return relativeTime.format(0, "second");
    },
    relativeUtc: (day, now = new Date()) => inDays(day, now.toISOString().slice(0, 10)),
    inSeconds: (count) => countdown.format(count, "second"),
    dayOf,
    facts: (items) =>
      items
        .flatMap((item) => (item ? [info.direction === "rtl" ? `\u2068${item}\u2069` : item] : []))
        .join(" · "),
    list: (items) => new Intl.ListFormat(info.intl, { type: "conjunction" }).format(items),
    plural: (count) => new Intl.PluralRules(info.intl).select(count),
  };
}

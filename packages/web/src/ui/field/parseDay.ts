import { asciiDigits, type Format } from "../../format/index.ts";

/**
 * A typed day in the language's calendar: `4.3.2026`, `2026-03-04`, `۱۴۰۴/۱۲/۱۳`, or day and month of this year.
 * A four-digit year stands first or last; the day stands before the month unless the year came first.
 */
export function parseDay(text: string, format: Format, now = new Date()): string | undefined {
  const numbers = asciiDigits(text).split(/\D+/).filter(Boolean).map(Number);
  const today = format.calendar.fromDay(format.dayOf(now));
  const [a, b, c] = numbers;
  if (a === undefined || b === undefined || numbers.length > 3) return undefined;
  const date = a > 999 ? { year: a, month: b, day: c ?? 1 } : { year: c ?? today.year, month: b, day: a };
  if (date.year < 100) date.year += Math.floor(today.year / 100) * 100;
  if (
    date.month < 1 ||
    date.month > 12 ||
    date.day < 1 ||
    date.day > format.calendar.daysIn(date.year, date.month)
  )
    return undefined;
  return format.calendar.toDay(date);
}

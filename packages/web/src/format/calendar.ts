import { jalaaliMonthLength, toGregorian, toJalaali } from "jalaali-js";
import type { LocaleInfo } from "./locale.ts";

/** A day as a calendar counts it; `month` from 1. */
export type CalendarDay = { year: number; month: number; day: number };

/** What a date field needs from a calendar. Days travel as `YYYY-MM-DD` in the Gregorian calendar. */
export type Calendar = {
  fromDay(day: string): CalendarDay;
  toDay(date: CalendarDay): string;
  daysIn(year: number, month: number): number;
};

const gregorian: Calendar = {
  fromDay(day) {
    const [year = 1970, month = 1, date = 1] = day.split("-").map(Number);
    return { year, month, day: date };
  },
  toDay: ({ year, month, day }) =>
    `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`,
  daysIn: (year, month) => new Date(Date.UTC(year, month, 0)).getUTCDate(),
};

const persian: Calendar = {
  fromDay(day) {
    const { year, month, day: date } = gregorian.fromDay(day);
    const { jy, jm, jd } = toJalaali(year, month, date);
    return { year: jy, month: jm, day: jd };
  },
  toDay({ year, month, day }) {
    const { gy, gm, gd } = toGregorian(year, month, day);
    return gregorian.toDay({ year: gy, month: gm, day: gd });
  },
  daysIn: (year, month) => jalaaliMonthLength(year, month),
};

export function calendarOf(info: LocaleInfo): Calendar {
  return info.calendar === "persian" ? persian : gregorian;
}

/** The month `by` months later (or earlier), its day kept where the month is long enough. */
export function addMonths(calendar: Calendar, date: CalendarDay, by: number): CalendarDay {
  const months = date.year * 12 + (date.month - 1) + by;
  const year = Math.floor(months / 12);
  const month = months - year * 12 + 1;
  return { year, month, day: Math.min(date.day, calendar.daysIn(year, month)) };
}

/** The day `by` days later, in `YYYY-MM-DD`. */
export function addDays(day: string, by: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + by);
  return date.toISOString().slice(0, 10);
}

/** The day that it is in UTC, by which the reports count, in `YYYY-MM-DD`. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** 0 = Sunday. */
export function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

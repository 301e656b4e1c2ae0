import * as Context from "../kernel/context.ts";

const DAY = 86_400_000;

const dayText = (time: number) => new Date(time).toISOString().slice(0, 10);
export const dayAfter = (day: string, count = 1) => dayText(Date.parse(day) + count * DAY);

/** Days, both included, and as many days before them. */
export type Period = { from: string; to: string; days: string[]; previous: string[] };

/** The last `count` days up to today when the ends are left out. */
export function period(input: { from?: string | undefined; to?: string | undefined }, count = 30): Period {
  const to = input.to ?? (input.from ? dayAfter(input.from, count - 1) : dayText(Context.now().getTime()));
  const from = input.from ?? dayAfter(to, 1 - count);
  const length = Math.round((Date.parse(to) - Date.parse(from)) / DAY) + 1;
  const days = Array.from({ length }, (_, place) => dayAfter(from, place));
  return { from, to, days, previous: days.map((day) => dayAfter(day, -length)) };
}

export function monthBefore(month: string, count: number): string {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, number - 1 - count, 1)).toISOString().slice(0, 7);
}

/** Months, both included, rising; the last 12 when the ends are left out, at most 60. */
export function months(input: { from?: string | undefined; to?: string | undefined }): string[] {
  const to = input.to ?? Context.now().toISOString().slice(0, 7);
  const from = input.from ?? monthBefore(to, 11);
  const all: string[] = [];
  for (let back = 0; back < 60 && monthBefore(to, back) >= from; back++) all.unshift(monthBefore(to, back));
  return all;
}

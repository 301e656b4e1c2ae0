import type { Activity } from "../activity/activity.data.ts";
import { isLate } from "../activity/late.ts";
import { addDays, type Format, weekday } from "../format/index.ts";

export const groups = ["overdue", "today", "week", "later"] as const;
export type Group = (typeof groups)[number];

/** Which part of the agenda an activity belongs to; a week ends as the language's calendar says. */
export function groupOf(activity: Activity, format: Format, now = new Date()): Group {
  const today = format.dayOf(now);
  const day = format.dayOf(activity.at);
  if (day < today || (day === today && isLate(activity, format, now))) return "overdue";
  if (day === today) return "today";
  const toNextWeek = (format.info.weekStart - weekday(today) + 7) % 7 || 7;
  return day < addDays(today, toNextWeek) ? "week" : "later";
}

/** The same time of the day on another day, in the person's time zone. */
export function onDay(at: string, day: string, format: Format): string {
  return new Date(`${day}T${clockOf(at, format)}:00`).toISOString();
}

/** `14:05`, with plain digits. */
export function clockOf(at: string, format: Format): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: format.timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(new Date(at));
}

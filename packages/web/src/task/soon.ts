import { addDays, type Format, weekday } from "../format/index.ts";

/** The days that people mostly move things to. */
export function soon(format: Format, now = new Date()) {
  const today = format.dayOf(now);
  const nextWeek = addDays(today, (format.info.weekStart - weekday(today) + 7) % 7 || 7);
  return [
    { key: "today", day: today },
    { key: "tomorrow", day: addDays(today, 1) },
    { key: "nextWeek", day: nextWeek },
  ] as const;
}

import { Unsupported } from "../template/unsupported.ts";

/** The next time after `after` (both epoch milliseconds), or undefined when there is none. */
export type Next = (after: number) => number | undefined;

const MINUTE = 60_000;
const UNITS: Record<string, number> = { minute: MINUTE, hour: 60 * MINUTE, day: 24 * 60 * MINUTE };
const FURTHEST = 366 * 4;

/**
 * `rate(…)` and `cron(…)`. Rates are laid on whole units since the epoch, so that they outlive restarts.
 * Rules: docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function parse(expression: string, zone: string, where: string): Next {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) {
    const step = Number(rate[1]) * UNITS[rate[2]!]!;
    return (after) => (Math.floor(after / step) + 1) * step;
  }
  const cron = /^cron\((.+)\)$/.exec(expression);
  if (cron && zone === "UTC") return cronNext(cron[1]!.trim().split(/\s+/), where);
  throw new Unsupported(`the schedule ${expression} in ${zone}`, where);
}

type Field = (value: number) => boolean;

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

function cronNext(fields: string[], where: string): Next {
  if (fields.length !== 6) throw new Unsupported(`a cron expression of ${fields.length} fields`, where);
  const [minutes, hours, days, months, weekdays, years] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const minute = fieldOf(minutes, 0, 59, [], where);
  const hour = fieldOf(hours, 0, 23, [], where);
  const day = fieldOf(days, 1, 31, [], where);
  const month = fieldOf(months, 1, 12, MONTHS, where, 1);
  const weekday = fieldOf(weekdays, 1, 7, DAYS, where, 1);
  const year = fieldOf(years, 1970, 2199, [], where);
  return (after) => {
    const start = new Date((Math.floor(after / MINUTE) + 1) * MINUTE);
    const date = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate()));
    for (let ahead = 0; ahead <= FURTHEST; ahead++) {
      if (
        year(date.getUTCFullYear()) &&
        month(date.getUTCMonth() + 1) &&
        day(date.getUTCDate()) &&
        weekday(date.getUTCDay() + 1)
      ) {
        const from = ahead === 0 ? start.getUTCHours() * 60 + start.getUTCMinutes() : 0;
        for (let of = from; of < 24 * 60; of++)
          if (hour(Math.floor(of / 60)) && minute(of % 60)) return date.getTime() + of * MINUTE;
      }
      date.setUTCDate(date.getUTCDate() + 1);
    }
    return undefined;
  };
}

function fieldOf(text: string, low: number, high: number, names: string[], where: string, base = 0): Field {
  if (text === "*" || text === "?") return () => true;
  const number = (part: string): number => {
    const named = names.indexOf(part.toUpperCase());
    const value = named >= 0 ? named + base : Number(part);
    if (!Number.isInteger(value) || value < low || value > high)
      throw new Unsupported(`the cron field ${text}`, where);
    return value;
  };
  const parts = text.split(",").map((part): Field => {
    const [range, every] = part.split("/");
    const [from, to] = range === "*" ? [low, high] : range!.split("-").map(number);
    const last = to ?? (every === undefined ? from! : high);
    const step = every === undefined ? 1 : Number(every);
    if (!Number.isInteger(step) || step < 1) throw new Unsupported(`the cron field ${text}`, where);
    return (value) => value >= from! && value <= last && (value - from!) % step === 0;
  });
  return (value) => parts.some((part) => part(value));
}

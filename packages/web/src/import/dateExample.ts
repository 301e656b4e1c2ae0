import type { DateOrder } from "./import.data.ts";

/** How a date of the file is read in an order, to show it; the rows themselves are read by the server. */
export function dateExample(text: string, order: DateOrder): string | undefined {
  const numbers = /^\s*(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})/.exec(text)?.slice(1, 4).map(Number);
  if (!numbers) return undefined;
  const [a = 0, b = 0, c = 0] = numbers;
  const [year, month, day] = order === "ymd" ? [a, b, c] : order === "dmy" ? [c, b, a] : [c, a, b];
  if (year < 1_000) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? date.toISOString().slice(0, 10)
    : undefined;
}

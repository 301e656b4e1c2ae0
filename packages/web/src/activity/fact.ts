import type { TFunction } from "i18next";
import type { Format } from "../format/index.ts";
import type { TimelineEntry } from "./activity.data.ts";

/** A system event in the reader's language; one that this client does not know yet keeps the server's words. */
export function factText(entry: TimelineEntry, t: TFunction, format: Format): string {
  if (!entry.fact) return entry.title;
  const key = entry.fact.replace(".", "-");
  const values: Record<string, unknown> = { ...entry.values };
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === "object" && value !== null && "currency" in value) {
      values[name] = format.money(value as { amount: number; currency: string });
    }
  }
  const say = t as unknown as (key: string, values: Record<string, unknown>) => string;
  return say(`activity.fact.${key}`, { ...values, defaultValue: entry.title });
}

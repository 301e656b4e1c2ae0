import type { Condition } from "../kernel/filter.ts";
import { dayAfter, monthBefore } from "./period.ts";
import type { Link } from "./report.schema.ts";

/** The records of one noun that meet all conditions; those without a value are left out. */
export function link(noun: Link["noun"], ...conditions: (Condition | undefined)[]): Link {
  const all = conditions.filter((condition) => condition !== undefined);
  return all.length > 0 ? { noun, filter: { all } } : { noun };
}

export const is = (field: string, value: string | undefined): Condition | undefined =>
  value === undefined ? undefined : { field, operator: "is", value };

/** From the first day to the last, both included. */
export const onDays = (field: string, from: string, to: string): Condition[] => [
  { field, operator: "after", value: from },
  { field, operator: "before", value: dayAfter(to) },
];

export const inMonth = (field: string, month: string): Condition[] => [
  { field, operator: "after", value: `${month}-01` },
  { field, operator: "before", value: `${monthBefore(month, -1)}-01` },
];

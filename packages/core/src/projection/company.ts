import type { Contribution } from "./measure.ts";

/** How many companies there are. */
export const company = (): Contribution[] => [{ measure: "company", add: { total: 1 } }];

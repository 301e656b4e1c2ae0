import type { Row } from "./recipient.ts";

/** How much one recipient's row adds to a campaign's results: for the aggregates and for a count of the rows. Pure. */
export function contribution(row: Partial<Row> | undefined) {
  const one = (moment: unknown) => (moment ? 1 : 0);
  return {
    sent: one(row?.sentAt),
    delivered: one(row?.deliveredAt),
    opened: one(row?.openedAt),
    machineOpened: one(row?.machineOpenedAt && !row.openedAt),
    clicked: one(row?.clickedAt),
    bounced: one(row?.bouncedAt),
    complained: one(row?.complainedAt),
    unsubscribed: one(row?.unsubscribedAt),
  };
}

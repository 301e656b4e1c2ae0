import { decodeTime } from "ulid";
import type { Item } from "../aws/statement.ts";
import { type Contribution, monthOfTime } from "./measure.ts";

/** Counter of a campaign's results → the moment of a recipient's row that states it. */
const moments = {
  sent: "sentAt",
  delivered: "deliveredAt",
  opened: "openedAt",
  machineOpened: "machineOpenedAt",
  clicked: "clickedAt",
  bounced: "bouncedAt",
  softBounced: "softBouncedAt",
  complained: "complainedAt",
  unsubscribed: "unsubscribedAt",
} as const;

/** A recipient's row in a contact's timeline; other lines of the timeline count nothing. */
export const isRecipient = (row: Item) => row.kind === "campaign";

/** Each recipient once for each thing that happened, under the month in which the campaign was created. */
export function recipient(row: Item): Contribution[] {
  const campaign = String(row.campaignId ?? row.entryId);
  const created = new Date(decodeTime(campaign.slice(campaign.indexOf("_") + 1))).toISOString();
  const happened = Object.entries(moments).filter(([, moment]) => row[moment] !== undefined);
  if (happened.length === 0) return [];
  const add = Object.fromEntries(happened.map(([counter]) => [counter, 1]));
  return [{ measure: "campaign", bucket: monthOfTime(created), dimension: campaign, add }];
}

import { decodeTime } from "ulid";
import type { Item } from "../aws/statement.ts";
import * as Ledger from "../ledger/index.ts";
import { type Contribution, monthOfTime } from "./measure.ts";

/** A recipient's row in a contact's timeline; other lines of the timeline count nothing. */
export const isRecipient = (row: Item) => row.kind === "campaign";

/** Each recipient once for each thing that happened, under the month in which the campaign was created. */
export function recipient(row: Item): Contribution[] {
  const campaign = String(row.campaignId ?? row.entryId);
  const created = new Date(decodeTime(campaign.slice(campaign.indexOf("_") + 1))).toISOString();
  const counts = Object.entries(Ledger.contribution(row)).filter(([, count]) => count > 0);
  if (counts.length === 0) return [];
  const add = Object.fromEntries(counts);
  return [{ measure: "campaign", bucket: monthOfTime(created), dimension: campaign, add }];
}

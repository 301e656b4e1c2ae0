import type { Sum } from "./read.ts";
import type { CampaignResult } from "./report.schema.ts";

/** From the sums `3#MONTH#campaign#ID`, latest first. */
export function campaignsOf(sums: Sum[]): CampaignResult[] {
  return sums
    .filter(({ parts }) => parts[0] === "3" && parts[2] === "campaign")
    .map(({ parts, counters }) => {
      const id = parts[3] as string;
      const count = (name: string) => counters[name] ?? 0;
      return {
        id,
        sent: count("sent"),
        delivered: count("delivered"),
        opened: count("opened"),
        machineOpened: count("machineOpened"),
        clicked: count("clicked"),
        bounced: count("bounced"),
        complained: count("complained"),
        unsubscribed: count("unsubscribed"),
        link: { noun: "campaign" as const, id },
      };
    })
    .sort((a, b) => (a.id < b.id ? 1 : -1));
}

import type { Campaign } from "./campaign.entity.ts";

/** What happened to a campaign beyond created, updated, removed and restored. */
export function facts(before: Campaign | undefined, after: Campaign | undefined): string[] {
  if (after?.shelf !== "live" || before?.state === after.state) return [];
  const from = before?.state;
  switch (after.state) {
    case "scheduled":
      return ["campaign.scheduled"];
    case "running":
      return [from === "paused" ? "campaign.resumed" : "campaign.started"];
    case "paused":
      return ["campaign.paused"];
    case "cancelled":
      return ["campaign.cancelled"];
    case "finished":
    case "finished-with-errors":
      // The end of an ended campaign is only corrected.
      return from?.startsWith("finished") ? [] : ["campaign.finished"];
    default:
      return [];
  }
}

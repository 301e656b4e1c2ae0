import type { Tone } from "../ui/Status.tsx";
import type { Outcome, Recipient } from "./campaign.data.ts";

/** In the order of the results: what people did, and what the ledger says. */
export const outcomes = [
  "delivered",
  "opened",
  "machineOpened",
  "clicked",
  "unsubscribed",
  "bounced",
  "complained",
  "sent",
  "failed",
  "suppressed",
  "skipped",
  "unknown",
  "queued",
] as const satisfies Outcome[];

export type RecipientSearch = { outcome?: Outcome; panel?: string };

/** What the address of a campaign's recipients keeps: which of them, and who is shown beside them. */
export function recipientSearch(search: Record<string, unknown>): RecipientSearch {
  const outcome = outcomes.find((one) => one === search.outcome);
  const panel = typeof search.panel === "string" ? search.panel : "";
  return { ...(outcome ? { outcome } : {}), ...(panel ? { panel } : {}) };
}

const tones: Partial<Record<Outcome, Tone>> = {
  delivered: "positive",
  opened: "positive",
  clicked: "positive",
  bounced: "danger",
  complained: "danger",
  failed: "danger",
  unknown: "attention",
};
export const toneOf = (outcome: Outcome): Tone => tones[outcome] ?? "neutral";

/** The gravest thing that happened, else the farthest that somebody came. */
export function farthest(one: Recipient): Outcome {
  if (one.complainedAt) return "complained";
  if (one.unsubscribedAt) return "unsubscribed";
  if (one.bouncedAt) return "bounced";
  if (one.clickedAt) return "clicked";
  if (one.openedAt) return "opened";
  if (one.machineOpenedAt) return "machineOpened";
  if (one.deliveredAt) return "delivered";
  return one.state === "claimed" ? "queued" : one.state;
}

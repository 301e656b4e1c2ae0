import type { Deal } from "./deal.entity.ts";

/** What happened to a deal beyond created, updated, removed and restored. */
export function facts(before: Deal | undefined, after: Deal | undefined): string[] {
  if (after?.shelf !== "live") return [];
  const happened: string[] = [];
  if (before && before.stageId !== after.stageId) happened.push("deal.moved");
  if (after.status === "won" && before?.status !== "won") happened.push("deal.won");
  if (after.status === "lost" && before?.status !== "lost") happened.push("deal.lost");
  if (after.status === "open" && before && before.status !== "open") happened.push("deal.reopened");
  return happened;
}

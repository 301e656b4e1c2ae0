import { isLate } from "../activity/late.ts";
import type { Format } from "../format/index.ts";
import type { Deal, Pipeline, Stage } from "./deal.data.ts";

const day = 86_400_000;

export type Next = "none" | "overdue" | "planned";

/** Whether something comes next with an open deal, and whether it is late. */
export function nextOf(deal: Deal, format: Format): Next {
  if (!deal.nextActivity) return "none";
  return isLate(deal.nextActivity, format) ? "overdue" : "planned";
}

export function stageOf(pipeline: Pipeline | undefined, deal: Deal): Stage | undefined {
  return pipeline?.stages.find((stage) => stage.id === deal.stageId);
}

export function daysSince(time: string, now = new Date()): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(time)) / day));
}

/** Days in the stage, when they are more than the stage allows. */
export function staleDays(stage: Stage | undefined, deal: Deal): number | undefined {
  const days = daysSince(deal.stageEnteredAt);
  return stage?.staleAfterDays !== undefined && days > stage.staleAfterDays ? days : undefined;
}

/** Where a stage stands on the accent's ramp: the first open one 1, the last 5. */
export function stepOf(pipeline: Pipeline, stageId: string): 1 | 2 | 3 | 4 | 5 | undefined {
  const open = pipeline.stages.filter((stage) => stage.type === "open");
  const at = open.findIndex((stage) => stage.id === stageId);
  if (at < 0) return undefined;
  return (1 + Math.round((at / Math.max(1, open.length - 1)) * 4)) as 1 | 2 | 3 | 4 | 5;
}

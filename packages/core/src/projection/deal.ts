import type { Deal } from "../deal/deal.entity.ts";
import { type Contribution, monthOfTime } from "./measure.ts";

const NOBODY = "-";

function counted(name: string, deal: Deal): Record<string, number> {
  return { [name]: 1, ...(deal.amount ? { [`${name}:${deal.amount.currency}`]: deal.amount.amount } : {}) };
}

/** How many stand how; created, won and lost by month and owner with their amounts; open ones by stage, with their sums. */
export function deal(deal: Deal): Contribution[] {
  const dimension = deal.ownerId ?? NOBODY;
  const created = { measure: "deal", bucket: monthOfTime(deal.createdAt), dimension } as const;
  const all: Contribution[] = [
    { measure: "deals", add: { [deal.status]: 1 } },
    { ...created, add: counted("created", deal) },
  ];
  if (deal.status === "open") {
    const { amount } = deal;
    const weighted = amount && Math.round((amount.amount * (deal.probability ?? 0)) / 100);
    const add = {
      ...counted("open", deal),
      ...(amount ? { [`weighted:${amount.currency}`]: weighted as number } : {}),
    };
    all.push({ measure: "pipeline", dimension: `${deal.pipelineId}#${deal.stageId}`, add });
  } else {
    const bucket = monthOfTime(deal.closedAt ?? deal._at);
    all.push({ measure: "deal", bucket, dimension, add: counted(deal.status, deal) });
  }
  return all;
}

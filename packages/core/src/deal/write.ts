import { stamp } from "../aws/stamp.ts";
import { update } from "../aws/statement.ts";
import { records } from "../aws/table.ts";
import type { Write } from "../aws/transaction.ts";
import type { Stage } from "../pipeline/pipeline.schema.ts";
import { type Deal, linkKey, logKey } from "./deal.entity.ts";

/** Rows that let a contact find its deals, for the contacts that came and went. */
export function links(dealId: string, before: Deal["contacts"], after: Deal["contacts"]): Write[] {
  const had = new Set(before.map((participant) => participant.contactId));
  const has = new Set(after.map((participant) => participant.contactId));
  const added = [...has].filter((id) => !had.has(id));
  const gone = [...had].filter((id) => !has.has(id));
  return [
    ...added.map((id) => ({
      Put: { TableName: records(), Item: { ...linkKey(id, dealId), dealId, _v: 1, ...stamp() } },
    })),
    ...gone.map((id) => ({ Delete: { TableName: records(), Key: linkKey(id, dealId) } })),
  ];
}

const duration = (from: string, to: string) => Math.max(0, Date.parse(to) - Date.parse(from));

/** Opens a stay in a stage, or tells a whole past one; probability and forecast are recorded as they were at entry. */
export function enter(deal: Deal, from: string | undefined, leftAt?: string): Write {
  const { stageId: to, stageEnteredAt: enteredAt, ownerId, probability, forecast } = deal;
  const left = leftAt ? { leftAt, durationMs: duration(enteredAt, leftAt) } : {};
  const row = { from, to, enteredAt, ownerId, probability, forecast, ...left };
  return {
    Put: { TableName: records(), Item: { ...logKey(deal.id, enteredAt), ...row, _v: 1, ...stamp() } },
  };
}

/** Closes the stay that `before` was in. */
export function leave(before: Deal, leftAt: string): Write {
  const durationMs = duration(before.stageEnteredAt, leftAt);
  const key = logKey(before.id, before.stageEnteredAt);
  return update(key, {
    set: { to: before.stageId, enteredAt: before.stageEnteredAt, leftAt, durationMs, ...stamp() },
    add: { _v: 1 },
    upsert: true,
  }).write();
}

/** What entering a stage makes of a deal. */
export function entered(stage: Stage, at: string, lostReason: string | undefined) {
  const open = stage.type === "open";
  return {
    stageId: stage.id,
    stageEnteredAt: at,
    status: stage.type,
    probability: stage.probability,
    closedAt: open ? null : at,
    lostReason: stage.type === "lost" ? lostReason : null,
    ...(open ? {} : { nextActivity: null, forecast: "closed" as const }),
  };
}

import * as Actor from "../kernel/actor.ts";
import { expectSystem, type Owned } from "../kernel/draft.ts";
import { newId as idNew } from "../kernel/id.ts";
import type { Stage } from "../pipeline/pipeline.schema.ts";
import { type Deal, deals } from "./deal.entity.ts";
import type { Create, NextActivity } from "./deal.schema.ts";
import { enter, entered, links } from "./write.ts";

export const newId = () => idNew("deal");

export type Past = {
  /** Given where something written before it is about it. */
  id?: string;
  /** The stages it went through, first to last, and when it came into each. */
  stays: readonly { stage: Stage; at: string }[];
  pipelineId: string;
  position: string;
  lostReason?: string | undefined;
  nextActivity?: NextActivity | undefined;
};

/** A deal with its way through the stages, to be written with many others. */
export function draft({ ownerId: _, stageId: __, ...input }: Create, owned: Owned, past: Past) {
  expectSystem(Actor.use());
  const { id, stays, lostReason, ...rest } = past;
  const last = stays.at(-1);
  if (!last) throw new TypeError("A deal stands in a stage.");
  const base = { ...input, ...owned, ...rest, tags: input.tags ?? [], contacts: input.contacts ?? [] };
  const at = (stay: { stage: Stage; at: string }) => ({
    forecast: input.forecast ?? ("pipeline" as const),
    ...entered(stay.stage, stay.at, lostReason),
  });
  const logOf = (deal: Deal) =>
    stays.map((stay, place) =>
      enter({ ...deal, ...at(stay) } as Deal, stays[place - 1]?.stage.id, stays[place + 1]?.at),
    );
  const { record, writes } = deals.draft({ ...base, ...at(last) } as never, {
    ...(id ? { id } : {}),
    withRecord: (deal) => [...logOf(deal), ...links(deal.id, [], deal.contacts)],
  });
  return { id: record.id, writes };
}

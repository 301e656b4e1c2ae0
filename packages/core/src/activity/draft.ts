import type * as z from "zod";
import * as Actor from "../kernel/actor.ts";
import * as Context from "../kernel/context.ts";
import { expectSystem, type Owned } from "../kernel/draft.ts";
import { activities } from "./activity.entity.ts";
import { type Create, statesOf } from "./activity.schema.ts";
import { rowsOf } from "./party.ts";

/** An activity with its rows on the timelines, to be written with many others; what its parties carry is the caller's. */
export function draft({ ownerId: _, ...input }: z.output<typeof Create>, owned: Owned) {
  expectSystem(Actor.use());
  const fields = {
    ...input,
    ...owned,
    about: input.about ?? [],
    at: input.at ?? Context.now().toISOString(),
    state: input.state ?? statesOf[input.kind][0],
  };
  const withRecord = (record: Parameters<typeof rowsOf>[0]) =>
    [...rowsOf(record).values()].flatMap(([put]) => (put ? [put] : []));
  const { record, writes } = activities.draft(fields, { withRecord });
  return { id: record.id, writes };
}

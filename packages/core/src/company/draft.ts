import * as Actor from "../kernel/actor.ts";
import { expectSystem, type Owned } from "../kernel/draft.ts";
import { companies } from "./company.entity.ts";
import type { Create } from "./company.schema.ts";

/** A company, to be written with many others. */
export function draft({ ownerId: _, ...input }: Create, owned: Owned) {
  expectSystem(Actor.use());
  const { record, writes } = companies.draft({ ...input, ...owned, tags: input.tags ?? [] });
  return { id: record.id, writes };
}

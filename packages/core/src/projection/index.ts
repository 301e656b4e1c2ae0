import { FIRST, type Generations, generationsOf } from "../aws/generation.ts";
import * as Change from "../change/index.ts";
import { type Failures, type Image, imageOf, inOrder, type StreamRecord } from "../fact/index.ts";
import { apply } from "./apply.ts";
import * as Membership from "./membership.ts";
import * as Moment from "./moment.ts";
import { type Source, sourceOf } from "./source.ts";

export { apply } from "./apply.ts";
export { type Mark, markKey } from "./mark.ts";
export * from "./measure.ts";
export { type Answer, type Input, recount } from "./recount.ts";
export { fold, type Source, sourceOf } from "./source.ts";
export { type Sums, sumItemKey } from "./sums.ts";

/**
 * Brings all derived data up to date with a batch of the stream. Safe to repeat, in whole or in part.
 * @throws when a table did not take everything: the batch comes again.
 */
export function project(records: readonly StreamRecord[]): Promise<Failures> {
  const read = (record: StreamRecord) => {
    const image = imageOf(record);
    return { image, source: sourceOf(image) };
  };
  return inOrder(records, read, async (batch) => {
    const images = batch.map(({ image }) => image);
    const sources = batch.flatMap(({ source }) => source ?? []);
    const stale = new Set<string>();
    for (const [generation, group] of await byGeneration(sources))
      for (const name of await apply(generation, group)) stale.add(name);
    await Membership.follow(images, stale);
    await Moment.record(images);
    await Change.append(
      images,
      sources.some((source) => source.sums !== undefined),
    );
  });
}

/** Each source goes into the generation that is read, and into the one that a rebuild fills. */
async function byGeneration(sources: Source[]): Promise<Map<string, Source[]>> {
  const generations = await generationsOf([...new Set(sources.map((source) => source.workspaceId))]);
  const groups = new Map<string, Source[]>();
  for (const source of sources) {
    const { live, building } = generations.get(source.workspaceId) ?? ({ live: FIRST } as Generations);
    for (const generation of building ? [live, building] : [live])
      groups.set(generation, [...(groups.get(generation) ?? []), source]);
  }
  return groups;
}

export type { Image };

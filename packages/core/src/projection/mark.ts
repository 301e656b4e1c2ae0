import { getMany, type Item, type Key } from "../aws/statement.ts";
import { reports } from "../aws/table.ts";
import type { Source } from "./source.ts";
import type { Sums } from "./sums.ts";

/**
 * The watermark of one item of Records in one generation: which of its states the sums and the words contain.
 * Sums and words go on by themselves: `rank` and `sums` are one step, `wordRank`, `words` and `shown` the other.
 * pk `w#WS#mark#GENERATION#KIND#ID`, sk as the item's.
 */
export type Mark = {
  rank?: number | undefined;
  sums?: Sums | undefined;
  wordRank?: number | undefined;
  words?: string[] | undefined;
  /** Hash of what the words show. */
  shown?: string | undefined;
};

/** How long a deleted item's watermark refuses older states of it. */
export const TOMBSTONE_SECONDS = 7 * 86_400;

export function markKey(generation: string, source: Pick<Source, "key" | "workspaceId">): Key {
  const rest = source.key.pk.slice(`w#${source.workspaceId}#`.length);
  return { pk: `w#${source.workspaceId}#mark#${generation}#${rest}`, sk: source.key.sk };
}

export const nameOf = (key: Key) => `${key.pk}\n${key.sk}`;

/** One BatchGetItem for each hundred; strongly consistent. */
export async function marksOf(generation: string, sources: readonly Source[]): Promise<Map<Source, Mark>> {
  const byName = new Map(sources.map((source) => [nameOf(markKey(generation, source)), source]));
  const marks = new Map<Source, Mark>();
  const keys = sources.map((source) => markKey(generation, source));
  for (const item of await getMany(keys, { table: reports() })) {
    const source = byName.get(nameOf(item as Key));
    if (source) marks.set(source, item as Item as Mark);
  }
  return marks;
}

/** Items by name; those that are not there are missing. */
export async function itemsOf(keys: Key[], table: string): Promise<Map<string, Item>> {
  const asked = keys.map(({ pk, sk }) => ({ pk, sk }));
  return new Map((await getMany(asked, { table })).map((item) => [nameOf(item as Key), item]));
}

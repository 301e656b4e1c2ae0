import { FIRST } from "../aws/generation.ts";
import { getMany, type Key } from "../aws/statement.ts";
import { Cancelled, transact } from "../aws/transaction.ts";
import * as Context from "../kernel/context.ts";
import {
  type Group,
  isBehind,
  type Pending,
  sameWords,
  sumGroups,
  type Where,
  wordGroups,
  wordsBehind,
} from "./fold.ts";
import { marksOf, nameOf } from "./mark.ts";
import { SHARDS } from "./measure.ts";
import { fold, type Source } from "./source.ts";

const ATTEMPTS = 8;
const AT_ONCE = 4;

/**
 * Brings one generation up to date with these states of items. Safe for states that come twice, late or in any order,
 * beside others that do the same, and when it dies anywhere: a watermark moves with what it stands for, or not at all.
 * `fresh`: the states were read from Records after the generation began, so none of them is of an item long gone.
 * Resolves with the names (see `nameOf`) of items of which a newer state was known already.
 */
export async function apply(
  generation: string,
  sources: readonly Source[],
  { fresh = false } = {},
): Promise<Set<string>> {
  const stale = new Set<string>();
  const where: Where = { generation, shard: Math.floor(Math.random() * SHARDS), now: Context.now() };
  let rest = fold(sources);
  for (let attempt = 1; rest.length > 0; attempt++) {
    const marks = await marksOf(generation, rest);
    const pending = rest.map((source) => ({ source, mark: marks.get(source) ?? {} }));
    if (attempt === 1)
      for (const { source, mark } of pending)
        if ((mark.rank ?? mark.wordRank ?? -1) > source.rank) stale.add(nameOf(source.key));
    const newer = pending.filter((one) => isBehind(one) || wordsBehind(one));
    const behind = fresh ? newer : await still(generation, newer);
    const byWords = behind.filter((one) => wordsBehind(one) && !(isBehind(one) && sameWords(one)));
    const refused = [
      ...(await run(sumGroups(behind.filter(isBehind), where), 1)),
      ...(await run(wordGroups(byWords, where), AT_ONCE)),
    ];
    rest = [...new Set(refused.map((one) => one.source))];
    if (rest.length > 0 && attempt === ATTEMPTS)
      throw new Error(`${rest.length} items kept changing while they were projected.`);
  }
  return stale;
}

/**
 * An item without a watermark is new, or its watermark went long ago with the item, or with an older generation: then
 * only Records tells whether it is still there.
 */
async function still(generation: string, pending: Pending[]): Promise<Pending[]> {
  const unsure = pending.filter(
    ({ source, mark }) =>
      mark.rank === undefined &&
      mark.wordRank === undefined &&
      !source.gone &&
      (generation !== FIRST || source.old),
  );
  if (unsure.length === 0) return pending;
  const keys = unsure.map(({ source }) => source.key);
  const there = new Set((await getMany(keys)).map((item) => nameOf(item as Key)));
  const gone = new Set(unsure.filter(({ source }) => !there.has(nameOf(source.key))));
  return pending.filter((one) => !gone.has(one));
}

/** Runs the groups; resolves with what was refused because its watermark moved, or another transaction was in the way. */
async function run(groups: Group[], atOnce: number): Promise<Pending[]> {
  const refused: Pending[] = [];
  for (let start = 0; start < groups.length; start += atOnce) {
    const results = groups.slice(start, start + atOnce).map(async (group) => {
      try {
        await transact(group.writes);
      } catch (error) {
        if (!(error instanceof Cancelled)) throw error;
        refused.push(...group.pending);
      }
    });
    await Promise.all(results);
  }
  return refused;
}

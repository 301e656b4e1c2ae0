import { liveGeneration } from "../aws/generation.ts";
import { type Item, query } from "../aws/statement.ts";
import { reports } from "../aws/table.ts";
import { isOwned } from "../fact/index.ts";
import * as Actor from "../kernel/actor.ts";
import { fn } from "../kernel/fn.ts";
import { wordPartition } from "./item.ts";
import { Find, type Hit, type Result } from "./search.schema.ts";
import { leadsOf, meets, type Term, termsOf } from "./term.ts";

export { type Entry, entryOf, finds, nothing } from "./entry.ts";
export { wordItem, wordKey, wordWrites } from "./item.ts";
export * from "./search.schema.ts";
export { leadsOf, meets, termsOf } from "./term.ts";
export { wordsOf } from "./word.ts";

/** Words a request reads at most: some 200 KB. */
const PAGE = 600;

type Word = Hit & { teamId?: string; words: string[] };

/** One read of the words that begin with a prefix; `rest` continues it, and is missing when it was all. */
type Read = { prefix: string; words: Word[]; rest: Item | undefined };

/**
 * Records that have a word for each part of the question, whole or begun. At most n + 1 requests for n parts, one of
 * them for the generation (a part that is spelled in two ways alone may take one more): the longest part is read first
 * and the rest is filtered; when its words go on after a page, the other parts are tried, and a second page last. Says
 * `refine` when it could not see everything.
 */
export const find = fn("search:read", Find, async ({ q, noun, limit }): Promise<Result> => {
  const terms = termsOf(q).sort((a, b) => b.whole.length - a.whole.length);
  if (terms.length === 0) return { items: [], refine: false };
  const { words, complete } = await lookUp(terms);
  const nouns = noun === undefined ? undefined : new Set([noun].flat());
  const fitting = words.filter(
    (word) =>
      (!nouns || nouns.has(word.noun)) &&
      (!isOwned(word.noun) || Actor.sees(word)) &&
      terms.every((term) => meets(word.words, term)),
  );
  const found = [...new Map(fitting.map((word) => [word.id, word])).values()];
  const items = found
    .map((word) => ({ word, rank: rankOf(word, terms) }))
    .sort((a, b) => b.rank - a.rank || (a.word.title < b.word.title ? -1 : 1))
    .slice(0, limit)
    .map(({ word: { noun, id, title, subtitle, ownerId } }) => ({ noun, id, title, subtitle, ownerId }));
  return { items, refine: !complete || found.length > limit };
});

async function lookUp(terms: Term[]): Promise<{ words: Word[]; complete: boolean }> {
  const generation = await liveGeneration(Actor.workspaceId());
  const where = { workspaceId: Actor.workspaceId(), generation };
  let left = terms.length;
  async function read(prefix: string, start?: Item): Promise<Read> {
    left--;
    const pk = wordPartition(where, prefix);
    const page = await query({ table: reports(), pk, beginsWith: prefix, limit: PAGE, start });
    return { prefix, words: page.items as Word[], rest: page.next };
  }

  const seen: Read[] = [];
  // A partition is named by two letters: one letter alone leads to no words but those of one letter.
  const leading = terms.filter((term) => leadsOf(term).every((prefix) => [...prefix].length > 1));
  for (const term of leading) {
    const leads = leadsOf(term);
    if (seen.length > 0 && left < leads.length) break;
    const reads = await Promise.all(leads.map((prefix) => read(prefix)));
    if (reads.every((page) => !page.rest))
      return { words: reads.flatMap((page) => page.words), complete: true };
    seen.push(...reads);
  }
  const first = seen.find((page) => page.rest);
  if (left > 0 && first) {
    const more = await read(first.prefix, first.rest);
    const siblings = leadsOf(leading[0] as Term).length;
    const complete = !more.rest && seen.slice(0, siblings).every((page) => page === first || !page.rest);
    seen.push(more);
    return { words: seen.flatMap((page) => page.words), complete };
  }
  return { words: seen.flatMap((page) => page.words), complete: false };
}

/** Whole words before beginnings, what the title says before the rest. */
function rankOf(word: Word, terms: Term[]): number {
  const title = word.title.toLowerCase();
  return terms.reduce(
    (sum, { whole }) => sum + (word.words.includes(whole) ? 2 : 0) + (title.startsWith(whole) ? 1 : 0),
    0,
  );
}

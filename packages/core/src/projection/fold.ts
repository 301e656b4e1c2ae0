import { update } from "../aws/statement.ts";
import { reports } from "../aws/table.ts";
import type { Write } from "../aws/transaction.ts";
import * as Search from "../search/index.ts";
import { type Mark, markKey, TOMBSTONE_SECONDS } from "./mark.ts";
import { isHot } from "./measure.ts";
import { hashOf, type Source } from "./source.ts";
import { difference, sumItemKey } from "./sums.ts";

/** DynamoDB takes 100 writes a transaction. */
const WRITES = 100;

/** A source that is newer than its watermark, with what the watermark says. */
export type Pending = { source: Source; mark: Mark };

/** What a transaction brings up to date, all or nothing. */
export type Group = { pending: Pending[]; writes: Write[] };

export type Where = { generation: string; shard: number; now: Date };

export const isBehind = ({ source, mark }: Pending) =>
  source.sums !== undefined && (mark.rank ?? -1) < source.rank;

export const wordsBehind = ({ source, mark }: Pending) =>
  source.entry !== undefined && (mark.wordRank ?? -1) < source.rank;

/** Whether search already shows just this; then only the watermark goes on. */
export function sameWords({ source, mark }: Pending): boolean {
  if (!source.entry) return true;
  return source.entry.words.length === 0 ? !mark.words?.length : mark.shown === hashOf(source.entry);
}

function touched({ source, mark }: Pending): string[] {
  return Object.keys(difference([[mark.sums, source.sums ?? {}]])).sort();
}

/**
 * The fewest transactions: watermarks and the sums they change, one update a sum. Sources that change the same sums
 * stand side by side, so that a second transaction repeats few of them.
 */
export function sumGroups(behind: readonly Pending[], where: Where): Group[] {
  const units = behind.map((pending) => ({ pending, touched: touched(pending) }));
  // Team and owner before everybody's, so that what one owner's records share stays together.
  const signature = ({ touched }: { touched: string[] }) => touched.toReversed().join("\n");
  units.sort((a, b) => (signature(a) < signature(b) ? -1 : 1));
  const bins: { pending: Pending[]; sums: Set<string>; workspaceId: string }[] = [];
  for (const { pending, touched } of units) {
    const { workspaceId } = pending.source;
    const fits = bins.find((bin) => {
      const sums = touched.filter((address) => !bin.sums.has(address)).length;
      return bin.workspaceId === workspaceId && bin.pending.length + 1 + bin.sums.size + sums <= WRITES;
    });
    const bin = fits ?? { pending: [], sums: new Set<string>(), workspaceId };
    if (!fits) bins.push(bin);
    bin.pending.push(pending);
    for (const address of touched) bin.sums.add(address);
  }
  return bins.map(({ pending, workspaceId }) => {
    const sums = difference(pending.map(({ source, mark }) => [mark.sums, source.sums ?? {}] as const));
    const writes = Object.entries(sums).map(([address, add]) => {
      const key = sumItemKey(
        workspaceId,
        where.generation,
        address,
        isHot(address.slice(address.indexOf("|") + 1)) ? where.shard : 0,
      );
      return update(key, { table: reports(), add, upsert: true }).write();
    });
    return { pending, writes: [...pending.map((one) => sumMark(one, where)), ...writes] };
  });
}

/** Moves the sums' watermark on, from exactly the state that was read; the words' too, where they stay the same. */
function sumMark(pending: Pending, where: Where): Write {
  const { source, mark } = pending;
  const alongside = wordsBehind(pending) && sameWords(pending);
  const set = {
    rank: source.rank,
    sums: source.gone ? null : source.sums,
    _ttl: source.gone ? expiry(where) : null,
    ...(alongside ? { wordRank: source.rank } : {}),
  };
  const expected = { rank: mark.rank, ...(alongside ? { wordRank: mark.wordRank } : {}) };
  return markWrite(source, where, set, expected);
}

/** Transactions of words and their watermarks; a record's words are never split. */
export function wordGroups(behind: readonly Pending[], where: Where): Group[] {
  const groups: Group[] = [];
  for (const pending of behind) {
    const writes = wordsOf(pending, where);
    const last = groups.at(-1);
    if (last && last.writes.length + writes.length <= WRITES) {
      last.pending.push(pending);
      last.writes.push(...writes);
    } else groups.push({ pending: [pending], writes });
  }
  return groups;
}

function wordsOf(pending: Pending, where: Where): Write[] {
  const { source, mark } = pending;
  const entry = source.entry ?? Search.nothing;
  const none = entry.words.length === 0;
  const set = {
    wordRank: source.rank,
    words: none ? null : entry.words,
    shown: none ? null : hashOf(entry),
    _ttl: source.gone ? expiry(where) : null,
  };
  const writes = sameWords(pending)
    ? []
    : Search.wordWrites({ ...where, workspaceId: source.workspaceId }, source, mark.words ?? [], entry);
  return [markWrite(source, where, set, { wordRank: mark.wordRank }), ...writes];
}

const expiry = ({ now }: Where) => Math.floor(now.getTime() / 1000) + TOMBSTONE_SECONDS;

/** An update of a watermark that is refused unless these attributes are as they were read. */
function markWrite(
  source: Source,
  { generation }: Where,
  set: Record<string, unknown>,
  expected: Record<string, number | undefined>,
): Write {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const name = (attribute: string) => {
    names[`#${attribute}`] = attribute;
    return `#${attribute}`;
  };
  const value = (attribute: string, of: unknown) => {
    values[`:${attribute}`] = of;
    return `:${attribute}`;
  };
  const entries = Object.entries(set);
  const sets = entries.flatMap(([a, of]) => (of === null ? [] : [`${name(a)} = ${value(a, of)}`]));
  const removals = entries.flatMap(([a, of]) => (of === null ? [name(a)] : []));
  const conditions = Object.entries(expected).map(([a, of]) =>
    of === undefined ? `attribute_not_exists(${name(a)})` : `${name(a)} = ${value(`was_${a}`, of)}`,
  );
  return {
    Update: {
      TableName: reports(),
      Key: markKey(generation, source),
      UpdateExpression: `SET ${sets.join(", ")}${removals.length > 0 ? ` REMOVE ${removals.join(", ")}` : ""}`,
      ConditionExpression: conditions.join(" AND "),
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
    },
  };
}

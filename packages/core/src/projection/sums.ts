import type { Item } from "../aws/statement.ts";
import { type Contribution, sumKey } from "./measure.ts";

/** Address of a sum → what is added to each of its counters. An address is `SCOPE|SORTKEY`. */
export type Sums = Record<string, Record<string, number>>;

/** Whose numbers a record is part of: everybody's, its team's and its owner's, as far as reports are split so. */
export function scopesOf(item: Item): string[] {
  const team = item.teamId ? [`team#${String(item.teamId)}`] : [];
  const owner = item.ownerId ? [`own#${String(item.ownerId)}`] : [];
  return ["all", ...team, ...owner];
}

export function sumsOf(contributions: readonly Contribution[], scopes: readonly string[]): Sums {
  const sums: Sums = {};
  for (const contribution of contributions)
    for (const scope of scopes) addTo(sums, `${scope}|${sumKey(contribution)}`, contribution.add, 1);
  return sums;
}

function addTo(sums: Sums, address: string, add: Record<string, number>, sign: 1 | -1): void {
  const sum = sums[address] ?? {};
  sums[address] = sum;
  for (const [counter, value] of Object.entries(add)) sum[counter] = (sum[counter] ?? 0) + sign * value;
}

/** What changes when each pair's second state takes the place of its first; sums that stay the same are left out. */
export function difference(pairs: Iterable<readonly [before: Sums | undefined, after: Sums]>): Sums {
  const sums: Sums = {};
  for (const [before, after] of pairs) {
    for (const [address, add] of Object.entries(before ?? {})) addTo(sums, address, add, -1);
    for (const [address, add] of Object.entries(after)) addTo(sums, address, add, 1);
  }
  return withoutZeros(sums);
}

export function withoutZeros(sums: Sums): Sums {
  const entries = Object.entries(sums).map(([address, sum]) => {
    const counters = Object.entries(sum).filter(([, value]) => value !== 0);
    return [address, Object.fromEntries(counters)] as const;
  });
  return Object.fromEntries(entries.filter(([, sum]) => Object.keys(sum).length > 0));
}

/** The key of a sum in Reports: one partition a workspace, generation and scope. */
export function sumItemKey(workspaceId: string, generation: string, address: string, shard: number) {
  const bar = address.indexOf("|");
  return {
    pk: `w#${workspaceId}#sum#${generation}#${address.slice(0, bar)}`,
    sk: `${address.slice(bar + 1)}#${shard}`,
  };
}

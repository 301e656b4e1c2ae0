import { isDeepStrictEqual } from "node:util";
import type { Item } from "../aws/statement.ts";

/** Field → [old, new]; null where it was not set. */
export type Changed = Record<string, [unknown, unknown]>;

/** Keys, ElectroDB's marks and the stamp: no field of a record. */
const own = (name: string) => !/^(gsi\d)?[ps]k$|^__edb|^_|^workspaceId$/.test(name);

/** Never leave Records: secrets, and what a mail says. */
const secret = /password|secret|token|hash|salt|recoveryCodes/i;
const hidden: Record<string, ReadonlySet<string>> = {
  mail: new Set(["values", "sealed", "subject", "text", "html", "body"]),
};
const HIDDEN = { hidden: true };

/** The fields that differ between two states of a record; what must not be told shows only that it changed. */
export function changedBetween(noun: string, before: Item | undefined, after: Item | undefined): Changed {
  const changed: Changed = {};
  for (const name of new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])) {
    if (!own(name)) continue;
    const pair: [unknown, unknown] = [before?.[name] ?? null, after?.[name] ?? null];
    if (isDeepStrictEqual(pair[0], pair[1])) continue;
    const tell = !secret.test(name) && !hidden[noun]?.has(name);
    changed[name] = tell ? pair : [pair[0] === null ? null : HIDDEN, pair[1] === null ? null : HIDDEN];
  }
  return changed;
}

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value) ?? "");

/** At most `limit` bytes of JSON: the largest values are left out first, by name. */
export function within(limit: number, changed: Changed): Changed {
  let rest = bytesOf(changed);
  if (rest <= limit) return changed;
  const fitting = { ...changed };
  const bySize = Object.entries(changed)
    .map(([name, pair]) => ({ name, bytes: bytesOf(pair) }))
    .sort((a, b) => b.bytes - a.bytes);
  for (const { name, bytes } of bySize) {
    if (rest <= limit) break;
    fitting[name] = [{ tooLarge: true }, { tooLarge: true }];
    rest -= bytes - bytesOf(fitting[name]);
  }
  return fitting;
}

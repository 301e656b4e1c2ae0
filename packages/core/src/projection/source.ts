import { createHash } from "node:crypto";
import type { Activity } from "../activity/activity.entity.ts";
import type { Item, Key } from "../aws/statement.ts";
import type { Contact } from "../contact/contact.entity.ts";
import type { Deal } from "../deal/deal.entity.ts";
import type { Image } from "../fact/index.ts";
import * as Search from "../search/index.ts";
import { activity } from "./activity.ts";
import { isRecipient, recipient } from "./campaign.ts";
import { company } from "./company.ts";
import { contact } from "./contact.ts";
import { deal } from "./deal.ts";
import { imported, isImport } from "./import.ts";
import type { Contribution } from "./measure.ts";
import { type Sums, scopesOf, sumsOf } from "./sums.ts";

/** What one item of Records is to the derived data, in its newest state. Pure: computed from the item alone. */
export type Source = {
  workspaceId: string;
  key: Key;
  noun: string;
  id: string;
  rank: number;
  /** The item is gone: its watermark stays a while as a tombstone. */
  gone: boolean;
  /** Written so long ago that a tombstone may have expired since. */
  old?: boolean;
  /** Undefined for kinds that no report counts. */
  sums?: Sums | undefined;
  /** Undefined for kinds that search does not find; no words for what can't be found any more. */
  entry?: Search.Entry | undefined;
};

const DAY_MS = 86_400_000;

type Contributions = (item: Item) => Contribution[];

/** Nouns that reports count, by the contributions of one record. */
const records: Record<string, Contributions> = {
  company,
  contact: (item) => contact(item as unknown as Contact),
  deal: (item) => deal(item as unknown as Deal),
  activity: (item) => activity(item as unknown as Activity),
};

/** What else is counted: rows and jobs beside the records, by the kind in their key. */
const rows: Record<string, { counts: (item: Item) => boolean; contributions: Contributions }> = {
  job: { counts: isImport, contributions: imported },
  timeline: { counts: isRecipient, contributions: recipient },
};

/** What the derived data hold of an item; undefined for what they ignore. */
export function sourceOf(image: Image): Source | undefined {
  const { workspaceId, key, id, rank, kind } = image;
  const item = image.after ?? (image.before as Item);
  const old = Date.parse(String(item._at)) < Date.now() - DAY_MS;
  const base = { workspaceId, key, noun: kind, id, rank, gone: !image.after, old };
  if (!image.isRecord) {
    const row = rows[kind];
    if (!row?.counts(item)) return undefined;
    return { ...base, sums: image.after ? sumsOf(row.contributions(item), ["all"]) : {} };
  }
  const contributions = records[kind];
  const live = image.after?.shelf === "live";
  const sums = contributions && (live ? sumsOf(contributions(item), scopesOf(item)) : {});
  const entry = Search.finds(kind) ? (live ? Search.entryOf(kind, item) : Search.nothing) : undefined;
  return sums || entry ? { ...base, sums, entry } : undefined;
}

/** The last state of each item of a batch. */
export function fold(sources: Iterable<Source>): Source[] {
  const last = new Map<string, Source>();
  for (const source of sources) {
    const name = `${source.key.pk}\n${source.key.sk}`;
    const known = last.get(name);
    if (!known || known.rank < source.rank) last.set(name, source);
  }
  return [...last.values()];
}

/** Tells whether what search shows and finds of a record changed, without keeping it twice. */
export function hashOf(entry: Search.Entry): string {
  return createHash("sha256").update(JSON.stringify(entry)).digest("base64url").slice(0, 16);
}

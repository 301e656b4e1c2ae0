import { getMany, update } from "../aws/statement.ts";
import * as Actor from "../kernel/actor.ts";
import type { Cap } from "./campaign.schema.ts";

/** Which campaigns mailed one person lately: pk `w#WS#cap#CONTACT`, sk `cap`, `mails` of [campaign, epoch seconds]. */
type Item = { contactId: string; mails: [string, number][]; _v: number };

const KEEP = 60;
const DAY = 86_400;
const key = (contactId: string) => ({ pk: `w#${Actor.workspaceId()}#cap#${contactId}`, sk: "cap" });
const seconds = () => Math.floor(Date.now() / 1000);

async function items(contactIds: readonly string[]): Promise<Map<string, Item>> {
  if (contactIds.length === 0) return new Map();
  const found = (await getMany(contactIds.map(key))) as unknown as Item[];
  return new Map(found.map((item) => [item.contactId, item]));
}

function isFull(item: Item | undefined, campaignId: string, cap: Cap): boolean {
  const since = seconds() - cap.days * DAY;
  const others = item?.mails.filter(([id, at]) => at > since && id !== campaignId) ?? [];
  return others.length >= cap.count;
}

/** Those of at most 100 contacts who had as many mails as the cap allows: 1 BatchGetItem. */
export async function capped(
  contactIds: readonly string[],
  campaignId: string,
  cap: Cap | undefined,
): Promise<Set<string>> {
  if (!cap) return new Set();
  const known = await items(contactIds);
  return new Set(contactIds.filter((id) => isFull(known.get(id), campaignId, cap)));
}

/**
 * Counts this campaign's mail against each person's cap before it is sent: two campaigns at once never exceed it.
 * Resolves with those who are full. One conditional write a person, none when it was counted before.
 */
export async function reserve(
  contactIds: readonly string[],
  campaignId: string,
  cap: Cap | undefined,
): Promise<Set<string>> {
  if (!cap) return new Set();
  const known = await items(contactIds);
  const full = await Promise.all(contactIds.map((id) => reserveOne(id, known.get(id), campaignId, cap)));
  return new Set(contactIds.filter((_, place) => full[place]));
}

async function reserveOne(
  contactId: string,
  first: Item | undefined,
  campaignId: string,
  cap: Cap,
): Promise<boolean> {
  let item = first;
  for (let attempt = 0; attempt < 5; attempt++) {
    if (item?.mails.some(([id]) => id === campaignId)) return false;
    if (isFull(item, campaignId, cap)) return true;
    const mails = [...(item?.mails ?? []), [campaignId, seconds()] as [string, number]].slice(-KEEP);
    const result = await update(key(contactId), {
      set: { contactId, mails, _ttl: seconds() + 91 * DAY },
      add: { _v: 1 },
      ...(item ? { equal: { _v: item._v } } : { absent: true }),
    }).run();
    if (result.ok) return false;
    item = result.item as Item | undefined;
  }
  return true;
}

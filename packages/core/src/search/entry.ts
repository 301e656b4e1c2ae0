import type { Activity } from "../activity/activity.entity.ts";
import type { Item } from "../aws/statement.ts";
import type { Company } from "../company/company.entity.ts";
import type { Contact } from "../contact/contact.entity.ts";
import { displayName } from "../contact/contact.schema.ts";
import type { Deal } from "../deal/deal.entity.ts";
import { wordsOf, wordsOfDomain, wordsOfEmail, wordsOfPhone } from "./word.ts";

/** What a result shows, who may see it, and every word that finds it. */
export type Entry = {
  title: string;
  subtitle?: string | undefined;
  ownerId?: string | undefined;
  teamId?: string | undefined;
  words: string[];
};

/** A record that search does not find (any more). */
export const nothing: Entry = { title: "", words: [] };

/** One transaction takes the words that come, those that go, and the watermark: 2 × 49 + 1. */
const WORDS = 49;
const BODY_WORDS = 25;

type Shown = { title: string; subtitle?: string | undefined; words: string[] };

const nouns: Record<string, (item: never) => Shown> = {
  contact: (contact: Contact) => ({
    title: displayName(contact as Parameters<typeof displayName>[0]),
    subtitle: contact.email ?? contact.phone,
    words: [
      ...wordsOf(contact.firstName),
      ...wordsOf(contact.lastName),
      ...wordsOfEmail(contact.email),
      ...wordsOfPhone(contact.phone),
      ...wordsOfPhone(contact.phone2),
      ...wordsOf(contact.externalId),
    ],
  }),
  company: (company: Company) => ({
    title: company.name,
    subtitle: company.domain ?? company.industry,
    words: [
      ...wordsOf(company.name),
      ...wordsOfDomain(company.domain),
      ...wordsOfPhone(company.phone),
      ...wordsOf(company.externalId),
    ],
  }),
  deal: (deal: Deal) => ({
    title: deal.name,
    subtitle: deal.status,
    words: [...wordsOf(deal.name), ...wordsOf(deal.externalId)],
  }),
  activity: (activity: Activity) => ({
    title: activity.title,
    subtitle: activity.kind,
    words: [...wordsOf(activity.title), ...wordsOf(activity.body, BODY_WORDS)],
  }),
  campaign: named,
  segment: named,
  template: named,
  form: named,
  import: ({ fileName }: { fileName?: string }) => named({ name: fileName }),
};

function named(item: { name?: string | undefined }): Shown {
  return { title: item.name ?? "", words: wordsOf(item.name) };
}

/** Whether records of this noun are found by search. */
export const finds = (noun: string) => Object.hasOwn(nouns, noun);

export function entryOf(noun: string, item: Item): Entry {
  const shown = nouns[noun]?.(item as never);
  if (!shown) return nothing;
  return {
    title: shown.title.slice(0, 200),
    subtitle: shown.subtitle?.slice(0, 200),
    ownerId: item.ownerId as string | undefined,
    teamId: item.teamId as string | undefined,
    words: [...new Set(shown.words)].slice(0, WORDS).sort(),
  };
}

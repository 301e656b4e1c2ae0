import type { Item } from "../aws/statement.ts";
import { facts as campaign } from "../campaign/campaign.facts.ts";
import { facts as contact } from "../contact/contact.facts.ts";
import { facts as deal } from "../deal/deal.facts.ts";
import { facts as mail } from "../mail/mail.facts.ts";

/** What happened beyond created, updated, removed and restored: past tense, `noun.verb`. Pure. */
export type Facts = (before: Item | undefined, after: Item | undefined) => string[];

/** Each noun's own facts, from its `NOUN.facts.ts`. */
export const registry: Record<string, Facts> = {
  campaign: campaign as unknown as Facts,
  contact: contact as unknown as Facts,
  deal: deal as unknown as Facts,
  mail: mail as unknown as Facts,
};

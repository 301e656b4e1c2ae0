import type { Write } from "../aws/transaction.ts";
import * as Actor from "../kernel/actor.ts";
import { expectSystem } from "../kernel/draft.ts";
import * as Ledger from "../ledger/index.ts";
import { campaigns } from "./campaign.entity.ts";
import type { Audience } from "./campaign.schema.ts";
import { CHUNK } from "./pace.ts";

/** What became of one mail of a past campaign. */
export type PastMail = { contactId: string; moments: Partial<Record<Ledger.Moment, string>> };
export type Past = {
  name: string;
  segmentId: string;
  templateId: string;
  subject: string;
  /** When it was sent; the reader's moments are later. */
  at: string;
  audience: Audience;
  mails: readonly PastMail[];
};

/** A finished campaign with its ledger and its readers' rows, to be written with many others: a group of writes a chunk. */
export function draft({ subject, at, mails, ...past }: Past): { id: string; groups: Write[][] } {
  const { workspaceId } = Actor.use();
  expectSystem(Actor.use());
  const { record, writes } = campaigns.draft({
    ...past,
    topic: "marketing",
    basis: "consent",
    state: "finished",
    startedAt: at,
    finishedAt: at,
  } as never);
  const groups: Write[][] = [writes];
  for (let start = 0, chunk = 0; start < mails.length; start += CHUNK, chunk++) {
    const part = mails.slice(start, start + CHUNK);
    const count = (moment: Ledger.Moment) => part.filter(({ moments }) => moments[moment]).length;
    const sums = {
      sent: part.length,
      bounced: count("bouncedAt"),
      complained: count("complainedAt"),
      unsubscribed: count("unsubscribedAt"),
    };
    groups.push([
      Ledger.past(
        record.id,
        chunk,
        part.map(({ contactId }) => contactId),
        at,
      ),
      ...Ledger.counting(record.id, chunk, sums),
      ...part.map(({ contactId, moments }) =>
        Ledger.happenedWrite(
          { workspaceId, campaignId: record.id, contactId, chunk, at },
          { set: { title: subject }, once: { sentAt: at, ...moments } },
        ),
      ),
    ]);
  }
  return { id: record.id, groups };
}

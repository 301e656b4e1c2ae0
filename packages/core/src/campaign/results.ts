import { fromCursor, toCursor } from "../aws/cursor.ts";
import { getMany, type Item, query } from "../aws/statement.ts";
import * as Contact from "../contact/index.ts";
import * as Actor from "../kernel/actor.ts";
import type { Page } from "../kernel/page.ts";
import * as Ledger from "../ledger/index.ts";
import * as Report from "../report/index.ts";
import type { Campaign } from "./campaign.entity.ts";
import type { RecipientInfo, Results } from "./campaign.schema.ts";
import { CHUNK } from "./pace.ts";

export function rowsOf(chunk: Ledger.Chunk) {
  const { workspaceId, campaignId, number, at } = chunk;
  if (!at) return [];
  return chunk.recipients.map((contactId) =>
    Ledger.rowKey({ workspaceId, campaignId, contactId, chunk: number, at }),
  );
}

/** What people did with it, counted from their rows: 1 Query and a BatchGetItem for each chunk. */
export async function counted(campaignId: string) {
  const total = { delivered: 0, opened: 0, machineOpened: 0, clicked: 0 };
  const wave: Ledger.Chunk[] = [];
  const take = async () => {
    for (const rows of await Promise.all(
      wave.splice(0).map((chunk) => (chunk.at ? getMany(rowsOf(chunk)) : [])),
    ))
      for (const row of rows) {
        const adds = Ledger.contribution(row as Partial<Ledger.Row>);
        for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += adds[name];
      }
  };
  for await (const chunk of Ledger.all(campaignId)) {
    wave.push(chunk);
    if (wave.length >= 16) await take();
  }
  await take();
  return total;
}

/** Sent and failed from the ledger's own sums, exact; what people did from the reports, which follow within seconds. */
export async function results(campaign: Campaign): Promise<Results> {
  const audience = campaign.audience?.recipients ?? 0;
  const sums = await Ledger.sums(campaign.id);
  const { sent, failed, suppressed, skipped, unknown } = sums;
  const queued = Math.max(0, audience - sent - failed - suppressed - skipped - unknown);
  const reported = sent > 0 ? await Report.campaign(campaign.id) : undefined;
  const { delivered, opened, machineOpened, clicked } = reported ?? (await counted(campaign.id));
  return { audience, queued, ...sums, delivered, opened, machineOpened, clicked };
}

/** A page is one chunk: 50 people at most, of whom the names are shown that the actor may see. 1 Query, 2 BatchGetItems. */
export async function recipients(
  campaign: Campaign,
  cursor: string | undefined,
): Promise<Page<RecipientInfo>> {
  const asked = { recipients: campaign.id };
  const start = await fromCursor<Item>(asked, cursor);
  const page = await query({ pk: Ledger.chunkKey(campaign.id, 0).pk, limit: 1, start });
  const chunk = page.items[0] as unknown as Ledger.Chunk | undefined;
  if (!chunk) return { items: [], cursor: undefined };
  const [contacts, rows] = await Promise.all([
    Actor.may("contact:read") ? Contact.fromIDs(chunk.recipients.slice(0, CHUNK)) : [],
    chunk.at ? getMany(rowsOf(chunk)) : [],
  ]);
  const people = new Map(contacts.map((contact) => [contact.id, contact]));
  const byContact = new Map(rows.map((row) => [String(row.pk).split("#").at(-1), row]));
  const items = chunk.recipients.map((contactId, place): RecipientInfo => {
    const { name, email } = people.get(contactId) ?? {};
    const row = (byContact.get(contactId) ?? {}) as Partial<Ledger.Row>;
    const {
      sentAt,
      deliveredAt,
      openedAt,
      machineOpenedAt,
      clickedAt,
      bouncedAt,
      complainedAt,
      unsubscribedAt,
    } = row;
    const moments = {
      sentAt,
      deliveredAt,
      openedAt,
      machineOpenedAt,
      clickedAt,
      bouncedAt,
      complainedAt,
      unsubscribedAt,
    };
    return {
      contactId,
      name,
      email,
      state: Ledger.stateAt(chunk, place),
      reason: chunk.reasons?.[place],
      ...moments,
    };
  });
  return { items, cursor: await toCursor(asked, page.next) };
}

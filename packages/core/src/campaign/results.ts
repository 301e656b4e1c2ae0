import { getMany } from "../aws/statement.ts";
import * as Ledger from "../ledger/index.ts";
import * as Report from "../report/index.ts";
import type { Campaign } from "./campaign.entity.ts";
import type { Results } from "./campaign.schema.ts";

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

import * as Job from "../aws/job.ts";
import { Unprocessable } from "../kernel/error.ts";
import * as Ledger from "../ledger/index.ts";
import type { Campaign } from "./campaign.entity.ts";
import type { Decision } from "./campaign.schema.ts";
import { recompute } from "./state.ts";
import { sweep } from "./sweep.ts";

export type Input = { campaignId: string; as: Decision; until: string };

/** How long SES's event may take; only then a person's word counts. */
export const PATIENCE_MS = 24 * 3_600_000;

/**
 * A person says what became of mails that SES never spoke of. They are not sent again: whoever counts as failed can be
 * reached by a campaign of their own.
 * @throws {Unprocessable} `nothing-unknown` where none has been unknown for 24 hours.
 */
export async function decide(campaign: Campaign, as: Decision, now: Date): Promise<Job.Info> {
  const until = new Date(now.getTime() - PATIENCE_MS).toISOString();
  if (!(await hasOld(campaign.id, until)))
    throw new Unprocessable(
      "No mail of this campaign has been unknown for 24 hours. SES may still tell what became of it.",
      "nothing-unknown",
    );
  const input: Input = { campaignId: campaign.id, as, until };
  return Job.info(await Job.start<Input>({ kind: "campaign-decide", queue: "AUDIENCE_QUEUE_URL", input }));
}

const oldPlaces = (chunk: Ledger.Chunk, until: string) =>
  (chunk.claimedAt ?? "") <= until ? Ledger.placesIn(chunk, "unknown") : [];

async function hasOld(campaignId: string, until: string): Promise<boolean> {
  if ((await Ledger.sums(campaignId)).unknown === 0) return false;
  for await (const chunk of Ledger.all(campaignId)) if (oldPlaces(chunk, until).length > 0) return true;
  return false;
}

/** Writes the outcome into some chunks a slice; what SES told meanwhile stands. */
export const settleUnknown: Job.Slice<Input, number> = async (job) => {
  const { campaignId, as, until } = job.input;
  const mark = { state: as, reason: "Decided by a person." };
  const step = await sweep(job, (chunk) => ({
    marks: new Map(oldPlaces(chunk, until).map((place) => [place, mark])),
  }));
  if (step.finished) await recompute(campaignId);
  return step;
};

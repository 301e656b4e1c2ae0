import { randomInt } from "node:crypto";
import * as Job from "../aws/job.ts";
import { account } from "../aws/mailer.ts";
import { enqueueMany } from "../aws/queue.ts";
import { getMany, query, update } from "../aws/statement.ts";
import * as Context from "../kernel/context.ts";
import { Refusal } from "../kernel/error.ts";
import { newId } from "../kernel/id.ts";
import * as Ledger from "../ledger/index.ts";
import { tripped } from "./breaker.ts";
import { type Campaign, RUNNING, SCHEDULED } from "./campaign.entity.ts";
import { abandoned, isHeld, LEASE_MS } from "./claim.ts";
import {
  advance,
  allocate,
  type Candidate,
  delays,
  isReleased,
  moved,
  type Pace,
  paces,
  tokensOf,
} from "./pace.ts";
import { pause, recompute, start } from "./state.ts";
import { MOST_AGAIN, unsettled } from "./waiting.ts";

const MOST = 500;
/** A chunk that was released this long ago and still waits has lost its message. */
const LOST_MS = 15 * 60_000;

function inWorkspace<T>(workspaceId: string, run: () => Promise<T>): Promise<T> {
  const actor = { kind: "system" as const, workspaceId, id: "pacer" };
  return Context.provide({ actor, cause: newId("request"), depth: 0, silent: false }, run);
}

/** One a minute, though the schedule may call twice: an account-wide item says who is it. */
async function isMine(now: Date): Promise<boolean> {
  const minute = now.toISOString().slice(0, 16);
  const key = { pk: "pacer", sk: `minute#${minute}` };
  const _ttl = Math.floor(now.getTime() / 1000) + 3_600;
  return (await update(key, { set: { _ttl }, add: { _v: 1 }, absent: true }).run()).ok;
}

async function campaignsIn(index: string, until?: string): Promise<Campaign[]> {
  const { items } = await query({ index: "gsi6", pk: index, limit: MOST });
  const due = items.filter(({ gsi6sk }) => until === undefined || String(gsi6sk) <= until);
  const keys = due.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));
  return (await getMany(keys)) as unknown as Campaign[];
}

/** Each minute: starts what is due, stops what bounces, releases what SES's limits leave, ends what is done. */
export async function run(now = new Date()): Promise<{ released: number }> {
  if (!(await isMine(now))) return { released: 0 };
  await Job.sweep(now.getTime());
  // The index lags: what was taken back, or moved, a moment ago is still in it.
  const due = (await campaignsIn(SCHEDULED, `${now.toISOString()}#~`)).filter(
    ({ state, shelf, sendAt }) =>
      state === "scheduled" && shelf === "live" && sendAt && sendAt <= now.toISOString(),
  );
  await Promise.all(due.map(startDue));
  const running = (await campaignsIn(RUNNING)).filter(
    ({ state, shelf }) => state === "running" && shelf === "live",
  );
  if (running.length === 0) return { released: 0 };
  const known = await paces(running);
  const healthy = (await Promise.all(running.map((one) => look(one, known.get(one.id), now)))).flat();
  const candidates = healthy.filter(({ pace }) => !isReleased(pace));
  return { released: candidates.length > 0 ? await release(candidates, now) : 0 };
}

function startDue(campaign: Campaign): Promise<unknown> {
  return inWorkspace(campaign.workspaceId, async () => {
    try {
      await start(campaign.id, { version: campaign._v, from: ["scheduled"] });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // Not possible yet (the segment fills), or not any more: the next minute tries again, its owner sees why.
      console.error(JSON.stringify({ level: "warn", campaign: campaign.id, scheduled: error.message }));
    }
  });
}

/** A campaign that may go on, or what had to be done with it instead. */
function look(campaign: Campaign, pace: Pace | undefined, now: Date): Promise<Candidate[]> {
  return inWorkspace(campaign.workspaceId, async () => {
    if (!pace) {
      const job = campaign.jobId ? await Job.fromID(campaign.jobId) : undefined;
      if (job?.state === "failed")
        await pause(campaign.id, { because: `audience: ${job.error ?? ""}`.slice(0, 200) });
      return [];
    }
    const sums = await Ledger.sums(campaign.id);
    const because = tripped(sums);
    if (because) {
      await pause(campaign.id, { because });
      return [];
    }
    if (isReleased(pace)) await settle(campaign, pace, sums, now);
    return [{ pace, perHour: campaign.perHour }];
  });
}

/** All chunks are released: ends the campaign, or looks after those that SES held off, or whose sender was lost. */
async function settle({ id }: Campaign, pace: Pace, sums: Ledger.Sums, now: Date): Promise<void> {
  const { sent, failed, suppressed, skipped, unknown } = sums;
  if (sent + failed + suppressed + skipped + unknown >= pace.recipients) {
    await recompute(id);
    return;
  }
  const quiet = now.getTime() - Date.parse(pace.releasedAt ?? pace.since);
  if (quiet < LEASE_MS) return;
  const again: [number, number][] = [];
  let working = false;
  for await (const { chunk, queued, isClaimed } of unsettled(pace)) {
    if (again.length >= MOST_AGAIN) break;
    const isWorkedOn = isClaimed && isHeld(chunk, now.getTime());
    // A chunk that nobody ever claimed has a message still, for a while.
    const isOnItsWay = chunk.at === undefined && quiet < LOST_MS;
    if (isClaimed && !isWorkedOn) await abandoned(id, chunk.number);
    if (isWorkedOn || isOnItsWay) working = true;
    else if (queued > 0) again.push([chunk.number, queued]);
  }
  if (again.length > 0) await advance(pace, { again });
  else if (!working) await recompute(id);
}

async function release(candidates: Candidate[], now: Date): Promise<number> {
  const { tokens, perSecond, perCall } = tokensOf(await account());
  const releases = allocate(candidates, tokens, now.getTime(), randomInt(1_000));
  const after = delays(releases, perSecond);
  const messages = releases.map(({ workspaceId, campaignId, chunk }, place) => ({
    body: { workspaceId, campaignId, chunk, perSecond, perCall, waitMs: after[place]?.ms ?? 0 },
    delaySeconds: after[place]?.seconds ?? 0,
  }));
  // First the messages, then how far we are: a death between sends some twice, and a chunk is claimed once.
  const refused = new Set(await enqueueMany("SEND_QUEUE_URL", messages));
  const byCampaign = Map.groupBy(
    releases.filter((_, place) => !refused.has(place)),
    ({ campaignId }) => campaignId,
  );
  for (const { pace } of candidates) {
    const taken = byCampaign.get(pace.campaignId);
    if (taken) await advance(pace, { ...moved(pace, taken), releasedAt: now.toISOString() });
  }
  return releases.length - refused.size;
}

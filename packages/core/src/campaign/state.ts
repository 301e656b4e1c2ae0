import * as Job from "../aws/job.ts";
import type { EditOptions } from "../aws/shape.ts";
import * as Context from "../kernel/context.ts";
import { Conflict, Unprocessable } from "../kernel/error.ts";
import * as Ledger from "../ledger/index.ts";
import { compile } from "../render/index.ts";
import * as Segment from "../segment/index.ts";
import * as Template from "../template/index.ts";
import type { Input } from "./audience.ts";
import { type Campaign, campaigns, type Fields } from "./campaign.entity.ts";
import { State } from "./campaign.schema.ts";
import { freeze } from "./content.ts";
import { advance, paces } from "./pace.ts";
import { cancelled, sweep } from "./sweep.ts";
import { MOST_AGAIN, unsettled } from "./waiting.ts";

const QUEUE = "AUDIENCE_QUEUE_URL";
const words: Record<State, string> = {
  draft: "a draft",
  scheduled: "scheduled",
  running: "running",
  paused: "paused",
  cancelled: "cancelled",
  finished: "finished",
  "finished-with-errors": "finished",
};

/** Reads, checks the state, writes on the version read. @throws {Unprocessable} `campaign-state` from any other state. */
export function turn(
  id: string,
  from: readonly State[],
  changes: (before: Campaign) => Partial<{ [K in keyof Fields]: Fields[K] | null }>,
  options: Parameters<typeof campaigns.move>[3] & EditOptions = {},
): Promise<Campaign> {
  const decide = (before: Campaign) => {
    if (!from.includes(before.state))
      throw new Unprocessable(`The campaign ${before.name} is ${words[before.state]}.`, "campaign-state");
    return changes(before) as never;
  };
  return campaigns.move(id, "live", decide, options);
}

/** What must be there before anything is sent. @throws {Unprocessable} saying what is missing. */
export async function expectComplete(campaign: Campaign) {
  const { segmentId, templateId } = campaign;
  if (!segmentId) throw new Unprocessable("Choose a segment first.", "incomplete");
  if (!templateId) throw new Unprocessable("Choose a template first.", "incomplete");
  const source = await Template.sourceOf(templateId);
  compile(source);
  await Segment.fromID({ id: segmentId });
  return source;
}

/** As above, and the segment has been filled, so that nobody is missed. */
async function expectReady(campaign: Campaign) {
  const source = await expectComplete(campaign);
  await Segment.walk(campaign.segmentId as string, { limit: 1 });
  return source;
}

/**
 * Starts it so many seconds from now: the clock does, at its first minute after, and until then it can be taken back.
 * Said twice, or where it was to go sooner anyway, it starts no later.
 */
export async function hold(
  id: string,
  seconds: number,
  options: { version?: number | undefined } = {},
): Promise<Campaign> {
  await expectReady(await campaigns.fromID(id));
  const at = new Date(Context.now().getTime() + seconds * 1_000).toISOString();
  return turn(
    id,
    ["draft", "scheduled"],
    ({ sendAt }) => ({ state: "scheduled", sendAt: sendAt && sendAt < at ? sendAt : at }),
    options,
  );
}

/** Back to a draft. @throws {Conflict} `campaign-started` once it has started. */
export function takeBack(id: string, options: { version?: number | undefined } = {}): Promise<Campaign> {
  const decide = ({ name, state }: Campaign) => {
    if (state !== "draft" && state !== "scheduled")
      throw new Conflict(`The campaign ${name} has started. Pause or cancel it instead.`, {
        type: "campaign-started",
      });
    return { state: "draft" as const, sendAt: null };
  };
  return turn(id, State.options, decide, options);
}

/** One transaction: the campaign runs, its mail is frozen, the job that writes its ledger waits. */
export async function start(
  id: string,
  options: { version?: number | undefined; from?: readonly State[] } = {},
): Promise<Campaign> {
  const before = await campaigns.fromID(id);
  const source = await expectReady(before);
  const job = Job.creation<Input>({ kind: "campaign-audience", queue: QUEUE, input: { campaignId: id } });
  const running = {
    state: "running" as const,
    startedAt: Context.now().toISOString(),
    jobId: job.id,
    sendAt: null,
  };
  const campaign = await turn(id, options.from ?? ["draft", "scheduled"], () => running, {
    version: options.version ?? before._v,
    with: [job.write, freeze(id, source)],
  });
  await Job.wake({ id: job.id, queue: QUEUE });
  return campaign;
}

export function pause(id: string, options: EditOptions & { because?: string } = {}): Promise<Campaign> {
  const { because, ...rest } = options;
  return turn(id, ["running"], () => ({ state: "paused", pausedFor: because ?? null }), rest);
}

/** Goes on with whoever still waits in the ledger. */
export async function resume(id: string, options: EditOptions = {}): Promise<Campaign> {
  const campaign = await turn(id, ["paused"], () => ({ state: "running", pausedFor: null }), options);
  await rewind(campaign);
  if (!campaign.jobId) return campaign;
  const job = await Job.fromID(campaign.jobId);
  if (job.state === "failed" || job.state === "cancelled") await Job.resume(job.id);
  return campaign;
}

/** Chunks that were released before the pause may not have been taken: whoever waits in them goes first. */
async function rewind({ workspaceId, id }: Campaign): Promise<void> {
  const pace = (await paces([{ workspaceId, id }])).get(id);
  if (!pace) return;
  const again: [number, number][] = [];
  for await (const { chunk, queued, isClaimed } of unsettled(pace)) {
    if (again.length >= MOST_AGAIN) break;
    if (!isClaimed) again.push([chunk.number, queued]);
  }
  await advance(pace, { again, since: Context.now().toISOString(), sinceRecipients: 0 });
}

/** Whoever has not been handed to SES will not be: the rest of the ledger is skipped by a job. */
export async function cancel(id: string, options: EditOptions = {}): Promise<Campaign> {
  const job = Job.creation<Input>({ kind: "campaign-cancel", queue: QUEUE, input: { campaignId: id } });
  const set = () => ({ state: "cancelled" as const, finishedAt: Context.now().toISOString(), sendAt: null });
  const campaign = await turn(id, ["scheduled", "running", "paused"], set, { ...options, with: [job.write] });
  await Job.wake({ id: job.id, queue: QUEUE });
  return campaign;
}

/** A slice skips whoever waits in some chunks. */
export const skip: Job.Slice<Input, number> = (job) => sweep(job, cancelled);

/** From the ledger alone: ends a campaign that runs, or corrects the end of one that ended. */
export async function recompute(id: string): Promise<State | undefined> {
  const campaign = await campaigns.find(id);
  if (campaign?.shelf !== "live") return undefined;
  const chunks: Ledger.Chunk[] = [];
  for await (const chunk of Ledger.all(id)) chunks.push({ ...chunk, recipients: [] });
  const end = Ledger.finalState(Ledger.tallyOf(chunks));
  const may: readonly State[] = ["running", "finished", "finished-with-errors"];
  if (!end || end === campaign.state || !may.includes(campaign.state)) return campaign.state;
  const finishedAt = campaign.finishedAt ?? Context.now().toISOString();
  await campaigns.edit(id, { state: end, finishedAt } as never, { version: campaign._v });
  return end;
}

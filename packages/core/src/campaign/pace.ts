import { getMany, update } from "../aws/statement.ts";
import { records } from "../aws/table.ts";
import type { Write } from "../aws/transaction.ts";

/** What one sender takes at most: SES takes 50 a bulk call. */
export const CHUNK = 50;

/**
 * Recipients a chunk: as many whole calls as 50 hold, so that no call is left nearly empty. A throttled campaign's are
 * no more than what it may send in a minute, since a chunk goes whole.
 */
export function chunkOf(rate: number, perHour?: number): number {
  const whole = CHUNK - (CHUNK % callOf(rate));
  return perHour === undefined ? whole : Math.max(1, Math.min(whole, Math.floor(perHour / 60)));
}

/** Recipients a call: no more than what SES takes in a second. */
export const callOf = (rate: number) => Math.max(1, Math.min(CHUNK, Math.floor(rate)));

/** How far a campaign's chunks are released: pk `w#WS#campaign#CAM#pace`, sk `pace`. There once the ledger is written. */
export type Pace = {
  workspaceId: string;
  campaignId: string;
  chunks: number;
  recipients: number;
  /** Recipients of each chunk but the last; 50 where a campaign began before this was noted. */
  size?: number;
  /** The next chunk to release. */
  next: number;
  /** Chunks before it that still hold somebody who waits, and how many: these go first. */
  again?: [chunk: number, waiting: number][];
  /** The throttle counts from here on; a pause starts it anew. */
  since: string;
  sinceRecipients: number;
  releasedAt?: string;
  _v: number;
};

export function paceKey(workspaceId: string, campaignId: string) {
  return { pk: `w#${workspaceId}#campaign#${campaignId}#pace`, sk: "pace" };
}

export function begin({
  workspaceId,
  campaignId,
  chunks,
  recipients,
  size,
}: Pick<Pace, "workspaceId" | "campaignId" | "chunks" | "recipients" | "size">): Write {
  const since = new Date().toISOString();
  const pace: Pace = {
    workspaceId,
    campaignId,
    chunks,
    recipients,
    size,
    next: 0,
    since,
    sinceRecipients: 0,
    _v: 1,
  };
  return {
    Put: {
      TableName: records(),
      Item: { ...paceKey(workspaceId, campaignId), ...pace },
      ConditionExpression: "attribute_not_exists(pk)",
    },
  };
}

export async function paces(of: { workspaceId: string; id: string }[]): Promise<Map<string, Pace>> {
  const found = await getMany(of.map(({ workspaceId, id }) => paceKey(workspaceId, id)));
  return new Map(found.map((item) => [String(item.campaignId), item as unknown as Pace]));
}

/** False when another one moved it meanwhile: its chunks are released twice then, and claimed once. */
export async function advance(pace: Pace, set: Partial<Pace>): Promise<boolean> {
  const change = { set, add: { _v: 1 }, equal: { _v: pace._v } };
  return (await update(paceKey(pace.workspaceId, pace.campaignId), change).run()).ok;
}

const sizeOf = ({ chunks, recipients, size = CHUNK }: Pace, chunk: number) =>
  chunk === chunks - 1 ? recipients - size * (chunks - 1) : size;

/** The chunk that is released after `released` others, and how many it mails; undefined after the last. */
function stepAt(pace: Pace, released: number): { chunk: number; size: number } | undefined {
  const again = pace.again ?? [];
  const waiting = again[released];
  if (waiting) return { chunk: waiting[0], size: waiting[1] };
  const chunk = pace.next + released - again.length;
  return chunk < pace.chunks ? { chunk, size: sizeOf(pace, chunk) } : undefined;
}

export const isReleased = (pace: Pace) => stepAt(pace, 0) === undefined;

export type Candidate = { pace: Pace; perHour: number | undefined };
export type Release = { workspaceId: string; campaignId: string; chunk: number; size: number };

/** A throttled campaign may go on once the time for what it released has passed. */
function isHeld({ pace, perHour }: Candidate, released: number, now: number): boolean {
  if (!perHour) return false;
  const hours = (now - Date.parse(pace.since)) / 3_600_000;
  return pace.sinceRecipients + released > perHour * hours;
}

/**
 * Which chunks may go, chunk by chunk: one a workspace in turn, and within it one a campaign in turn, so that nobody's
 * million keeps another one waiting. `turn` says who is first. Pure.
 */
export function allocate(candidates: readonly Candidate[], tokens: number, now: number, turn = 0): Release[] {
  const rings = [...Map.groupBy(candidates, ({ pace }) => pace.workspaceId).values()].map((ring) => [
    ...ring,
  ]);
  const order = rings.map((_, place) => rings[(place + turn) % rings.length] as Candidate[]);
  const progress = new Map<Candidate, { steps: number; released: number }>();
  const stepOf = (candidate: Candidate) => {
    const at = progress.get(candidate) ?? { steps: 0, released: 0 };
    const step = stepAt(candidate.pace, at.steps);
    return step && step.size <= left && !isHeld(candidate, at.released, now) ? { ...step, at } : undefined;
  };
  const releases: Release[] = [];
  let left = tokens;
  for (let moved = true; moved; ) {
    moved = false;
    for (const ring of order) {
      const candidate = ring.find(stepOf);
      const step = candidate && stepOf(candidate);
      if (!step) continue;
      const { workspaceId, campaignId } = candidate.pace;
      const { chunk, size, at } = step;
      releases.push({ workspaceId, campaignId, chunk, size });
      progress.set(candidate, { steps: at.steps + 1, released: at.released + size });
      ring.splice(ring.indexOf(candidate), 1);
      ring.push(candidate);
      left -= size;
      moved = true;
    }
  }
  return releases;
}

/** A tenth of rate and quota is kept for mail that people wait for. */
const SHARE = 0.9;

/** Mails of this minute, and a second, that SES's limits leave for campaigns. */
export function tokensOf(account: {
  rate: number;
  quota: number | undefined;
  sent: number;
  enabled: boolean;
}) {
  const perSecond = Math.max(0.9, account.rate * SHARE);
  const day =
    account.quota === undefined ? Number.POSITIVE_INFINITY : Math.floor(account.quota * SHARE) - account.sent;
  const tokens = account.enabled ? Math.max(0, Math.min(Math.floor(account.rate * SHARE * 60), day)) : 0;
  return { tokens, perSecond, perCall: callOf(account.rate) };
}

/** When each may go, so that no second carries more than the rate: SQS counts whole seconds, the sender waits the rest. */
export function delays(releases: readonly { size: number }[], perSecond: number) {
  let before = 0;
  return releases.map(({ size }) => {
    const ms = Math.round((before / perSecond) * 1_000);
    before += size;
    return { seconds: Math.floor(ms / 1_000), ms: ms % 1_000 };
  });
}

/** What the pace is after these releases were taken: on to the first chunk that was not. */
export function moved(pace: Pace, releases: readonly Release[]): Partial<Pace> {
  const taken = new Map(releases.map(({ chunk, size }) => [chunk, size]));
  const again = (pace.again ?? []).filter(([chunk]) => !taken.has(chunk));
  let next = pace.next;
  while (taken.has(next)) next++;
  const sent = releases.filter(({ chunk }) => chunk < next).reduce((sum, { size }) => sum + size, 0);
  return { next, again, sinceRecipients: pace.sinceRecipients + sent };
}

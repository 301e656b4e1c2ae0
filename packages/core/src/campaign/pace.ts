import { getMany, type Item, update } from "../aws/statement.ts";
import { records } from "../aws/table.ts";
import type { Write } from "../aws/transaction.ts";

/** A bulk call holds 50: what one sender takes. */
export const CHUNK = 50;

/** How far a campaign's chunks are released: pk `w#WS#campaign#CAM#pace`, sk `pace`. There once the ledger is written. */
export type Pace = {
  workspaceId: string;
  campaignId: string;
  chunks: number;
  recipients: number;
  /** The next chunk to release. */
  next: number;
  /** The throttle counts from here on; a pause starts it anew. */
  since: string;
  sinceRecipients: number;
  releasedAt?: string;
  _v: number;
};

export function paceKey(workspaceId: string, campaignId: string) {
  return { pk: `w#${workspaceId}#campaign#${campaignId}#pace`, sk: "pace" };
}

export function begin(workspaceId: string, campaignId: string, chunks: number, recipients: number): Write {
  const since = new Date().toISOString();
  const pace: Pace = {
    workspaceId,
    campaignId,
    chunks,
    recipients,
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
  const found: Item[] = [];
  for (let start = 0; start < of.length; start += 100)
    found.push(
      ...(await getMany(of.slice(start, start + 100).map(({ workspaceId, id }) => paceKey(workspaceId, id)))),
    );
  return new Map(found.map((item) => [String(item.campaignId), item as unknown as Pace]));
}

/** False when another one moved it meanwhile: its chunks are released twice then, and claimed once. */
export async function advance(pace: Pace, set: Partial<Pace>): Promise<boolean> {
  const change = { set, add: { _v: 1 }, equal: { _v: pace._v } };
  return (await update(paceKey(pace.workspaceId, pace.campaignId), change).run()).ok;
}

export const sizeOf = ({ chunks, recipients }: Pace, chunk: number) =>
  chunk === chunks - 1 ? recipients - CHUNK * (chunks - 1) : CHUNK;

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
  const progress = new Map<Candidate, { next: number; released: number }>();
  const releases: Release[] = [];
  let left = tokens;
  for (let moved = true; moved; ) {
    moved = false;
    for (const ring of order) {
      const place = ring.findIndex((candidate) => {
        const at = progress.get(candidate) ?? { next: candidate.pace.next, released: 0 };
        const { pace } = candidate;
        return at.next < pace.chunks && sizeOf(pace, at.next) <= left && !isHeld(candidate, at.released, now);
      });
      const [candidate] = place < 0 ? [] : ring.splice(place, 1);
      if (!candidate) continue;
      const { pace } = candidate;
      const at = progress.get(candidate) ?? { next: pace.next, released: 0 };
      const size = sizeOf(pace, at.next);
      releases.push({ workspaceId: pace.workspaceId, campaignId: pace.campaignId, chunk: at.next, size });
      progress.set(candidate, { next: at.next + 1, released: at.released + size });
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
  const perSecond = Math.max(1, Math.floor(account.rate * SHARE));
  const day =
    account.quota === undefined ? Number.POSITIVE_INFINITY : Math.floor(account.quota * SHARE) - account.sent;
  const tokens = account.enabled ? Math.max(0, Math.min(Math.floor(account.rate * SHARE * 60), day)) : 0;
  return { tokens, perSecond };
}

/** Seconds after which each may go, so that no second carries more than the rate. */
export function delays(releases: readonly { size: number }[], perSecond: number): number[] {
  let before = 0;
  return releases.map(({ size }) => {
    const delay = Math.floor(before / perSecond);
    before += size;
    return delay;
  });
}

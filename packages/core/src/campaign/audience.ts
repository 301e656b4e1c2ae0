import type { Slice } from "../aws/job.ts";
import { account } from "../aws/mailer.ts";
import type { Item } from "../aws/statement.ts";
import * as Actor from "../kernel/actor.ts";
import { Unprocessable } from "../kernel/error.ts";
import * as Ledger from "../ledger/index.ts";
import * as Segment from "../segment/index.ts";
import * as Suppression from "../suppression/index.ts";
import { type Campaign, campaigns } from "./campaign.entity.ts";
import type { Audience, Verdict } from "./campaign.schema.ts";
import { capped } from "./cap.ts";
import { judge, type Person } from "./judge.ts";
import { begin, chunkOf } from "./pace.ts";

const PARALLEL = 8;
const MAX_MS = 12_000;

/** Judges at most 100 members of the segment as they are now; who is in the trash does not match. */
export async function judged(
  campaign: Campaign,
  contactIds: readonly string[],
): Promise<[Person, Verdict][]> {
  const people = (
    (await Segment.contactsNow(campaign.workspaceId, contactIds)) as unknown as Person[]
  ).filter(({ shelf }) => shelf === "live");
  const emails = people.flatMap(({ email }) => (email ? [email] : []));
  const [suppressed, full] = await Promise.all([
    Suppression.among(emails),
    capped(
      people.map(({ id }) => id),
      campaign.id,
      campaign.cap,
    ),
  ]);
  const byId = new Map(people.map((person) => [person.id, person]));
  return contactIds.flatMap((id): [Person, Verdict][] => {
    const person = byId.get(id);
    return person ? [[person, judge(person, campaign, { suppressed, capped: full })]] : [];
  });
}

export function noAudience(): Audience {
  return {
    matched: 0,
    noEmail: 0,
    unsubscribed: 0,
    noConsent: 0,
    suppressed: 0,
    capped: 0,
    notAllowed: 0,
    recipients: 0,
  };
}

/** The subtraction before sending: exact, or refused where it can't be had in the time of a request. */
export async function count(campaign: Campaign): Promise<Audience> {
  const segmentId = campaign.segmentId;
  if (!segmentId) throw new Unprocessable("Choose a segment first.", "incomplete");
  const audience = noAudience();
  const began = performance.now();
  let start: Item | undefined;
  do {
    const page = await Segment.walk(segmentId, { limit: 100 * PARALLEL, start });
    const hundreds = Array.from({ length: Math.ceil(page.contactIds.length / 100) }, (_, n) =>
      page.contactIds.slice(n * 100, n * 100 + 100),
    );
    for (const people of await Promise.all(hundreds.map((ids) => judged(campaign, ids))))
      for (const [, verdict] of people) {
        audience.matched++;
        audience[verdict]++;
      }
    start = page.next;
    if (start && performance.now() - began > MAX_MS)
      throw new Unprocessable(
        "The segment is too large to count at once. It is counted exactly when the campaign starts.",
        "too-many-to-count",
      );
  } while (start);
  return audience;
}

export type Input = { campaignId: string };
export type Cursor = {
  start?: Item | undefined;
  next: number;
  carry: string[];
  audience: Audience;
  /** Recipients a chunk, by SES's rate when the job began. */
  size: number;
};

const PAGE = 400;
/** A slice's writes are one transaction. */
const MOST_CHUNKS = 90;

/**
 * Writes the ledger: each member of the segment is met once, in one order, and the chunks of a slice are written in one
 * transaction with the cursor. So nobody is in it twice and nobody is lost, whatever is killed or repeated.
 */
export const write: Slice<Input, Cursor> = async (job) => {
  const { campaignId } = job.input;
  const campaign = await campaigns.find(campaignId);
  if (campaign?.shelf !== "live" || !campaign.segmentId || !["running", "paused"].includes(campaign.state))
    return { finished: true };
  const from = job.cursor ?? {
    next: 0,
    carry: [],
    audience: noAudience(),
    size: chunkOf((await account()).rate, campaign.perHour),
  };
  const { size } = from;
  const limit = Math.min(PAGE, MOST_CHUNKS * size);
  const page = await Segment.walk(campaign.segmentId, { limit, start: from.start });
  const audience = { ...from.audience };
  const ready = [...from.carry];
  for (let first = 0; first < page.contactIds.length; first += 100)
    for (const [person, verdict] of await judged(campaign, page.contactIds.slice(first, first + 100))) {
      audience.matched++;
      audience[verdict]++;
      if (verdict === "recipients") ready.push(person.id);
    }
  const last = !page.next;
  const writes = [];
  let next = from.next;
  while (ready.length >= size || (last && ready.length > 0))
    writes.push(Ledger.write(campaignId, next++, ready.splice(0, size)));
  const cursor = { start: page.next, next, carry: ready, audience, size };
  const step = { done: page.contactIds.length, cursor };
  if (!last) return { ...step, with: writes };
  const counted = campaigns.updateOf(campaignId, { audience }, { shelf: "live" }).write();
  return {
    ...step,
    finished: true,
    with: [
      ...writes,
      counted,
      begin({
        workspaceId: Actor.workspaceId(),
        campaignId,
        chunks: next,
        recipients: audience.recipients,
        size,
      }),
    ],
  };
};

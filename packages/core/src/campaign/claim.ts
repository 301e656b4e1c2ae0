import { getMany } from "../aws/statement.ts";
import * as Actor from "../kernel/actor.ts";
import * as Ledger from "../ledger/index.ts";

/** Longer than a sender can live: a claim this old has lost its holder. */
export const LEASE_MS = 90_000;

export const isHeld = ({ claimedAt = "" }: Ledger.Chunk, now = Date.now()) =>
  Date.parse(claimedAt) > now - LEASE_MS;

/** Who claimed it is gone: SES may have its mails or not. */
export async function abandoned(campaignId: string, number: number): Promise<void> {
  const result = await Ledger.amend(campaignId, number, (chunk) => {
    if (isHeld(chunk)) return undefined;
    const reason = "The sender vanished before SES answered.";
    return {
      marks: new Map(Ledger.placesIn(chunk, "claimed").map((place) => [place, { state: "unknown", reason }])),
    };
  });
  if (result?.changed) await told(result.chunk);
}

/**
 * Those unknown ones of whom SES's event came while they were claimed: it is in their rows. The event writes the row
 * and then reads the chunk, this reads the rows after the chunk was written: one of the two sees the other.
 */
export async function told(chunk: Ledger.Chunk): Promise<void> {
  const { campaignId, number, at } = chunk;
  const unknown = Ledger.placesIn(chunk, "unknown");
  if (unknown.length === 0 || !at) return;
  const workspaceId = Actor.workspaceId();
  const keyOf = (place: number) =>
    Ledger.rowKey({
      workspaceId,
      campaignId,
      contactId: chunk.recipients[place] as string,
      chunk: number,
      at,
    });
  const rows = await getMany(unknown.map(keyOf));
  const sent = new Set(rows.filter(({ sentAt }) => sentAt).map(({ pk }) => pk));
  const marks: Ledger.Marks = new Map(
    unknown.filter((place) => sent.has(keyOf(place).pk)).map((place) => [place, { state: "sent" }]),
  );
  if (marks.size > 0) await Ledger.amend(campaignId, number, () => ({ marks }));
}

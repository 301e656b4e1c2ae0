import { randomUUID } from "node:crypto";
import type { Result } from "../aws/mailer.ts";
import { getMany } from "../aws/statement.ts";
import { ownMailbox } from "../inbound/address.ts";
import * as Actor from "../kernel/actor.ts";
import * as Ledger from "../ledger/index.ts";
import * as Template from "../template/index.ts";
import { judged } from "./audience.ts";
import { type Campaign, campaigns } from "./campaign.entity.ts";
import type { State } from "./campaign.schema.ts";
import { reserve } from "./cap.ts";
import { abandoned, isHeld, told } from "./claim.ts";
import { type Content, contentOf } from "./content.ts";
import { handOver } from "./handover.ts";
import type { Person } from "./judge.ts";
import { type Ready, ready } from "./letter.ts";
import { cancelled } from "./sweep.ts";

export type Message = {
  campaignId: string;
  chunk: number;
  /** Recipients a second, and a call. */
  perSecond: number;
  perCall: number;
  /** The part of a second that the queue's delay can't hold. */
  waitMs: number;
};
export type Tools = {
  /** False once half of the invocation's time is used. */
  timeLeft: () => boolean;
  pause: (milliseconds: number) => Promise<unknown>;
};
/** `again`: somebody may be working on it; look later. */
export type Done = "done" | "held" | "again" | "more";

/**
 * Sends one chunk: everybody is judged once more, rendered, claimed, and only then handed to SES. Whatever is killed
 * where, nobody has the mail twice: a claim whose holder is gone becomes unknown, and SES's event says what it was.
 */
export async function send(message: Message, tools: Tools): Promise<Done> {
  const { campaignId, chunk: number } = message;
  const leave = (done: Done, because: string) => left(message, done, because);
  const campaign = await campaigns.find(campaignId);
  if (campaign?.shelf !== "live" || campaign.state !== "running")
    return leave("held", `the campaign is ${campaign?.shelf === "live" ? campaign.state : "gone"}`);
  const chunk = await Ledger.chunk(campaignId, number);
  if (!chunk) return "done";
  if (Ledger.placesIn(chunk, "claimed").length > 0) {
    if (isHeld(chunk)) return leave("again", "another sender holds it");
    await abandoned(campaignId, number);
  }
  const places = Ledger.placesIn(chunk, "queued");
  if (places.length === 0) return "done";
  const content = await contentOf(campaignId);
  if (!content) throw new Error(`The campaign ${campaignId} runs without a content.`);
  const at = chunk.at ?? new Date().toISOString();
  const prepared = await prepare(campaign, content, { ...chunk, at }, places);
  const claimed = await claim(campaignId, number, at, prepared);
  if (!claimed) return leave("again", "another sender claimed it first");
  const waiting = prepared.filter((one): one is Ready => one.kind === "ready");
  return deliver(campaign, claimed, waiting, message, tools);
}

/** The log says why a chunk is left: to whoever looks, it would seem one that nobody took up. */
function left({ campaignId, chunk }: Message, done: Done, because: string): Done {
  console.info(
    JSON.stringify({ level: "info", function: "send", campaign: campaignId, chunk, left: done, because }),
  );
  return done;
}

export type Prepared = Ready | { kind: "out"; place: number; mark: Ledger.Mark };

/** The last moment: consent, suppression, cap and address as they are now, and the mail itself. */
async function prepare(
  campaign: Campaign,
  content: Content,
  chunk: Ledger.Chunk,
  places: number[],
): Promise<Prepared[]> {
  const ids = places.map((place) => chunk.recipients[place] as string);
  const verdicts = new Map(
    (await judged(campaign, ids)).map(([person, verdict]) => [person.id, { person, verdict }]),
  );
  const willing = ids.filter((id) => verdicts.get(id)?.verdict === "recipients");
  const full = await reserve(willing, campaign.id, campaign.cap);
  const [companies, workspace] = await Promise.all([
    content.needsCompany ? companiesOf(willing.map((id) => verdicts.get(id)?.person)) : new Map(),
    Template.workspaceNow(),
  ]);
  return Promise.all(
    places.map(async (place): Promise<Prepared> => {
      const id = chunk.recipients[place] as string;
      const found = verdicts.get(id);
      const out = (state: "skipped" | "suppressed", reason: string): Prepared => ({
        kind: "out",
        place,
        mark: { state, reason },
      });
      if (!found) return out("skipped", "removed");
      if (found.verdict === "suppressed") return out("suppressed", "suppressed");
      if (found.verdict !== "recipients") return out("skipped", found.verdict);
      if (full.has(id)) return out("skipped", "capped");
      const contact = found.person as unknown as Record<string, unknown>;
      const company = companies.get(String(contact.companyId));
      return ready(campaign, content, chunk, place, found.person, { contact, company, workspace, campaign });
    }),
  );
}

async function companiesOf(people: (Person | undefined)[]): Promise<Map<string, Record<string, unknown>>> {
  const ids = new Set(
    people.flatMap((person) => (person && "companyId" in person ? [String(person.companyId)] : [])),
  );
  const keys = [...ids].map((id) => ({ pk: `w#${Actor.workspaceId()}#company#${id}`, sk: "company" }));
  const items = keys.length > 0 ? await getMany(keys) : [];
  return new Map(items.map((item) => [String(item.id), item]));
}

/** One conditional write: whoever is to be sent is claimed, the others have their outcome. Undefined: another one was first. */
async function claim(campaignId: string, number: number, at: string, prepared: Prepared[]) {
  const marks = new Map(
    prepared.map((one) => [one.place, one.kind === "out" ? one.mark : { state: "claimed" as const }]),
  );
  const own = randomUUID();
  const result = await Ledger.amend(campaignId, number, (chunk) => {
    const untouched = prepared.every(({ place }) => Ledger.stateAt(chunk, place) === "queued");
    const same = chunk.at === undefined || chunk.at === at;
    const set = { at, claimedAt: new Date().toISOString(), claim: own };
    return untouched && same ? { marks, set } : undefined;
  });
  // A claim whose answer was lost is asked for again, and found taken: by us.
  return result?.changed || result?.chunk.claim === own ? result.chunk : undefined;
}

async function deliver(
  campaign: Campaign,
  chunk: Ledger.Chunk,
  waiting: Ready[],
  message: Message,
  tools: Tools,
): Promise<Done> {
  const tags = {
    workspace: campaign.workspaceId,
    campaign: campaign.id,
    chunk: String(chunk.number),
    at: String(Date.parse(chunk.at ?? "")),
  };
  const { fromName, replyTo = ownMailbox() } = campaign;
  const { results, stopped } = await handOver(waiting, {
    ...message,
    envelope: { fromName, replyTo, tags },
    timeLeft: tools.timeLeft,
    pause: tools.pause,
    // Somebody may have paused or cancelled it meanwhile: whoever was not handed over waits again.
    goesOn: async () => (await stateOf(campaign.id)) === "running",
  });
  await rows(campaign, waiting, results);
  const marks = new Map(waiting.map(({ place }) => [place, markOf(results.get(place))]));
  const settled = await Ledger.amend(campaign.id, chunk.number, () => ({ marks }));
  if (settled?.changed) await told(settled.chunk);
  if ([...marks.values()].every(({ state }) => state !== "queued")) return "done";
  // The job that skips a cancelled campaign's people passed by while these were claimed.
  if ((await stateOf(campaign.id)) === "cancelled") await Ledger.amend(campaign.id, chunk.number, cancelled);
  return left(message, "more", stopped ?? "SES took a part of it");
}

async function stateOf(campaignId: string): Promise<State | undefined> {
  return (await campaigns.find(campaignId))?.state;
}

function markOf(result: Result | undefined): Ledger.Mark {
  if (!result || result.kind === "later") return { state: "queued" };
  if (result.kind === "sent") return { state: "sent" };
  return { state: result.kind === "refused" ? "failed" : "unknown", reason: result.reason };
}

/** Before the ledger says sent: who is sent has a row. It may come from SES's event, too. */
async function rows(campaign: Campaign, waiting: Ready[], results: Map<number, Result>): Promise<void> {
  const sentAt = new Date().toISOString();
  await Promise.all(
    waiting.map(async ({ place, recipient, letter }) => {
      const result = results.get(place);
      if (result?.kind !== "sent") return;
      const set = { title: letter.subject, summary: campaign.name, messageId: result.messageId };
      await Ledger.happened(recipient, { once: { sentAt }, set });
    }),
  );
}

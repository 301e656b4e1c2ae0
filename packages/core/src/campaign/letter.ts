import type { Letter } from "../aws/mailer.ts";
import type { Chunk, Mark, Recipient } from "../ledger/index.ts";
import { renderMail, scopeOf, Unrenderable } from "../render/index.ts";
import * as Tracking from "../tracking/token.ts";
import type { Campaign } from "./campaign.entity.ts";
import type { Content } from "./content.ts";
import type { Person } from "./judge.ts";

export type Ready = { kind: "ready"; place: number; recipient: Recipient; letter: Letter };
type Of = Parameters<typeof scopeOf>[0];

/** One person's mail, with its own links; a mail that can't be made is this recipient's outcome. */
export async function ready(
  campaign: Campaign,
  content: Content,
  chunk: Chunk,
  place: number,
  person: Person,
  of: Of,
): Promise<Ready | { kind: "out"; place: number; mark: Mark }> {
  const { workspaceId, id: campaignId, topic } = campaign;
  const recipient: Recipient = {
    workspaceId,
    campaignId,
    contactId: person.id,
    chunk: chunk.number,
    at: chunk.at ?? "",
  };
  const unsubscribe = await Tracking.unsubscribeOf(recipient, topic);
  const urls = { unsubscribe, preferences: `${unsubscribe}/preferences` };
  const links = (addresses: string[]) =>
    Promise.all(addresses.map((address, n) => Tracking.clickOf(recipient, n, address)));
  try {
    const mail = await renderMail(content.mail, scopeOf({ ...of, urls }), {
      links,
      pixel: await Tracking.pixelOf(recipient),
    });
    // RFC 8058: one click, by POST; signed by SES's DKIM with the rest.
    const headers = {
      "List-Unsubscribe": `<${unsubscribe}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    };
    const letter = { ...mail, to: String(person.email), tags: { recipient: person.id }, headers };
    return { kind: "ready", place, recipient, letter };
  } catch (error) {
    if (!(error instanceof Unrenderable)) throw error;
    return { kind: "out", place, mark: { state: "failed", reason: `render: ${error.message}` } };
  }
}

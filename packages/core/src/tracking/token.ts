import { seal, unseal } from "../aws/sign.ts";
import type { Recipient } from "../ledger/index.ts";

/**
 * Links of a mail carry whose they are, signed, so that nobody can make one up: no table is asked where a link leads,
 * and it leads only where the mail said.
 */
type Packed = [workspaceId: string, contactId: string, campaignId: string, chunk: number, at: number];

const pack = (of: Recipient): Packed => [
  of.workspaceId,
  of.contactId,
  of.campaignId,
  of.chunk,
  Date.parse(of.at),
];
const unpack = ([workspaceId, contactId, campaignId, chunk, at]: Packed): Recipient => ({
  workspaceId,
  contactId,
  campaignId,
  chunk,
  at: new Date(at).toISOString(),
});

function openUrl(): string {
  const { OPEN_URL } = process.env;
  if (!OPEN_URL) throw new Error("OPEN_URL is not set: this function was not granted url.open in infra/.");
  return OPEN_URL.replace(/\/$/, "");
}

export async function pixelOf(recipient: Recipient): Promise<string> {
  return `${openUrl()}/t/o/${await seal("open", pack(recipient))}.gif`;
}

/** `place` counts the mail's links from 0. */
export async function clickOf(recipient: Recipient, place: number, address: string): Promise<string> {
  return `${openUrl()}/t/c/${await seal("click", [...pack(recipient), place, address])}`;
}

export async function unsubscribeOf(recipient: Recipient, topic: string): Promise<string> {
  return `${openUrl()}/u/${await seal("unsubscribe", [...pack(recipient), topic])}`;
}

export async function fromPixel(token: string): Promise<Recipient | undefined> {
  const packed = await unseal<Packed>("open", token.replace(/\.gif$/, ""));
  return packed && unpack(packed);
}

export async function fromClick(
  token: string,
): Promise<{ recipient: Recipient; place: number; address: string } | undefined> {
  const packed = await unseal<[...Packed, place: number, address: string]>("click", token);
  return packed && { recipient: unpack(packed.slice(0, 5) as Packed), place: packed[5], address: packed[6] };
}

export async function fromUnsubscribe(
  token: string,
): Promise<{ recipient: Recipient; topic: string } | undefined> {
  const packed = await unseal<[...Packed, topic: string]>("unsubscribe", token);
  return packed && { recipient: unpack(packed.slice(0, 5) as Packed), topic: packed[5] };
}

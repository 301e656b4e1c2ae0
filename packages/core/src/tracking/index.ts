import * as Context from "../kernel/context.ts";
import * as Ledger from "../ledger/index.ts";
import { type Hints, visitorOf } from "./machine.ts";
import { fromClick, fromPixel } from "./token.ts";

export { type Preferences, preferences, set } from "./consent.ts";
export { type Hints, type Visitor, visitorOf } from "./machine.ts";

function asReader<T>({ workspaceId, campaignId }: Ledger.Recipient, run: () => Promise<T>): Promise<T> {
  const actor = { kind: "system" as const, workspaceId, id: "recipient" };
  return Context.provide({ actor, cause: `campaign:${campaignId}`, depth: 0, silent: false }, run);
}

/** 1 UpdateItem, none for a prefetch or a link that we did not make. */
export async function opened(token: string, hints: Hints): Promise<void> {
  const recipient = await fromPixel(token);
  const now = new Date();
  const visitor = recipient && visitorOf(hints, recipient.at, now);
  if (!recipient || visitor === "nobody") return;
  const at = now.toISOString();
  const what: Ledger.Happening =
    visitor === "person"
      ? { once: { openedAt: at }, add: { opens: 1 } }
      : { once: { machineOpenedAt: at }, add: { machineOpens: 1 } };
  await asReader(recipient, () => Ledger.happened(recipient, what));
}

/** Where the link leads, only to an address of the mail; undefined for one that we did not make. A click is an open. */
export async function clicked(token: string, hints: Hints): Promise<string | undefined> {
  const found = await fromClick(token);
  if (!found) return undefined;
  const { recipient, place, address } = found;
  const now = new Date();
  if (visitorOf(hints, recipient.at, now) === "person") {
    const at = now.toISOString();
    const what = { once: { clickedAt: at, openedAt: at }, add: { clicks: 1, [`link${place}`]: 1 } };
    await asReader(recipient, () => Ledger.happened(recipient, what));
  }
  return address;
}

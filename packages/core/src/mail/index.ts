import type * as z from "zod";
import { decrypt, encrypt } from "../aws/cipher.ts";
import type { Write } from "../aws/transaction.ts";
import * as Context from "../kernel/context.ts";
import { parse } from "../kernel/fn.ts";
import { newId } from "../kernel/id.ts";
import { type Mail, mails } from "./mail.entity.ts";
import { Recipient, type Rendered, type Request, type Template, Values } from "./mail.schema.ts";
import { render } from "./template.ts";

export { isAllowed } from "./allowed.ts";
export * from "./mail.schema.ts";

const KEEP_DAYS = 30;
/** Longer than the sending function can live: a claim this old has lost its holder. */
const LEASE_MS = 60_000;

/** One mail to one person, to put into the transaction of what causes it. The fact `mail.requested` sends it. */
export async function request<T extends Template>({
  to,
  template,
  values,
  secret,
}: Request<T>): Promise<Write> {
  const id = newId("mail");
  const record = mails.fresh(
    {
      to: parse(Recipient, to),
      template,
      values: parse<z.ZodType<Record<string, string | undefined>>>(Values[template], values),
      sealed: secret && (await encrypt(`mail:${id}`, secret)),
      state: "queued",
      _ttl: Math.floor(Context.now().getTime() / 1000) + KEEP_DAYS * 86_400,
    },
    id,
  );
  return mails.creation(record);
}

/** A mail that this caller alone may send, or why nobody does. */
export type Claim = { kind: "claimed"; mail: Rendered } | { kind: "settled" } | { kind: "busy" };

/** Claims a mail before it is sent. A claim whose holder vanished becomes `unknown`: it may have been sent, so it isn't again. */
export async function claim(id: string): Promise<Claim> {
  const mail = await mails.find(id);
  if (mail?.state !== "queued" && mail?.state !== "sending") return { kind: "settled" };
  const now = Context.now();
  if (mail.state === "sending") {
    if (now.getTime() < Date.parse(mail.claimedAt ?? mail._at) + LEASE_MS) return { kind: "busy" };
    await settle(id, { state: "unknown", reason: "The sender vanished before SES answered." });
    return { kind: "settled" };
  }
  const claimed = await change(mail, { state: "sending", claimedAt: now.toISOString() });
  return claimed ? { kind: "claimed", mail: await rendered(mail) } : { kind: "busy" };
}

async function rendered(mail: Mail): Promise<Rendered> {
  const { APP_URL } = process.env;
  if (!APP_URL) throw new Error("APP_URL is not set: this function was not granted url.app in infra/.");
  const secret = mail.sealed ? await decrypt(`mail:${mail.id}`, mail.sealed) : "";
  return render(mail.to, mail.template, mail.values, secret, APP_URL.replace(/\/$/, ""));
}

export type Fate =
  | { state: "sent"; messageId: string }
  | { state: "failed" | "unknown" | "withheld"; reason: string };

/** What came of a claimed mail; also called by SES's event for a mail whose fate was unknown. False when that is known already. */
export async function settle(id: string, fate: Fate): Promise<boolean> {
  const mail = await mails.find(id);
  if (mail?.state !== "sending" && mail?.state !== "unknown") return false;
  return change(mail, { ...fate, sealed: null });
}

/** SES surely did not take it: it waits for the queue's next try. */
export async function release(id: string): Promise<boolean> {
  const mail = await mails.find(id);
  return mail?.state === "sending" && change(mail, { state: "queued", claimedAt: null });
}

async function change(mail: Mail, set: Record<string, unknown>): Promise<boolean> {
  return (await mails.updateOf(mail.id, set, { _v: mail._v }).run()).ok;
}

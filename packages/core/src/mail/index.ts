import type * as z from "zod";
import * as Activity from "../activity/index.ts";
import { decrypt, encrypt } from "../aws/cipher.ts";
import type { Write } from "../aws/transaction.ts";
import { ownMailbox } from "../inbound/address.ts";
import * as Context from "../kernel/context.ts";
import { parse } from "../kernel/fn.ts";
import { newId } from "../kernel/id.ts";
import { mailOf, renderLetter } from "./letter.ts";
import { type Mail, mails } from "./mail.entity.ts";
import { type Letter, Recipient, type Rendered, type Request, type Template, Values } from "./mail.schema.ts";
import { render } from "./template.ts";
import { type Filled, languageFor, words } from "./words/index.ts";

export { isAllowed } from "./allowed.ts";
export { activityIn, messageIdOf } from "./letter.ts";
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
  answerable,
}: Request<T>): Promise<Write> {
  const id = newId("mail");
  const record = mails.fresh(
    {
      to: parse(Recipient, to),
      template,
      values: parse<z.ZodType<Record<string, string | undefined>>>(Values[template], values),
      sealed: secret && (await encrypt(`mail:${id}`, secret)),
      state: "queued",
      answerable,
      _ttl: gone(),
    },
    id,
  );
  return mails.creation(record);
}

const gone = () => Math.floor(Context.now().getTime() / 1000) + KEEP_DAYS * 86_400;

/** A member's mail, to put into the transaction that makes its activity. */
export function letter({ to, ...letter }: Letter): Write {
  const fields = { ...letter, to: parse(Recipient, to), state: "queued" as const, _ttl: gone() };
  return mails.creation(
    mails.fresh({ ...fields, template: "letter", values: {} }, mailOf(letter.activityId)),
  );
}

/** A mail that this caller alone may send, or why nobody does now. */
export type Claim =
  | { kind: "claimed"; mail: Rendered; activityId: string | undefined }
  | { kind: "settled" }
  | { kind: "busy" }
  | { kind: "early"; milliseconds: number };

/** The language (BCP 47) that the reader of an address chose, as far as it is known. */
type LocaleOf = (to: string) => Promise<string | undefined>;

/** Claims a mail before it is sent, worded in its reader's language. A claim whose holder vanished becomes `unknown`: it may have been sent, so it isn't again. */
export async function claim(id: string, localeOf: LocaleOf = async () => undefined): Promise<Claim> {
  const mail = await mails.find(id);
  if (mail?.state !== "queued" && mail?.state !== "sending") return { kind: "settled" };
  const now = Context.now();
  if (mail.state === "sending") {
    if (now.getTime() < Date.parse(mail.claimedAt ?? mail._at) + LEASE_MS) return { kind: "busy" };
    await settle(id, { state: "unknown", reason: "The sender vanished before SES answered." });
    return { kind: "settled" };
  }
  const milliseconds = Date.parse(mail.notBefore ?? "") - now.getTime();
  if (milliseconds > 0) return { kind: "early", milliseconds };
  const ready = await rendered(mail, localeOf);
  if (!ready) {
    await change(mail, { state: "failed", reason: "gone" });
    return { kind: "settled" };
  }
  const claimed = await change(mail, { state: "sending", claimedAt: now.toISOString() });
  return claimed ? { kind: "claimed", mail: ready, activityId: mail.activityId } : { kind: "busy" };
}

/** Undefined for a letter whose activity is gone. */
async function rendered(mail: Mail, localeOf: LocaleOf): Promise<Rendered | undefined> {
  const mailbox = ownMailbox();
  if (mail.template === "letter") {
    const words = await Activity.wordsOf(String(mail.activityId));
    const host = (process.env.MAIL_FROM ?? "").split("@").at(-1) || "rapport.invalid";
    return words && renderLetter(mail as Letter, words, { host, mailbox });
  }
  const { APP_URL } = process.env;
  if (!APP_URL) throw new Error("APP_URL is not set: this function was not granted url.app in infra/.");
  const secret = mail.sealed ? await decrypt(`mail:${mail.id}`, mail.sealed) : "";
  const language = languageFor(await localeOf(mail.to));
  const made = render(mail.to, mail.template, mail.values, secret, APP_URL.replace(/\/$/, ""), language);
  return mail.answerable ? { ...made, replyTo: mailbox } : made;
}

/** The title of the task that a template's mail speaks of, in the language for this locale. */
export function taskOf(template: Template, values: Filled, locale: string | undefined): string | undefined {
  return words[languageFor(locale)][template](values).task;
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

/** Takes back a member's mail that has not left. Undefined when there is none, or none any more. */
export async function cancel(activityId: string): Promise<"cancelled" | "left" | undefined> {
  for (let attempt = 1; attempt <= 5; attempt++) {
    const mail = await mails.find(mailOf(activityId));
    if (mail?.state !== "queued") return mail && (mail.state === "cancelled" ? "cancelled" : "left");
    if (await change(mail, { state: "cancelled" })) return "cancelled";
  }
  return "left";
}

type Change = { state: Mail["state"]; reason?: string; [attribute: string]: unknown };

/** On the version read. What becomes of a member's mail is told on its timelines in the same transaction. */
async function change(mail: Mail, set: Change): Promise<boolean> {
  const update = mails.updateOf(mail.id, set, { _v: mail._v });
  const { state, reason } = set;
  if (!mail.activityId || state === "queued" || state === "sending") return (await update.run()).ok;
  return Activity.told(mail.activityId, state, { reason, others: [update.write()] });
}

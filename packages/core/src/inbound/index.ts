import { createHash } from "node:crypto";
import PostalMime, { type Email } from "postal-mime";
import * as Activity from "../activity/index.ts";
import { get } from "../aws/statement.ts";
import * as Company from "../company/index.ts";
import * as Contact from "../contact/index.ts";
import * as Context from "../kernel/context.ts";
import { Conflict } from "../kernel/error.ts";
import { idFor } from "../kernel/once.ts";
import { Email as Address } from "../kernel/record.ts";
import * as Mail from "../mail/index.ts";
import { workspaceIn } from "./address.ts";

export { mailboxOf, ownMailbox } from "./address.ts";

/** SES takes 40 MB; a body's first 20,000 characters are kept with the activity, the whole stays in the Mail bucket. */
const BODY = 20_000;

export type Received =
  | { kind: "recorded"; activityId: string; workspaceId: string }
  | { kind: "repeated"; workspaceId: string }
  /** No workspace's mailbox is among the recipients, or the mail is one of a machine. */
  | { kind: "ignored"; reason: string };

/**
 * A raw mail (RFC 5322) to the timelines of the people in it. From a member it is one that we sent (a BCC), from anybody
 * else one that we got; an unknown sender becomes a contact. The same Message-ID is recorded once.
 */
export async function receive(raw: Uint8Array): Promise<Received> {
  const mail = await PostalMime.parse(raw);
  const workspaceId = workspaceIn(recipientLines(mail));
  if (!workspaceId) return { kind: "ignored", reason: "no workspace's mailbox is among the recipients" };
  const workspace = await get({ pk: `w#${workspaceId}#workspace#${workspaceId}`, sk: "workspace" });
  if (!workspace) return { kind: "ignored", reason: "there is no such workspace" };
  if (isAutomatic(mail)) return { kind: "ignored", reason: "an automatic answer" };
  const actor = { kind: "system", workspaceId, id: "inbound" } as const;
  const messageId = mail.messageId ?? createHash("sha256").update(raw).digest("hex");
  return Context.provide({ actor, cause: `mail:${messageId.slice(0, 200)}`, depth: 0, silent: false }, () =>
    record(mail, messageId, workspaceId),
  );
}

function recipientLines(mail: Email): string[] {
  const listed = [...(mail.to ?? []), ...(mail.cc ?? []), ...(mail.bcc ?? [])].map(
    (one) => one.address ?? "",
  );
  const traced = new Set(["delivered-to", "x-original-to", "received", "resent-to"]);
  return [...listed, ...mail.headers.filter(({ key }) => traced.has(key)).map(({ value }) => value)];
}

/** RFC 3834: answers of machines are not part of a conversation. */
function isAutomatic(mail: Email): boolean {
  const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value.toLowerCase();
  const submitted = header("auto-submitted");
  return (
    (submitted !== undefined && submitted !== "no") ||
    header("precedence") === "bulk" ||
    header("x-autoreply") !== undefined
  );
}

type Person = { name: string; email: string };

function people(list: Email["to"]): Person[] {
  return (list ?? []).flatMap(({ name, address }) =>
    address && Address.safeParse(address).success && !workspaceIn([address])
      ? [{ name: name ?? "", email: address }]
      : [],
  );
}

async function record(mail: Email, messageId: string, workspaceId: string): Promise<Received> {
  const sender = people(mail.from ? [mail.from] : [])[0];
  if (!sender) return { kind: "ignored", reason: "it has no sender" };
  const memberId = await memberWith(sender.email, workspaceId);
  const parties = memberId ? [...people(mail.to), ...people(mail.cc)] : [sender];
  const contacts: Contact.Info[] = [];
  for (const person of parties.slice(0, 10)) contacts.push(await contactFor(person));
  const about = contacts.map(({ id }) => id);
  const sentAt = mail.date ? new Date(mail.date) : Context.now();
  const at = Number.isNaN(sentAt.getTime()) || sentAt > Context.now() ? Context.now() : sentAt;
  const title =
    mail.subject
      ?.replace(/\p{Cc}+/gu, " ")
      .trim()
      .slice(0, 200) || "(no subject)";
  const id = idFor("activity", `${workspaceId}\n${messageId}`, at);
  const body = (mail.text ?? textOf(mail.html ?? ""))
    .replace(/[^\P{Cc}\n\t]/gu, "")
    .trim()
    .slice(0, BODY);
  const direction = memberId ? ("out" as const) : ("in" as const);
  const answered = memberId ? undefined : await answeredBy(mail, about);
  // Whose it is sees it: of an answer whoever was answered, else whoever has the contact.
  const { ownerId, teamId } = answered?.owned ?? contacts[0] ?? {};
  const from = memberId ? {} : { contactId: about[0] };
  try {
    await Activity.record(
      {
        kind: "mail",
        title,
        body,
        at: at.toISOString(),
        direction,
        about: [...new Set([...about, ...(answered?.about ?? [])])],
        ...(memberId ? { ownerId: memberId } : {}),
      },
      id,
      {
        mail: { ...from, ...answered?.mail, ...named(mail.messageId) },
        ...(memberId ? {} : { ownerId, teamId }),
      },
    );
  } catch (error) {
    if (error instanceof Conflict) return { kind: "repeated", workspaceId };
    throw error;
  }
  return { kind: "recorded", activityId: id, workspaceId };
}

function named(messageId: string | undefined): { messageId?: string } {
  const known = Mail.messageIdOf(messageId);
  return known ? { messageId: known } : {};
}

/**
 * What a contact's answer belongs to: it stands where the mail stood that it answers. Anybody can write a mark into
 * their mail, so it counts only from one of those whom that mail was about.
 */
async function answeredBy(mail: Email, senders: readonly string[]) {
  const id = Mail.activityIn(`${mail.references ?? ""} ${mail.inReplyTo ?? ""}`);
  const activity = id && (await Activity.find(id));
  if (!activity || !senders.some((sender) => activity.about.includes(sender))) return undefined;
  const parties = await Activity.partiesStillThere(activity.about);
  const { ownerId, teamId } = activity;
  return {
    mail: Activity.answering(activity),
    owned: { ownerId, teamId },
    about: parties.map((party) => party.id),
  };
}

async function memberWith(email: string, workspaceId: string): Promise<string | undefined> {
  const guard = await get({
    pk: `w#${workspaceId}#unique#member-email#${email.toLowerCase()}`,
    sk: "unique",
  });
  return guard && String(guard.holder);
}

async function contactFor({ name, email }: Person): Promise<Contact.Info> {
  const known = await Contact.fromEmail(email);
  if (known) return known;
  const clean = name
    .replace(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, 200);
  const cut = clean.lastIndexOf(" ");
  const names =
    clean.includes("@") || clean === ""
      ? {}
      : cut < 0
        ? { firstName: clean.slice(0, 100) }
        : { firstName: clean.slice(0, cut).slice(0, 100), lastName: clean.slice(cut + 1).slice(0, 100) };
  const domain = Company.Domain.safeParse(email.slice(email.lastIndexOf("@") + 1));
  const company = domain.success ? await Company.fromDomain(domain.data) : undefined;
  try {
    return await Contact.capture({ ...names, email, source: "email", companyId: company?.id });
  } catch (error) {
    // Another mail of the same sender came in meanwhile.
    if (error instanceof Conflict && error.existing) return Contact.fromID({ id: error.existing });
    throw error;
  }
}

/** The words of an HTML-only mail. */
function textOf(html: string): string {
  return html
    .replace(/<(script|style)[\s\S]*?<\/\1>/gi, " ")
    .replace(/<br\s*\/?>|<\/(p|div|tr|li|h\d)>/gi, "\n")
    .replace(/<[^>]+>/g, " ")
    .replace(/&nbsp;/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&")
    .replace(/[ \t]+/g, " ")
    .trim();
}

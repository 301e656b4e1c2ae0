import { headerSafe } from "../kernel/header.ts";
import { escaped } from "../kernel/html.ts";
import { prefixes } from "../kernel/id.ts";
import type { Letter, Rendered } from "./mail.schema.ts";

/** The outbox's item of an activity: the two share their ULID. */
export const mailOf = (activityId: string) => activityId.replace(prefixes.activity, prefixes.mail);

const MARK = new RegExp(`<(${prefixes.activity}_[0-9A-HJKMNP-TV-Z]{26})@[^<>\\s]+>`, "i");

/**
 * The activity that an answer refers to. SES gives a mail the Message-ID that it likes; but an answer repeats the
 * References of what it answers (RFC 5322, 3.6.4), and ours begin with the activity's id.
 */
export function activityIn(references: string): string | undefined {
  const [, id] = MARK.exec(references) ?? [];
  return id && prefixes.activity + id.slice(prefixes.activity.length).toUpperCase();
}

/** A Message-ID that can stand in a header of ours; undefined for any other. */
export const messageIdOf = (text: string | undefined) =>
  text && /^<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>$/.test(text.trim()) ? text.trim() : undefined;

/** Plain text as paragraphs, each in the direction of its own letters; addresses of the web can be clicked. */
export function toHtml(text: string): string {
  const paragraphs = text
    .replace(/\r\n?/g, "\n")
    .trim()
    .split(/\n{2,}/);
  const body = paragraphs.map((one) => `<p dir="auto">${linked(one).replaceAll("\n", "<br>")}</p>`).join("");
  return `<!doctype html><html><head><meta charset="utf-8"></head><body style="font:15px/1.5 system-ui,sans-serif">${body}</body></html>`;
}

/** What ends a sentence around an address is no part of it; a bracket is, where it was opened inside. */
function addressOf(found: string): string {
  const cut = found.replace(/[.,;:!?'"»”’]+$/, "");
  const unopened = cut.endsWith(")") && cut.split("(").length < cut.split(")").length;
  return unopened ? addressOf(cut.slice(0, -1)) : cut;
}

function linked(text: string): string {
  let html = "";
  let rest = text;
  for (let found = next(rest); found; found = next(rest)) {
    const href = escaped(found.address);
    html += `${escaped(rest.slice(0, found.at))}<a href="${href}">${href}</a>`;
    rest = rest.slice(found.at + found.address.length);
  }
  return html + escaped(rest);
}

function next(text: string): { at: number; address: string } | undefined {
  const found = /https?:\/\/[^\s<>"]+/i.exec(text);
  return found ? { at: found.index, address: addressOf(found[0]) } : undefined;
}

/** The mail as it leaves. `host` makes the mark unique in the world; `mailbox` is where the workspace gets its mail. */
export function renderLetter(
  { activityId, to, from, answers }: Letter,
  words: { subject: string; text: string },
  { host, mailbox }: { host: string; mailbox: string | undefined },
): Rendered {
  const mark = `<${activityId}@${host}>`;
  return {
    to,
    subject: headerSafe(words.subject),
    text: words.text.replace(/\r\n?/g, "\n"),
    html: toHtml(words.text),
    fromName: headerSafe(from.name),
    replyTo: mailbox ?? from.email,
    headers: {
      References: answers ? `${mark} ${answers}` : mark,
      ...(answers ? { "In-Reply-To": answers } : {}),
    },
  };
}

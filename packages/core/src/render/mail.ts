import { headerSafe } from "../kernel/header.ts";
import { encode, linksOf, toText, withLinks } from "./html.ts";
import { explained, isMistake, type Part, parse, render, type Scope, used } from "./liquid.ts";

export type Source = {
  subject: string;
  preheader?: string | undefined;
  html: string;
  text?: string | undefined;
};
export type Rendered = { subject: string; html: string; text: string };

/** A template read once, to be rendered for many. */
export type Compiled = {
  subject: Part;
  preheader: Part | undefined;
  html: Part;
  text: Part | undefined;
  ownUnsubscribe: boolean;
};

/** A mail that can't be made: an outcome of this recipient, not a fault of ours. */
export class Unrenderable extends Error {}

/** SES takes 40 MB; mail clients cut what is over 102 KB, spam filters dislike it, and a bulk call holds 900 KB. */
export const MAX_BYTES = 400_000;

export function compile(source: Source): Compiled {
  const body = source.html + (source.text ?? "");
  return {
    subject: parse(source.subject, "text"),
    preheader: source.preheader ? parse(source.preheader, "html") : undefined,
    html: parse(source.html, "html"),
    text: source.text ? parse(source.text, "text") : undefined,
    ownUnsubscribe: used(body).includes("unsubscribe_url"),
  };
}

export type Tracking = {
  /** Signed addresses that lead to those of the mail, in order. */
  links: (addresses: string[]) => Promise<string[]>;
  pixel: string;
};

/** @throws {Unrenderable} */
export async function renderMail(mail: Compiled, scope: Scope, tracking?: Tracking): Promise<Rendered> {
  const rendered = attempt(mail, scope);
  const html = tracking ? await tracked(rendered.html, scope, tracking) : rendered.html;
  const size = Buffer.byteLength(html) + Buffer.byteLength(rendered.text);
  if (size > MAX_BYTES) throw new Unrenderable(`The mail has ${size} bytes, more than ${MAX_BYTES}.`);
  if (rendered.subject === "") throw new Unrenderable("The subject is empty.");
  return { ...rendered, html };
}

function attempt(mail: Compiled, scope: Scope): Rendered {
  try {
    const plain = mail.text ? render(mail.text, scope) : undefined;
    const unsubscribe = String(scope.unsubscribe_url ?? "");
    const body = render(mail.html, scope);
    const text = plain ?? toText(body);
    const foot = mail.ownUnsubscribe
      ? ""
      : `<p style="font-size:12px;color:#566163">If you no longer want these mails: <a href="${encode(unsubscribe)}">unsubscribe</a>.</p>`;
    return {
      subject: headerSafe(render(mail.subject, scope)),
      html: withPreheader(before(body, "</body>", foot), mail.preheader && render(mail.preheader, scope)),
      text: mail.ownUnsubscribe ? text : `${text}\n\nIf you no longer want these mails: ${unsubscribe}`,
    };
  } catch (error) {
    if (isMistake(error)) throw new Unrenderable(explained(error));
    throw error;
  }
}

function before(html: string, tag: string, piece: string): string {
  const place = html.toLowerCase().lastIndexOf(tag);
  return place < 0 ? html + piece : html.slice(0, place) + piece + html.slice(place);
}

/** Shown by inboxes beside the subject; the joiners keep them from reading on into the mail. */
function withPreheader(html: string, preheader: string | undefined): string {
  if (!preheader) return html;
  const piece = `<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${preheader}${"&#8199;&#65279;&#847; ".repeat(40)}</div>`;
  const body = /<body[^>]*>/i.exec(html);
  if (!body) return piece + html;
  const place = body.index + body[0].length;
  return html.slice(0, place) + piece + html.slice(place);
}

async function tracked(html: string, scope: Scope, tracking: Tracking): Promise<string> {
  const own = new Set([scope.unsubscribe_url, scope.preferences_url]);
  const addresses = linksOf(html);
  const signed = await tracking.links(addresses);
  const linked = withLinks(html, (address, place) => (own.has(address) ? undefined : signed[place]));
  return before(
    linked,
    "</body>",
    `<img src="${encode(tracking.pixel)}" width="1" height="1" alt="" style="border:0">`,
  );
}

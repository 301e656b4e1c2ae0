import PostalMime from "postal-mime";
import type { Header } from "./header.ts";
import { headersOfRaw } from "./message.ts";
import type { Mail, MailEvent, Store } from "./store.ts";

export type Part = { filename: string; type: string; size: number; cid?: string; content: Uint8Array };

/** A mail as a reader sees it. */
export type Opened = Omit<Mail, "headers"> & {
  headers: Header[];
  html?: string;
  text?: string;
  /** Every address that the HTML and the text link to, once, in their order. */
  links: string[];
  parts: Part[];
  events: MailEvent[];
  /** Where one-click unsubscribing posts to (RFC 8058), when the mail offers it. */
  oneClick?: string;
};

export async function open(store: Store, id: string): Promise<Opened | undefined> {
  const mail = store.find(id);
  const raw = store.raw(id);
  if (!mail || !raw) return undefined;
  const parsed = await PostalMime.parse(raw);
  const headers = headersOfRaw(raw);
  const url = oneClick(headers);
  return {
    ...mail,
    headers,
    ...(parsed.html === undefined ? {} : { html: parsed.html }),
    ...(parsed.text === undefined ? {} : { text: parsed.text }),
    links: linksOf(parsed.html ?? "", parsed.text ?? ""),
    parts: parsed.attachments.map((part) => {
      const content =
        typeof part.content === "string" ? Buffer.from(part.content) : new Uint8Array(part.content);
      return {
        filename: part.filename ?? "part",
        type: part.mimeType,
        size: content.length,
        content,
        ...(part.contentId ? { cid: part.contentId.replace(/^<|>$/g, "") } : {}),
      };
    }),
    events: store.events(mail.seq),
    ...(url ? { oneClick: url } : {}),
  };
}

function oneClick(headers: readonly Header[]): string | undefined {
  const value = (name: string) => headers.find((header) => header.name.toLowerCase() === name)?.value;
  if (value("list-unsubscribe-post")?.replace(/\s/g, "") !== "List-Unsubscribe=One-Click") return undefined;
  return [...(value("list-unsubscribe") ?? "").matchAll(/<([^<>]+)>/g)]
    .map((match) => match[1]!.replace(/\s/g, ""))
    .find((uri) => /^https?:\/\//i.test(uri));
}

function linksOf(html: string, text: string): string[] {
  const decode = (value: string) =>
    value.replace(
      /&(amp|lt|gt|quot|#39|#x27);/g,
      (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'" })[name]!,
    );
  const hrefs = [...html.matchAll(/<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/gi)].map((match) =>
    decode(match[1] ?? match[2] ?? match[3] ?? ""),
  );
  const plain = html === "" ? [...text.matchAll(/https?:\/\/[^\s<>"]+/g)].map((match) => match[0]) : [];
  return [...new Set([...hrefs, ...plain])];
}

import MailComposer from "nodemailer/lib/mail-composer";
import { decodeWords } from "postal-mime";
import { bad } from "./fault.ts";
import type { Header } from "./header.ts";

export type Attached = {
  filename: string;
  content: Buffer;
  contentType?: string;
  cid?: string;
  inline?: boolean;
};

/** A mail before it is MIME. */
export type Draft = {
  from: string;
  to: string[];
  cc: string[];
  bcc: string[];
  replyTo: string[];
  subject: string;
  html?: string;
  text?: string;
  headers: Header[];
  attachments: Attached[];
};

/** The whole message, Bcc left out, as SES would put it on the wire. */
export function compose(draft: Draft, messageId: string, host: string, at: number): Promise<Buffer> {
  const composer = new MailComposer({
    from: draft.from,
    to: draft.to,
    cc: draft.cc,
    replyTo: draft.replyTo,
    subject: draft.subject,
    ...(draft.html === undefined ? {} : { html: draft.html }),
    ...(draft.text === undefined ? {} : { text: draft.text }),
    attachments: draft.attachments.map((file) => ({
      filename: file.filename,
      content: file.content,
      ...(file.contentType ? { contentType: file.contentType } : {}),
      ...(file.cid ? { cid: file.cid.replace(/^<|>$/g, "") } : {}),
      contentDisposition: file.inline ? ("inline" as const) : ("attachment" as const),
    })),
    // References is the one header of a request that nodemailer formats itself, from text only.
    headers: draft.headers.map(({ name, value }) => ({
      key: name,
      value: name === "References" ? value : { prepared: true, value },
    })),
    // Names as they were written: nodemailer would make one-click readers' List-Unsubscribe-Post of anything, but X-API-Id stays.
    normalizeHeaderKey: (key: string) => key,
    messageId: `<${messageId}@${host}>`,
    date: new Date(at),
    newline: "\r\n",
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return new Promise((resolve, reject) => {
    composer.compile().build((error, message) => (error ? reject(error) : resolve(message)));
  });
}

/** The header of a raw message, unfolded, in its order; and where the body begins. */
export function splitHeader(raw: Buffer): { headers: Header[]; body: number } {
  const crlf = raw.indexOf("\r\n\r\n");
  const lf = raw.indexOf("\n\n");
  const end = crlf >= 0 && (lf < 0 || crlf < lf) ? crlf : lf;
  const head = (end < 0 ? raw : raw.subarray(0, end)).toString("utf8").replace(/\r?\n(?=[ \t])/g, "");
  const headers: Header[] = [];
  for (const line of head.split(/\r?\n/)) {
    if (line === "") continue;
    const colon = line.indexOf(":");
    if (colon < 1 || !/^[\x21-\x39\x3b-\x7e]+$/.test(line.slice(0, colon)))
      throw bad(`Invalid header line: ${line.slice(0, 80)}`);
    headers.push({ name: line.slice(0, colon), value: line.slice(colon + 1).trim() });
  }
  return { headers, body: end < 0 ? raw.length : end + (end === crlf ? 4 : 2) };
}

/** The header for showing: of foreign mail what can be read of it. */
export function headersOfRaw(raw: Buffer): Header[] {
  try {
    return splitHeader(raw).headers;
  } catch {
    return []; // Inbound mail may be anything; its source is still shown whole.
  }
}

export const headerOf = (headers: readonly Header[], name: string): string | undefined =>
  headers.find((header) => header.name.toLowerCase() === name)?.value;

/** The subject as a person reads it. */
export const subjectOf = (headers: readonly Header[]): string =>
  decodeWords(headerOf(headers, "subject") ?? "");

/** SES makes these itself and drops what the sender wrote; X-SES-* headers steer SES and never leave it. */
export function readdress(raw: Buffer, messageId: string, host: string, at: number): Buffer {
  const { headers, body } = splitHeader(raw);
  const own = new Set(["message-id", "bcc", "return-path"]);
  const kept = headers.filter(
    ({ name }) => !own.has(name.toLowerCase()) && !name.toLowerCase().startsWith("x-ses-"),
  );
  if (!headerOf(kept, "date"))
    kept.push({ name: "Date", value: new Date(at).toUTCString().replace("GMT", "+0000") });
  kept.push({ name: "Message-ID", value: `<${messageId}@${host}>` });
  const head = kept.map(({ name, value }) => `${name}: ${value}\r\n`).join("");
  return Buffer.concat([Buffer.from(`${head}\r\n`), raw.subarray(body)]);
}

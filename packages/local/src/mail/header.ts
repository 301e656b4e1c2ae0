import { bad } from "./fault.ts";
import { type Input, list, object, only, text } from "./input.ts";

export type Header = { name: string; value: string };

const MOST = 15;

/** Headers that SES makes itself from the other members of a request. */
const RESERVED = new Set([
  "bcc",
  "cc",
  "content-disposition",
  "content-id",
  "content-transfer-encoding",
  "content-type",
  "date",
  "dkim-signature",
  "from",
  "message-id",
  "mime-version",
  "received",
  "reply-to",
  "return-path",
  "sender",
  "subject",
  "to",
]);

/** The rules of MessageHeader: docs.aws.amazon.com/ses/latest/APIReference-V2/API_MessageHeader.html. */
export function headers(input: Input, member: string): Header[] {
  const out = list(input, member, (value, at) => {
    const header = object(value, `${member}[${at}]`);
    only(header, member, ["Name", "Value"]);
    const name = text(header, "Name");
    const content = text(header, "Value");
    if (!/^[\x21-\x39\x3b-\x7e]{1,126}$/.test(name))
      throw bad(`Invalid header name: ${JSON.stringify(name)}`);
    if (!/^[\x20-\x7e]{1,995}$/.test(content) || name.length + content.length > 996) {
      throw bad(`Invalid header value of ${name}: only printable ASCII characters, at most 995`);
    }
    if (RESERVED.has(name.toLowerCase()) || name.toLowerCase().startsWith("x-ses-"))
      throw bad(`Header not allowed: ${name}`);
    return { name, value: content };
  });
  if (out.length > MOST) throw bad(`${member} must have at most ${MOST} headers`);
  const names = new Set(out.map((header) => header.name.toLowerCase()));
  if (names.size < out.length) throw bad(`${member} has a header twice`);
  return out;
}

/** A bulk entry's header takes the place of the template's of the same name. */
export function mergeHeaders(base: readonly Header[], over: readonly Header[]): Header[] {
  const names = new Set(over.map((header) => header.name.toLowerCase()));
  return [...base.filter((header) => !names.has(header.name.toLowerCase())), ...over];
}

export type Tag = { name: string; value: string };

const TAG_TEXT = /^[A-Za-z0-9_-]{1,256}$/;

export function tags(input: Input, member: string): Tag[] {
  const out = list(input, member, (value, at) => {
    const tag = object(value, `${member}[${at}]`);
    const name = text(tag, "Name");
    const content = text(tag, "Value");
    if (!TAG_TEXT.test(name)) throw bad(`Invalid email tag name: ${JSON.stringify(name)}`);
    if (!TAG_TEXT.test(content)) throw bad(`Invalid email tag value: ${JSON.stringify(content)}`);
    return { name, value: content };
  });
  if (out.length > 50) throw bad(`${member} must have at most 50 tags`);
  return out;
}

import { mailbox } from "./address.ts";
import { bad, SesFault } from "./fault.ts";
import { type Header, headers, type Tag, tags } from "./header.ts";
import { bytes, type Input, list, object, only, optional, text, texts } from "./input.ts";
import { type Attached, type Draft, headerOf, splitHeader } from "./message.ts";
import type { Letter, Post } from "./post.ts";
import type { Store } from "./store.ts";
import { checkTemplate, parseData, RenderingFailure, render, type TemplateContent } from "./template.ts";

const MOST_RECIPIENTS = 50;
export const DATA_LENGTH = 262_144;
export const COMMON = [
  "FromEmailAddress",
  "ReplyToAddresses",
  "FeedbackForwardingEmailAddress",
  "ConfigurationSetName",
];

export type Destination = { to: string[]; cc: string[]; bcc: string[]; all: string[] };

export function destination(input: Input): Destination {
  only(input, "Destination", ["ToAddresses", "CcAddresses", "BccAddresses"]);
  const [to, cc, bcc] = [
    texts(input, "ToAddresses"),
    texts(input, "CcAddresses"),
    texts(input, "BccAddresses"),
  ];
  const all = [...to, ...cc, ...bcc].map((value) => mailbox(value, "Destination").address);
  if (all.length === 0) throw bad("Destination: at least one recipient is required");
  if (all.length > MOST_RECIPIENTS) throw bad(`Recipient count exceeds ${MOST_RECIPIENTS}.`);
  return { to, cc, bcc, all };
}

function part(input: Input, member: string): string | undefined {
  if (input[member] === undefined || input[member] === null) return undefined;
  const value = object(input[member], member);
  only(value, member, ["Data", "Charset"]);
  const charset = optional(value, "Charset")?.toLowerCase();
  if (charset && !["utf-8", "us-ascii", "iso-8859-1"].includes(charset))
    throw bad(`${member}.Charset is not supported by the local stage`);
  return text(value, "Data", 50_000_000);
}

function attachments(input: Input): Attached[] {
  return list(input, "Attachments", (value, at) => {
    const file = object(value, `Attachments[${at}]`);
    only(file, "Attachments", [
      "RawContent",
      "ContentDisposition",
      "FileName",
      "ContentDescription",
      "ContentId",
      "ContentTransferEncoding",
      "ContentType",
    ]);
    const filename = text(file, "FileName", 255);
    const contentType = optional(file, "ContentType", 78);
    const cid = optional(file, "ContentId", 78);
    if (/[\r\n]/.test(filename + (contentType ?? "") + (cid ?? "")))
      throw bad("Attachments: line breaks are not allowed");
    return {
      filename,
      content: bytes(file, "RawContent"),
      inline: optional(file, "ContentDisposition") === "INLINE",
      ...(contentType ? { contentType } : {}),
      ...(cid ? { cid } : {}),
    };
  });
}

/** A subject is one line of a header. */
function oneLine(subject: string): string {
  if (/[\r\n\0]/.test(subject)) throw bad("Subject: control characters are not allowed");
  return subject;
}

type Named = {
  content: TemplateContent;
  name: string;
  data: Record<string, unknown>;
  headers: Header[];
  attachments: Attached[];
};

/** The template of a request, by name or given whole, with its own data. */
export function template(input: Input, store: Store): Named {
  only(input, "Template", [
    "TemplateName",
    "TemplateArn",
    "TemplateContent",
    "TemplateData",
    "Headers",
    "Attachments",
  ]);
  const data = parseData(optional(input, "TemplateData", DATA_LENGTH) ?? "{}", "TemplateData");
  const rest = { data, headers: headers(input, "Headers"), attachments: attachments(input) };
  if (input.TemplateContent !== undefined && input.TemplateContent !== null) {
    if (optional(input, "TemplateName") !== undefined)
      throw bad("Only one of TemplateName and TemplateContent may be given");
    return {
      content: templateContent(object(input.TemplateContent, "TemplateContent")),
      name: "inline",
      ...rest,
    };
  }
  const name = optional(input, "TemplateName") ?? optional(input, "TemplateArn")?.split("/").at(-1);
  if (name === undefined) throw bad("Template: a name or the content is required");
  const content = store.thing<TemplateContent>("template", name);
  if (!content) throw new SesFault("NotFoundException", `Template ${name} does not exist.`);
  return { content, name, ...rest };
}

export function templateContent(input: Input): TemplateContent {
  only(input, "TemplateContent", ["Subject", "Html", "Text"]);
  const content: TemplateContent = {};
  for (const member of ["Subject", "Html", "Text"] as const) {
    const value = optional(input, member, 512_000);
    if (value !== undefined) content[member] = value;
  }
  if (content.Html === undefined && content.Text === undefined)
    throw bad("Template: Html or Text is required");
  checkTemplate(content);
  return content;
}

export type Base = {
  from: string;
  replyTo: string[];
  to: string[];
  cc: string[];
  bcc: string[];
  headers: Header[];
  attachments: Attached[];
};

/** The rendered letter, or what SES will say in the event that it could not render it. */
export function rendered(base: Base, named: Named, data: Record<string, unknown>): Letter["content"] {
  try {
    const put = (value: string | undefined) =>
      value === undefined ? undefined : render(value, data, named.name);
    const [html, plain] = [put(named.content.Html), put(named.content.Text)];
    // A line break that came in by the data would be a header of its own.
    const subject = oneLine(put(named.content.Subject) ?? "");
    return {
      draft: {
        ...base,
        subject,
        ...(html === undefined ? {} : { html }),
        ...(plain === undefined ? {} : { text: plain }),
      },
    };
  } catch (error) {
    if (!(error instanceof RenderingFailure)) throw error;
    return { failure: error.message, template: named.name, subject: named.content.Subject ?? "" };
  }
}

export function sender(input: Input): { from: string; address: string; replyTo: string[] } {
  const from = text(input, "FromEmailAddress");
  const replyTo = texts(input, "ReplyToAddresses");
  for (const value of replyTo) mailbox(value, "ReplyToAddresses");
  const feedback = optional(input, "FeedbackForwardingEmailAddress");
  if (feedback !== undefined) mailbox(feedback, "FeedbackForwardingEmailAddress");
  return { from, address: mailbox(from, "FromEmailAddress").address, replyTo };
}

/** SendEmail: simple, raw or from a template. */
export async function sendEmail(
  input: Input,
  post: Post,
  store: Store,
  caller: string,
): Promise<{ MessageId: string }> {
  only(input, "SendEmail", [...COMMON, "Destination", "Content", "EmailTags"]);
  const content = object(input.Content, "Content");
  const kinds = ["Simple", "Raw", "Template"].filter(
    (kind) => content[kind] !== undefined && content[kind] !== null,
  );
  only(content, "Content", ["Simple", "Raw", "Template"]);
  if (kinds.length !== 1) throw bad("Content: exactly one of Simple, Raw and Template is required");
  const configurationSet = optional(input, "ConfigurationSetName");
  const rest = {
    tags: tags(input, "EmailTags") as Tag[],
    operation: "SendEmail" as const,
    caller,
    ...(configurationSet === undefined ? {} : { configurationSet }),
  };
  if (kinds[0] === "Raw")
    return { MessageId: await post.take({ ...rest, ...rawLetter(input, object(content.Raw, "Raw")) }) };
  const { from, address, replyTo } = sender(input);
  const target = destination(object(input.Destination ?? {}, "Destination"));
  const base: Base = {
    from,
    replyTo,
    to: target.to,
    cc: target.cc,
    bcc: target.bcc,
    headers: [],
    attachments: [],
  };
  const letter = { ...rest, from: address, recipients: target.all };
  if (kinds[0] === "Simple") {
    return {
      MessageId: await post.take({
        ...letter,
        content: { draft: simple(object(content.Simple, "Simple"), base) },
      }),
    };
  }
  const named = template(object(content.Template, "Template"), store);
  const whole = { ...base, headers: named.headers, attachments: named.attachments };
  return { MessageId: await post.take({ ...letter, content: rendered(whole, named, named.data) }) };
}

function simple(input: Input, base: Base): Draft {
  only(input, "Simple", ["Subject", "Body", "Headers", "Attachments"]);
  const body = object(input.Body, "Body");
  only(body, "Body", ["Html", "Text"]);
  const [html, plain] = [part(body, "Html"), part(body, "Text")];
  if (html === undefined && plain === undefined) throw bad("Body: Html or Text is required");
  const subject = part(input, "Subject");
  if (subject === undefined) throw bad("Missing required parameter: Subject");
  return {
    ...base,
    subject: oneLine(subject),
    headers: headers(input, "Headers"),
    attachments: attachments(input),
    ...(html === undefined ? {} : { html }),
    ...(plain === undefined ? {} : { text: plain }),
  };
}

function rawLetter(input: Input, raw: Input): Pick<Letter, "from" | "recipients" | "content"> {
  only(raw, "Raw", ["Data"]);
  const data = bytes(raw, "Data");
  const { headers: own } = splitHeader(data);
  const from = optional(input, "FromEmailAddress") ?? headerOf(own, "from");
  if (from === undefined) throw bad("Missing final '@domain'");
  const named = input.Destination ? destination(object(input.Destination, "Destination")).all : [];
  const listed = ["to", "cc", "bcc"].flatMap(
    (name) => headerOf(own, name)?.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/) ?? [],
  );
  const recipients =
    named.length > 0 ? named : listed.map((value) => mailbox(value.trim(), "Destination").address);
  if (recipients.length === 0) throw bad("Destination: at least one recipient is required");
  if (recipients.length > MOST_RECIPIENTS) throw bad(`Recipient count exceeds ${MOST_RECIPIENTS}.`);
  return { from: mailbox(from, "FromEmailAddress").address, recipients, content: { raw: data } };
}

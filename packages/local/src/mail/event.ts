import { randomBytes, randomUUID } from "node:crypto";
import type { BusEvent } from "../storage/notification.ts";
import type { Header } from "./header.ts";
import { headerOf } from "./message.ts";
import type { Mail } from "./store.ts";

/** SES's names of an event: as a configuration set selects it, as the bus carries it, as its detail says it. */
const NAMES = {
  SEND: ["Email Sent", "Send", "send"],
  REJECT: ["Email Rejected", "Reject", "reject"],
  BOUNCE: ["Email Bounced", "Bounce", "bounce"],
  COMPLAINT: ["Email Complaint Received", "Complaint", "complaint"],
  DELIVERY: ["Email Delivered", "Delivery", "delivery"],
  RENDERING_FAILURE: ["Email Rendering Failed", "Rendering Failure", "failure"],
  DELIVERY_DELAY: ["Email Delivery Delayed", "DeliveryDelay", "deliveryDelay"],
} as const;

export type EventType = keyof typeof NAMES;

/** What was found out about a mail; `detail` is the member of that event alone. */
export type Outcome = { type: EventType; recipients: string[]; detail: Record<string, unknown> };

export type Account = { id: string; region: string };

const HEADER_BYTES = 10 * 1024;
const stamp = (at: number) => new Date(at).toISOString();

/** Shape: docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html, in the bus's envelope. */
export function busEvent(mail: Mail, outcome: Outcome, account: Account, at: number): BusEvent {
  const [detailType, eventType, member] = NAMES[outcome.type];
  const { headers, truncated } = shorten(mail.headers);
  const common = (name: string) => {
    const value = headerOf(mail.headers, name);
    return value === undefined ? undefined : value.split(/,\s*/);
  };
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": detailType,
    source: "aws.ses",
    account: account.id,
    time: stamp(at).replace(/\.\d+Z$/, "Z"),
    region: account.region,
    resources: [`arn:aws:ses:${account.region}:${account.id}:configuration-set/${mail.configurationSet}`],
    detail: {
      eventType,
      mail: {
        timestamp: stamp(mail.at),
        source: headerOf(mail.headers, "from") ?? mail.from,
        sourceArn: `arn:aws:ses:${account.region}:${account.id}:identity/${mail.from.split("@").at(-1)}`,
        sendingAccountId: account.id,
        messageId: mail.id,
        destination: mail.to,
        headersTruncated: truncated,
        headers,
        commonHeaders: {
          from: common("from"),
          ...(common("reply-to") ? { replyTo: common("reply-to") } : {}),
          date: headerOf(mail.headers, "date"),
          to: common("to"),
          ...(common("cc") ? { cc: common("cc") } : {}),
          messageId: mail.id,
          subject: mail.subject,
        },
        tags: mail.tags,
      },
      [member]: outcome.detail,
    },
  };
}

function shorten(headers: readonly Header[]): { headers: Header[]; truncated: boolean } {
  const kept: Header[] = [];
  let size = 0;
  for (const header of headers) {
    size += header.name.length + header.value.length;
    if (size > HEADER_BYTES) return { headers: kept, truncated: true };
    kept.push({ name: header.name, value: header.value });
  }
  return { headers: kept, truncated: false };
}

const feedbackId = () => `${randomBytes(8).toString("hex")}-${randomUUID()}-000000`;

export const sent = (mail: Mail): Outcome => ({ type: "SEND", recipients: mail.to, detail: {} });

export const delivered = (recipient: string, at: number): Outcome => ({
  type: "DELIVERY",
  recipients: [recipient],
  detail: {
    timestamp: stamp(at),
    processingTimeMillis: 546,
    recipients: [recipient],
    smtpResponse: "250 2.6.0 Message received",
    remoteMtaIp: "127.0.0.1",
    reportingMTA: "a8-70.smtp-out.amazonses.com",
  },
});

type BounceKind = { type: "Permanent" | "Transient"; subType: string; status: string; diagnostic: string };

export const BOUNCES = {
  general: {
    type: "Permanent",
    subType: "General",
    status: "5.1.1",
    diagnostic: "smtp; 550 5.1.1 user unknown",
  },
  suppressed: {
    type: "Permanent",
    subType: "Suppressed",
    status: "5.1.1",
    diagnostic:
      "Amazon SES has suppressed sending to this address because it has a recent history of bouncing as an invalid address.",
  },
  onAccountList: {
    type: "Permanent",
    subType: "OnAccountSuppressionList",
    status: "5.1.1",
    diagnostic:
      "Amazon SES did not send the message to this address because it is on the suppression list for your account.",
  },
  mailboxFull: {
    type: "Transient",
    subType: "MailboxFull",
    status: "4.2.2",
    diagnostic: "smtp; 452 4.2.2 mailbox full",
  },
} as const satisfies Record<string, BounceKind>;

export const bounced = (recipient: string, kind: BounceKind, at: number): Outcome => ({
  type: "BOUNCE",
  recipients: [recipient],
  detail: {
    feedbackId: feedbackId(),
    bounceType: kind.type,
    bounceSubType: kind.subType,
    bouncedRecipients: [
      { emailAddress: recipient, action: "failed", status: kind.status, diagnosticCode: kind.diagnostic },
    ],
    timestamp: stamp(at),
    remoteMtaIp: "127.0.0.1",
    reportingMTA: "dns; a8-70.smtp-out.amazonses.com",
  },
});

export const complained = (recipient: string, at: number): Outcome => ({
  type: "COMPLAINT",
  recipients: [recipient],
  detail: {
    feedbackId: feedbackId(),
    complaintSubType: null,
    complainedRecipients: [{ emailAddress: recipient }],
    timestamp: stamp(at),
    userAgent: "Amazon SES Mailbox Simulator",
    complaintFeedbackType: "abuse",
    arrivalDate: stamp(at),
  },
});

export const delayed = (recipient: string, at: number): Outcome => ({
  type: "DELIVERY_DELAY",
  recipients: [recipient],
  detail: {
    timestamp: stamp(at),
    delayType: "MailboxFull",
    expirationTime: stamp(at + 14 * 3_600_000),
    delayedRecipients: [
      { emailAddress: recipient, status: "4.2.2", diagnosticCode: "smtp; 452 4.2.2 mailbox full" },
    ],
  },
});

export const renderingFailed = (
  recipients: string[],
  templateName: string,
  errorMessage: string,
): Outcome => ({
  type: "RENDERING_FAILURE",
  recipients,
  detail: { errorMessage, templateName },
});

export const rejected = (recipients: string[]): Outcome => ({
  type: "REJECT",
  recipients,
  detail: { reason: "Bad content" },
});

const SIMULATOR = /^(success|bounce|complaint|ooto|suppressionlist)(\+[^@]*)?@simulator\.amazonses\.com$/i;

/** The mailbox simulator's scenario behind an address, labels aside. */
export const simulated = (address: string) => SIMULATOR.exec(address)?.[1]?.toLowerCase();
export const isSimulator = (address: string) => address.toLowerCase().endsWith("@simulator.amazonses.com");

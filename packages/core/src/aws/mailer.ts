import { GetAccountCommand, SESv2Client, SendBulkEmailCommand } from "@aws-sdk/client-sesv2";
import { Patient } from "./patience.ts";
import { mailbox, outcomeOf, type Sent, sender, tagsOf } from "./ses.ts";

/** The door to SES for campaigns: whole rendered mails, many a call. */
const client = sender(20_000);
/** Reading bears repetition. */
const reader = new SESv2Client({ maxAttempts: 5, requestHandler: new Patient() });

export type Letter = {
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Come back in each of SES's events. Letters, digits, `_` and `-` only. */
  tags: Record<string, string>;
  headers: Record<string, string>;
};
export type Envelope = {
  fromName?: string | undefined;
  replyTo?: string | undefined;
  tags: Record<string, string>;
};

export type Result = Sent;

/** SES takes 50 a call, and a request of some 1 MB. */
export const MOST = 50;
export const MOST_BYTES = 900_000;

/** Statuses of an entry that are about the moment, not about the mail. */
const momentary = new Set([
  "ACCOUNT_THROTTLED",
  "ACCOUNT_DAILY_QUOTA_EXCEEDED",
  "ACCOUNT_SUSPENDED",
  "ACCOUNT_SENDING_PAUSED",
  "CONFIGURATION_SET_SENDING_PAUSED",
  "TRANSIENT_FAILURE",
]);

/** How much of a bulk request one letter takes. */
export function sizeOf(letter: Letter): number {
  return (
    Buffer.byteLength(JSON.stringify(JSON.stringify([letter.subject, letter.html, letter.text]))) + 1_500
  );
}

/** One call for at most 50 letters of together at most 900 KB; one result a letter, in order. Throws nothing of SES's. */
export async function sendBulk(letters: readonly Letter[], envelope: Envelope): Promise<Result[]> {
  const { MAIL_FROM, CONFIGURATION_SET } = process.env;
  if (!MAIL_FROM || !CONFIGURATION_SET)
    throw new Error(
      "MAIL_FROM and CONFIGURATION_SET are not set: this function was not granted ses.bulk in infra/.",
    );
  try {
    const answer = await client.send(
      new SendBulkEmailCommand({
        FromEmailAddress: mailbox(MAIL_FROM, envelope.fromName),
        ...(envelope.replyTo ? { ReplyToAddresses: [envelope.replyTo] } : {}),
        ConfigurationSetName: CONFIGURATION_SET,
        DefaultEmailTags: tagsOf(envelope.tags),
        // We render; SES puts whole parts into an empty frame. Triple braces escape nothing.
        DefaultContent: {
          Template: {
            TemplateContent: { Subject: "{{{subject}}}", Html: "{{{html}}}", Text: "{{{text}}}" },
            TemplateData: "{}",
          },
        },
        BulkEmailEntries: letters.map(({ to, subject, html, text, tags, headers }) => ({
          Destination: { ToAddresses: [to] },
          ReplacementTags: tagsOf(tags),
          ReplacementHeaders: tagsOf(headers),
          ReplacementEmailContent: {
            ReplacementTemplate: { ReplacementTemplateData: JSON.stringify({ subject, html, text }) },
          },
        })),
      }),
    );
    return letters.map((_, place) => resultOf(answer.BulkEmailEntryResults?.[place]));
  } catch (error) {
    const result = outcomeOf(error);
    return letters.map(() => result);
  }
}

function resultOf(entry: { Status?: string; MessageId?: string; Error?: string } | undefined): Result {
  if (entry?.Status === "SUCCESS") return { kind: "sent", messageId: entry.MessageId ?? "" };
  if (!entry?.Status) return { kind: "unknown", reason: "SES did not say what became of it." };
  return { kind: momentary.has(entry.Status) ? "later" : "refused", reason: entry.Status };
}

export type Account = {
  /** Mails a second. */
  rate: number;
  /** Mails in 24 hours; undefined where SES sets no limit. */
  quota: number | undefined;
  sent: number;
  enabled: boolean;
};

/** What SES lets the whole account send, shared by all of its stages. */
export async function account(): Promise<Account> {
  const { SendQuota, SendingEnabled } = await reader.send(new GetAccountCommand({}));
  const quota = SendQuota?.Max24HourSend ?? 0;
  return {
    rate: SendQuota?.MaxSendRate ?? 1,
    quota: quota < 0 ? undefined : quota,
    sent: SendQuota?.SentLast24Hours ?? 0,
    enabled: SendingEnabled ?? false,
  };
}

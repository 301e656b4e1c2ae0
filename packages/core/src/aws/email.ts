import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { Patient } from "./patience.ts";

/** The door to SES for single mails. No retries of the SDK's own: it would repeat a mail whose answer was lost. */
const client = new SESv2Client({
  maxAttempts: 1,
  requestHandler: new Patient(15_000, { connectionTimeout: 3_000 }),
});

export type Email = {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Come back in each of SES's events: they say whose mail it was. */
  tags: Record<string, string>;
};

/** `refused`: SES will never take it. `later`: SES surely did not take it, now. `unknown`: it may have. */
export type Sent =
  | { kind: "sent"; messageId: string }
  | { kind: "refused" | "later" | "unknown"; reason: string };

/** Names of SES's exceptions that are about the moment and not about the mail. */
const momentary = new Set([
  "TooManyRequestsException",
  "ThrottlingException",
  "LimitExceededException",
  "SendingPausedException",
  "AccountSuspendedException",
  "OutOfTime",
]);
/** The connection never stood, so nothing was sent. */
const unreached = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

export async function send(email: Email): Promise<Sent> {
  const { MAIL_FROM, CONFIGURATION_SET } = process.env;
  if (!MAIL_FROM || !CONFIGURATION_SET)
    throw new Error(
      "MAIL_FROM and CONFIGURATION_SET are not set: this function was not granted ses.send in infra/.",
    );
  const part = (Data: string) => ({ Data, Charset: "UTF-8" });
  try {
    const answer = await client.send(
      new SendEmailCommand({
        FromEmailAddress: MAIL_FROM,
        Destination: { ToAddresses: [email.to] },
        ConfigurationSetName: CONFIGURATION_SET,
        EmailTags: Object.entries(email.tags).map(([Name, Value]) => ({ Name, Value })),
        Content: {
          Simple: { Subject: part(email.subject), Body: { Text: part(email.text), Html: part(email.html) } },
        },
      }),
    );
    return { kind: "sent", messageId: answer.MessageId ?? "" };
  } catch (error) {
    return outcomeOf(error);
  }
}

function outcomeOf(error: unknown): Sent {
  const {
    name = "Error",
    code,
    $metadata,
  } = error as { name?: string; code?: string; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  // The message may quote the mail; its name says enough.
  const reason = [name, code, status].filter(Boolean).join(" ");
  if (momentary.has(name) || status === 429 || (code && unreached.has(code)))
    return { kind: "later", reason };
  if (status && status >= 400 && status < 500) return { kind: "refused", reason };
  return { kind: "unknown", reason };
}

import { setTimeout } from "node:timers/promises";
import { SendEmailCommand } from "@aws-sdk/client-sesv2";
import { breath, isHurried, MOST_TRIES, mailbox, outcomeOf, type Sent, sender, tagsOf } from "./ses.ts";

export type { Sent } from "./ses.ts";

/** The door to SES for single mails. */
const client = sender(15_000);

export type Email = {
  to: string;
  subject: string;
  text: string;
  html: string;
  fromName?: string | undefined;
  replyTo?: string | undefined;
  headers?: Record<string, string> | undefined;
  /** Come back in each of SES's events: they say whose mail it was. */
  tags: Record<string, string>;
};

/** Somebody waits for it: while SES has no room in this second it is handed over again, for some seven seconds at most. */
export async function send(
  email: Email,
  pause: (milliseconds: number) => unknown = setTimeout,
): Promise<Sent> {
  for (let tries = 1; ; tries++) {
    const sent = await once(email);
    if (!isHurried(sent) || tries === MOST_TRIES) return sent;
    await pause(breath(tries));
  }
}

async function once(email: Email): Promise<Sent> {
  const { MAIL_FROM, CONFIGURATION_SET } = process.env;
  if (!MAIL_FROM || !CONFIGURATION_SET)
    throw new Error(
      "MAIL_FROM and CONFIGURATION_SET are not set: this function was not granted ses.send in infra/.",
    );
  const part = (Data: string) => ({ Data, Charset: "UTF-8" });
  try {
    const answer = await client.send(
      new SendEmailCommand({
        FromEmailAddress: mailbox(MAIL_FROM, email.fromName),
        ...(email.replyTo ? { ReplyToAddresses: [email.replyTo] } : {}),
        Destination: { ToAddresses: [email.to] },
        ConfigurationSetName: CONFIGURATION_SET,
        EmailTags: tagsOf(email.tags),
        Content: {
          Simple: {
            Subject: part(email.subject),
            Body: { Text: part(email.text), Html: part(email.html) },
            ...(email.headers ? { Headers: tagsOf(email.headers) } : {}),
          },
        },
      }),
    );
    return { kind: "sent", messageId: answer.MessageId ?? "" };
  } catch (error) {
    return outcomeOf(error);
  }
}

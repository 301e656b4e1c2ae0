import { randomUUID } from "node:crypto";
import MailComposer from "nodemailer/lib/mail-composer";
import PostalMime from "postal-mime";
import { mailbox } from "./address.ts";
import { headerOf, splitHeader } from "./message.ts";
import type { Mail } from "./store.ts";

export type Answer = { raw: Buffer; from: string; recipients: string[] };

/** The raw answer to a mail, threaded by In-Reply-To and References, with the first mail quoted. */
export async function reply(
  mail: Mail,
  raw: Buffer,
  text: string,
  at: number,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const { headers: first } = splitHeader(raw);
  const from = mail.to[0]!;
  const to = headerOf(first, "reply-to") ?? headerOf(first, "from") ?? mail.from;
  const messageId = headerOf(first, "message-id");
  const parsed = await PostalMime.parse(raw);
  const quoted = (parsed.text ?? "")
    .trimEnd()
    .split(/\r?\n/)
    .slice(0, 40)
    .map((line) => `> ${line}`)
    .join("\n");
  const subject = parsed.subject ?? "";
  const composer = new MailComposer({
    from,
    to,
    subject: /^re:/i.test(subject) ? subject : `Re: ${subject}`,
    text: `${text}\n\nOn ${new Date(mail.at).toUTCString()}, ${mail.from} wrote:\n${quoted}\n`,
    ...(messageId
      ? {
          inReplyTo: messageId,
          references: [headerOf(first, "references"), messageId].filter((id) => id !== undefined).join(" "),
        }
      : {}),
    messageId: `<${randomUUID()}@${from.split("@").at(-1)}>`,
    date: new Date(at),
    headers,
    newline: "\r\n",
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const built = await new Promise<Buffer>((resolve, reject) => {
    composer.compile().build((error, message) => (error ? reject(error) : resolve(message)));
  });
  return { raw: built, from, recipients: [mailbox(to.split(",")[0]!, "Reply-To").address] };
}

/** What the simulator's out-of-the-office address sends back. */
export async function away(mail: Mail, raw: Buffer, at: number): Promise<Buffer> {
  const from = mail.to.find((recipient) => recipient.startsWith("ooto")) ?? "ooto@simulator.amazonses.com";
  const answer = await reply({ ...mail, to: [from] }, raw, "I am out of the office.", at, {
    "Auto-Submitted": "auto-replied",
    "X-Autoreply": "yes",
  });
  return answer.raw;
}

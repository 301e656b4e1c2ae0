import { randomInt } from "node:crypto";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { Patient } from "./patience.ts";

/**
 * What came of a mail. `refused`: SES will never take it. `later`: SES surely did not take it, now. `unknown`: it may
 * have; only SES's event tells.
 */
export type Sent =
  | { kind: "sent"; messageId: string }
  | { kind: "refused" | "later" | "unknown"; reason: string };

/**
 * A client for sending, which waits so many milliseconds. No retries of the SDK's own: it would repeat a mail whose
 * answer was lost.
 */
export const sender = (patience: number) =>
  new SESv2Client({ maxAttempts: 1, requestHandler: new Patient(patience, { connectionTimeout: 3_000 }) });

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
/** The SDK's time-out of a connection has the name of all its time-outs. */
const unconnected = /did not establish a connection/;

/** What a call that failed says of its mails. */
export function outcomeOf(error: unknown): Sent {
  const fault = error as {
    name?: string;
    code?: string;
    message?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const { name = "Error", code, message } = fault;
  const status = fault.$metadata?.httpStatusCode;
  // The message may quote the mail; its name says enough.
  const reason = [name, code, status].filter(Boolean).join(" ");
  const apart =
    (code && unreached.has(code)) || (name === "TimeoutError" && unconnected.test(String(message)));
  if (momentary.has(name) || status === 429 || apart) return { kind: "later", reason };
  if (status && status >= 400 && status < 500) return { kind: "refused", reason };
  return { kind: "unknown", reason };
}

/** Names, of exceptions and of a bulk call's entries, by which SES says that this second has no room for the mail. */
const hurried = ["TooManyRequestsException", "ThrottlingException", "ACCOUNT_THROTTLED"];

/** Whether SES takes the mail as soon as its second has passed. */
export const isHurried = (sent: Sent): boolean =>
  sent.kind === "later" && hurried.some((name) => sent.reason.startsWith(name));

/** How often such a mail is handed over before it waits for minutes. */
export const MOST_TRIES = 4;

/** How long to wait before the next try, in milliseconds: SES counts a second, and not all senders come back at once. */
export const breath = (tries: number): number => tries * 1_000 + randomInt(500);

/** Tags and headers as SES takes them. */
export const tagsOf = (tags: Record<string, string>) =>
  Object.entries(tags).map(([Name, Value]) => ({ Name, Value }));

/** A display name as a header takes it (RFC 5322 quoted, RFC 2047 beyond ASCII). */
export function mailbox(address: string, name: string | undefined): string {
  const plain = name?.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
  if (!plain) return address;
  if (/^[\x20-\x7e]*$/.test(plain)) return `"${plain.replace(/["\\]/g, "\\$&")}" <${address}>`;
  // An encoded word has at most 75 characters: 45 bytes in base64. Cut between letters.
  const words: string[] = [];
  let word = "";
  for (const letter of plain) {
    if (Buffer.byteLength(word + letter) > 42) words.push(word);
    word = Buffer.byteLength(word + letter) > 42 ? letter : word + letter;
  }
  const encoded = [...words, word].map((part) => `=?UTF-8?B?${Buffer.from(part).toString("base64")}?=`);
  return `${encoded.join(" ")} <${address}>`;
}

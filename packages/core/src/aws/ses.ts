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

/** What a call that failed says of its mails. */
export function outcomeOf(error: unknown): Sent {
  const fault = error as { name?: string; code?: string; $metadata?: { httpStatusCode?: number } };
  const { name = "Error", code } = fault;
  const status = fault.$metadata?.httpStatusCode;
  // The message may quote the mail; its name says enough.
  const reason = [name, code, status].filter(Boolean).join(" ");
  if (momentary.has(name) || status === 429 || (code && unreached.has(code)))
    return { kind: "later", reason };
  if (status && status >= 400 && status < 500) return { kind: "refused", reason };
  return { kind: "unknown", reason };
}

import * as z from "zod";
import { idOf } from "../kernel/id.ts";
import { Email, line } from "../kernel/record.ts";

/** Becomes `unknown` when SES's answer was lost: SES's own event, which carries our tag, says later what came of it. */
export const State = z.enum(["queued", "sending", "sent", "failed", "unknown", "withheld", "cancelled"]);
export type State = z.infer<typeof State>;

const Path = z
  .string()
  .regex(/^\/(?!\/)[^\s\\]*$/, "must be a path of the app")
  .max(500);

/** What each transactional mail is filled with. Secrets come apart: see `Request`. */
export const Values = {
  welcome: z.strictObject({ workspace: line(120) }),
  invite: z.strictObject({ workspace: line(120), inviter: line(120) }),
  reset: z.strictObject({}),
  "sign-in": z.strictObject({ at: z.iso.datetime(), agent: line(200), ip: line(60) }),
  "second-factor": z.strictObject({ change: z.enum(["on", "off", "recovery-used"]), at: z.iso.datetime() }),
  password: z.strictObject({ at: z.iso.datetime() }),
  /** To a contact who came through a form or an import. */
  "contact-welcome": z.strictObject({ workspace: line(120), name: line(120).optional() }),
  "deal-won": z.strictObject({ deal: line(150), owner: line(120), path: Path }),
} as const;
export type Template = keyof typeof Values;

export type Request<T extends Template = Template> = {
  to: string;
  template: T;
  values: z.input<(typeof Values)[T]>;
  /** A one-time token for the mail's link: kept encrypted, and only until the mail is sent. */
  secret?: string;
  /** It goes to a contact, whose answer belongs into the workspace's mailbox. */
  answerable?: boolean;
};

/** A member's mail to a contact: its words are the activity's, whose timeline tells what becomes of it. */
export type Letter = {
  activityId: string;
  to: string;
  /** Who writes; the address is for answers where the stage receives no mail. */
  from: { name: string; email: string };
  /** ISO 8601; so long it can be taken back. */
  notBefore: string;
  /** Message-ID of the mail that it answers. */
  answers?: string | undefined;
};

export const Message = z.strictObject({ workspaceId: idOf("workspace"), id: idOf("mail") });
export const Recipient = Email;

/** A mail as it leaves: header-safe subject, text and HTML parts. */
export type Rendered = {
  to: string;
  subject: string;
  text: string;
  html: string;
  fromName?: string | undefined;
  replyTo?: string | undefined;
  headers?: Record<string, string>;
};

import { keep, type Stored } from "../aws/record.ts";
import type { Letter, State, Template } from "./mail.schema.ts";

export type Fields = {
  to: string;
  template: Template | "letter";
  values: Record<string, string | undefined>;
  /** The link's token, encrypted; gone as soon as the mail's fate is known. */
  sealed?: string | undefined;
  state: State;
  claimedAt?: string | undefined;
  reason?: string | undefined;
  messageId?: string | undefined;
  answerable?: boolean | undefined;
  _ttl: number;
} & Partial<Omit<Letter, "to">>;
export type Mail = Stored<Fields>;

/** The outbox of transactional mail: written with what causes it, sent by the MailQueue's function. */
export const mails = keep<Fields>({
  noun: "mail",
  shared: true,
  attributes: [
    "to",
    "template",
    "values",
    "sealed",
    "state",
    "claimedAt",
    "reason",
    "messageId",
    "answerable",
    "activityId",
    "from",
    "notBefore",
    "answers",
  ],
});
